"""제안의 줄: a proposal as its receipt shows it, each amount with its reason; their sum is what the buyer gets less what the buyer pays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from minishop.checkout.claims.domain.fees import Charge
from minishop.checkout.claims.domain.proposal import Row, RowKind, Why
from minishop.checkout.claims.domain.standing import Back, Standing
from minishop.checkout.claims.domain.targets import is_carried
from minishop.checkout.claims.domain.wanted import Fee
from minishop.checkout.orders.domain.shares import Share
from minishop.checkout.orders.domain.tariff import PartKey
from minishop.kernel.won import Won, total

_FEES = MappingProxyType(
    {
        Fee.RETURN_FEE: (RowKind.RETURN_FEE, Why.ONE_WAY),
        Fee.EXCHANGE_FEE: (RowKind.EXCHANGE_FEE, Why.BOTH_WAYS),
        Fee.REGION: (RowKind.REGION, Why.PICKUP),
        Fee.EXTRA_FEE: (RowKind.EXTRA_FEE, Why.NAMED),
    }
)


def rows_of(
    before: Standing, then: Standing, items: Mapping[int, Share], backs: Mapping[PartKey, Back], paid: Sequence[Charge], short: Won
) -> tuple[Row, ...]:
    """The rows in their order; what is nothing has none, but for a fee that was lowered to nothing."""
    rows = [*_goods(items), *_shipping_back(then, backs), *_kept(before, then, paid)]
    if short:
        rows.append(Row(RowKind.POINTS_SHORT, _less(short), Why.SPENT))
    return tuple(row for row in rows if row.amount or row.lowered_from)


def _goods(items: Mapping[int, Share]) -> Iterator[Row]:
    for place, share in items.items():
        yield Row(RowKind.GOODS, share.amount, Why.CLAIMED, place=place)
    yield Row(RowKind.INSTANT, _less(total(share.instant for share in items.values())), Why.DISCOUNTED)
    coupons = total(share.discount - share.instant for share in items.values())
    yield Row(RowKind.COUPON, _less(coupons), Why.DISCOUNTED)


def _shipping_back(then: Standing, backs: Mapping[PartKey, Back]) -> Iterator[Row]:
    for key, back in backs.items():
        amount = back.share.amount - back.share.discount + back.due.amount - back.due.waived
        why = Why.SELLERS_FAULT if is_carried(then, key) else Why.NOT_SENT
        yield Row(RowKind.SHIPPING_BACK, amount, why, part=key.kind, product=key.product)


def _kept(before: Standing, then: Standing, paid: Sequence[Charge]) -> Iterator[Row]:
    tariff = then.bought.tariff
    ends = tariff.is_free_first(before.counted) and not tariff.is_free_first(then.counted)
    for charge in paid:
        lowered_from = charge.full if charge.kept != charge.full else Won(0)
        if charge.part is not None:
            why = Why.FREE_FIRST_ENDED if ends else Why.BELOW_THRESHOLD
            yield Row(RowKind.DUE, _less(charge.kept), why, None, charge.part.kind, charge.part.product, lowered_from)
        else:
            kind, why = _FEES[charge.fee]
            yield Row(kind, _less(charge.kept), why, lowered_from=lowered_from)


def _less(amount: Won) -> Won:
    return Won(0) - amount
