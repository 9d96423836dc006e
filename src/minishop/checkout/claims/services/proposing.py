"""제안을 보임: writes down the versions of a claim's proposal. What is posted is the one that was shown last (L7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from minishop.checkout.claims import queries
from minishop.checkout.claims.domain.deadlines import WORSE_STANDS
from minishop.checkout.claims.domain.proposal import Proposal, Row
from minishop.checkout.claims.domain.wanted import Wanted, facts_of
from minishop.checkout.claims.models import Claim, ClaimProposal, ClaimRow
from minishop.checkout.claims.services.news import tell_change
from minishop.checkout.orders.models import Order, OrderLine
from minishop.kernel.won import total


def show(*, claim: Claim, proposal: Proposal, lines: Sequence[OrderLine], now: datetime) -> None:
    """Makes a proposal the claim's next version. One that is worse for the buyer counts once it has stood for a day, or is agreed to.

    ``lines``: all of the order, by their places. The claim is saved by whoever changes it.
    """
    before = queries.shown(claim) if claim.version else None
    is_worse = before is not None and _worth(proposal) < before.worth
    claim.version += 1
    ClaimProposal.objects.create(
        merchant_id=claim.merchant_id,
        claim_id=claim.id,
        version=claim.version,
        money=proposal.money,
        points=proposal.points,
        benefits=proposal.benefits,
        to_pay=proposal.to_pay,
        fee_payments=proposal.fee_payments,
        fees=total(proposal.fees.values()),
        points_short=proposal.points_short,
        ended=_ended(proposal, lines),
        shown_at=now,
        counts_from=now + WORSE_STANDS if is_worse else now,
    )
    if is_worse:
        tell_change(claim, now)
    ClaimRow.objects.bulk_create(_row(claim, position, row, lines) for position, row in enumerate(proposal.rows))


def _ended(proposal: Proposal, lines: Sequence[OrderLine]) -> list[tuple[int | None, int, int]]:
    of_lines = [(lines[place].id, share) for place, share in sorted(proposal.items.items())]
    ended = [*of_lines, *((None, share) for share in proposal.parts.values())]
    return [(line_id, int(share.money), int(share.points + share.benefits)) for line_id, share in ended]


def _worth(proposal: Proposal) -> int:
    return int(proposal.total) + int(proposal.fee_payments) - int(proposal.to_pay)


def _row(claim: Claim, position: int, row: Row, lines: Sequence[OrderLine]) -> ClaimRow:
    return ClaimRow(
        merchant_id=claim.merchant_id,
        claim_id=claim.id,
        version=claim.version,
        position=position,
        kind=row.kind.value,
        why=row.why.value,
        amount=row.amount,
        lowered_from=row.lowered_from,
        line_id=None if row.place is None else lines[row.place].id,
        product_id=row.product,
        part=row.part.value if row.part else "",
    )


def show_anew(*, order: Order, claim: Claim, lines: Sequence[OrderLine], now: datetime) -> None:
    """Computes a claim's proposal again, and shows it where it is another one than before."""
    proposal = queries.proposed(order, claim.wanted, apart_from=claim)
    if [_told(row) for row in queries.rows_of(claim)] != [
        _told(_row(claim, position, row, lines)) for position, row in enumerate(proposal.rows)
    ]:
        show(claim=claim, proposal=proposal, lines=lines, now=now)
        claim.save(update_fields=["version"])


def change_terms(claim: Claim, wanted: Wanted) -> None:
    """Has a claim judged by something else from now on; what that comes to is shown next."""
    claim.terms = facts_of(wanted)
    claim.save(update_fields=["terms"])


def _told(row: ClaimRow) -> tuple[object, ...]:
    return (row.kind, row.why, int(row.amount), row.line_id, row.product_id, row.part)
