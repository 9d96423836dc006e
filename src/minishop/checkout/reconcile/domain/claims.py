"""클레임의 대사: what a claim's state, its proposal, its posting, its refund and its lines have to say to one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from minishop.checkout.claims.domain.states import ENDED, SETTLING, ClaimKind, ClaimState
from minishop.checkout.payments.domain.ledger import AccountKind
from minishop.checkout.payments.domain.refunds import IN_VAIN, RefundCause, RefundState
from minishop.checkout.reconcile.domain.facts import Back, Line
from minishop.checkout.reconcile.domain.kinds import Finding, FindingKind
from minishop.kernel.won import Won, total

STUCK_AFTER = timedelta(days=1)
_A = AccountKind
_SETTLED = (RefundState.DONE, RefundState.BY_ACCOUNT)


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """A claim with the version that was shown last. ``pieces`` by the places of the order's lines; ``posted``: its transfer, by account;
    ``restored``: the points that came back under its number."""

    id: int
    number: str
    kind: ClaimKind
    state: ClaimState
    since: datetime
    pieces: Mapping[int, int] = field(default_factory=dict)
    money: Won = Won(0)
    points: Won = Won(0)
    benefits: Won = Won(0)
    kept: Won = Won(0)
    posted: Mapping[AccountKind, Won] = field(default_factory=dict)
    restored: Won = Won(0)

    @property
    def gives_back(self) -> bool:
        """Whether it is done, and of a kind that ends pieces."""
        return self.state is ClaimState.DONE and self.kind is not ClaimKind.EXCHANGE


def ended_pieces(claims: Sequence[ClaimFacts], place: int) -> int:
    """How many pieces of the line at a place claims have ended."""
    return sum(claim.pieces.get(place, 0) for claim in claims if claim.gives_back)


def judge_claims(
    order: str, claims: Sequence[ClaimFacts], refunds: Sequence[Back], lines: Sequence[Line], *, now: datetime
) -> Iterator[Finding]:
    """What of an order's claims does not agree."""
    for claim in claims:
        money = [one for one in refunds if one.cause is RefundCause.CLAIM and one.key.startswith(f"{claim.number}-")]
        yield from _posting(claim)
        yield from _refund(claim, [one for one in money if one.state not in IN_VAIN])
        put_off = any(one.not_before is not None and one.not_before > now for one in refunds)
        if claim.state in SETTLING and claim.since <= now - STUCK_AFTER and not put_off:
            yield Finding(FindingKind.CLAIM_STUCK, claim.number, int(claim.money))
    yield from _open(order, claims, lines)


def _posting(claim: ClaimFacts) -> Iterator[Finding]:
    """What is posted of a claim that is done is what it proposed; of any other nothing is."""
    proposed = (claim.money, claim.points, claim.benefits, claim.kept) if claim.gives_back else (Won(0),) * 4
    back = claim.posted.get(_A.PG_RECEIVABLE, Won(0)) + claim.posted.get(_A.REFUND_OWED, Won(0))
    others = (claim.posted.get(account, Won(0)) for account in (_A.POINTS_OWED, _A.BENEFIT_EXPENSE, _A.POINTS_EXPENSE))
    for posted, wanted in zip((back, *others), proposed, strict=True):
        if -posted != wanted:
            yield Finding(FindingKind.CLAIM_POSTING, claim.number, int(-posted), int(wanted))
            return
    if claim.restored != proposed[1]:
        yield Finding(FindingKind.CLAIM_POINTS, claim.number, int(claim.restored), int(proposed[1]))


def _refund(claim: ClaimFacts, money: Sequence[Back]) -> Iterator[Finding]:
    """A claim that is done was paid back once and whole; one that is agreed to is asked for once at most, any other never."""
    back = total(one.amount for one in money)
    settled = total(one.amount for one in money if one.state in _SETTLED)
    if claim.gives_back:
        is_so = len(money) <= 1 and settled == claim.money
    else:
        is_so = not settled and (not money or (claim.state in SETTLING and len(money) == 1 and back == claim.money))
    if not is_so:
        yield Finding(FindingKind.CLAIM_REFUND, claim.number, int(back), int(claim.money))


def _open(order: str, claims: Sequence[ClaimFacts], lines: Sequence[Line]) -> Iterator[Finding]:
    """A line is in one open claim at most, and says in which."""
    for place, line in enumerate(lines):
        naming = [claim.id for claim in claims if claim.state not in ENDED and place in claim.pieces]
        if naming != ([] if line.open_claim is None else [line.open_claim]):
            yield Finding(FindingKind.OPEN_CLAIM, order, line.open_claim, naming[0] if naming else None)
