"""제안하기: a claim's steps in their order: items, shipping parts, charges, and what those fall on (docs/rules/proposals.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from minishop.checkout.claims.domain.fees import Charge, charges, withhold
from minishop.checkout.claims.domain.proposal import Proposal
from minishop.checkout.claims.domain.rows import rows_of
from minishop.checkout.claims.domain.standing import Back, PartStanding, Standing
from minishop.checkout.claims.domain.states import ClaimKind
from minishop.checkout.claims.domain.targets import is_carried, target
from minishop.checkout.claims.domain.wanted import Fault, Fee, Wanted
from minishop.checkout.orders.domain.shares import Share, part_of
from minishop.checkout.orders.domain.tariff import Bought, PartKey
from minishop.kernel.won import Won, total

_Backs = Mapping[PartKey, Back]


def propose(bought: Bought, before: Iterable[Wanted], wanted: Wanted) -> Proposal:
    """What a claim gives back and keeps, after the claims that were agreed to before it, in their order.

    Raises ValueError for more pieces than live, ExtraFeeTooHigh.
    """
    return claimed(stand(bought, before), wanted)[0]


def stand(bought: Bought, before: Iterable[Wanted]) -> Standing:
    """An order after some claims."""
    standing = Standing(bought)
    for wanted in before:
        _, standing = claimed(standing, wanted)
    return standing


def others_hang_on(bought: Bought, agreed: Sequence[Wanted], place: int) -> bool:
    """Whether any claim that was agreed to after the one at a place would have given or kept something else without that one."""
    before, later = agreed[:place], agreed[place + 1 :]
    return _amounts(stand(bought, [*before, agreed[place]]), later) != _amounts(stand(bought, before), later)


def _amounts(standing: Standing, wanted: Iterable[Wanted]) -> list[Proposal]:
    """What claims come to one after the other, whatever is said of it."""
    found = []
    for one in wanted:
        proposal, standing = claimed(standing, one)
        found.append(replace(proposal, rows=()))
    return found


def claimed(standing: Standing, wanted: Wanted) -> tuple[Proposal, Standing]:
    """A claim's proposal, and the order after it. An exchange moves no goods' money and leaves the order as it was."""
    then = standing.without(wanted)
    items = {place: _ended(then, place) - _ended(standing, place) for place in sorted(wanted.lines)}
    if wanted.kind is ClaimKind.EXCHANGE:
        kept = charges(wanted, standing.bought.tariff.contract, items.values(), ())
        return _proposal(standing, standing, wanted, {}, {}, withhold(kept, Won(0), Won(0), waived=wanted.waived)), standing
    backs, dues = _moved(then, wanted)
    asked = charges(wanted, then.bought.tariff.contract, items.values(), dues)
    paid = withhold(asked, _money(items, backs), _points(items, backs), waived=wanted.waived)
    return _proposal(standing, then, wanted, items, backs, paid), replace(then, parts=_parts(then, wanted, backs, paid))


def _ended(standing: Standing, place: int) -> Share:
    return part_of(standing.bought.items[place], standing.ended(place), standing.bought.tariff.goods[place].quantity)


def _moved(then: Standing, wanted: Wanted) -> tuple[dict[PartKey, Back], list[tuple[PartKey, Won]]]:
    backs: dict[PartKey, Back] = {}
    dues: list[tuple[PartKey, Won]] = []
    for key in then.bought.shipping:
        more = target(then, key, wanted.fault, frozenset(wanted.lines)) - then.charged(key)
        if more < 0:
            backs[key] = then.back(key, Won(-int(more)), due_first=not is_carried(then, key))
        elif more > 0:
            dues.append((key, more))
    return backs, dues


def _money(items: Mapping[int, Share], backs: _Backs) -> Won:
    return total([*(share.money for share in items.values()), *(back.share.money + back.due.money for back in backs.values())])


def _points(items: Mapping[int, Share], backs: _Backs) -> Won:
    return total([*(share.points for share in items.values()), *(back.share.points + back.due.points for back in backs.values())])


def _parts(then: Standing, wanted: Wanted, backs: _Backs, paid: Sequence[Charge]) -> dict[PartKey, PartStanding]:
    parts = dict(then.parts)
    for key, back in backs.items():
        part = then.part(key)
        closed = part.closed or wanted.fault is Fault.SELLER
        parts[key] = PartStanding(part.back + back.share.amount, part.due - back.due, closed)
    for charge in paid:
        if charge.part is not None:
            part = then.part(charge.part)
            parts[charge.part] = replace(part, due=part.due + charge.paid)
    return parts


def _proposal(
    before: Standing, then: Standing, wanted: Wanted, items: Mapping[int, Share], backs: _Backs, paid: Sequence[Charge]
) -> Proposal:
    money = _money(items, backs) - total(charge.paid.money for charge in paid)
    short = min(wanted.points_short, money)
    return Proposal(
        rows=rows_of(before, then, items, backs, paid, short),
        money=money - short,
        points=_points(items, backs) - total(charge.paid.points for charge in paid),
        to_pay=total(charge.paid.by_itself for charge in paid),
        fee_payments=total(back.due.by_itself for back in backs.values()),
        advanced=wanted.advanced if wanted.fault is Fault.SELLER else Won(0),
        points_short=short,
        items=items,
        parts={key: back.share for key, back in backs.items()},
        dues={charge.part: charge.kept for charge in paid if charge.part is not None},
        fees={charge.fee: charge.kept for charge in paid if charge.fee is not Fee.DUE},
    )
