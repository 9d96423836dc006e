"""배송비의 목표: what each shipping part is to cost after a claim (docs/rules/proposals.md, the table and its six rules)."""

from __future__ import annotations

from typing import assert_never

from minishop.checkout.claims.domain.standing import Standing
from minishop.checkout.claims.domain.wanted import Fault
from minishop.checkout.orders.domain.shares import PartKind
from minishop.checkout.orders.domain.tariff import PartKey
from minishop.kernel.won import Won


def target(then: Standing, key: PartKey, fault: Fault, named: frozenset[int]) -> Won:
    """What a part is to cost, of an order whose pieces that a claim names are gone. ``named``: the claim's lines."""
    if key.kind is PartKind.REGIONAL:
        return _regional(then, key, fault)
    if fault is Fault.SELLER and named.isdisjoint(places_of(then, key)):
        return then.charged(key)  # rule 4
    return _carried(then, key, fault) if is_carried(then, key) else _not_carried(then, key, fault)


def is_carried(then: Standing, key: PartKey) -> bool:
    """Whether any of a part's goods has left; for the regional part, any goods at all."""
    return bool(then.carried) if key.kind is PartKind.REGIONAL else not then.carried.isdisjoint(places_of(then, key))


def places_of(then: Standing, key: PartKey) -> tuple[int, ...]:
    """The lines that a part of the rule is charged for."""
    return then.bought.tariff.parts[key]


def _not_carried(then: Standing, key: PartKey, fault: Fault) -> Won:
    bill, charged = then.bought.tariff.bill(then.living, then.counted)[key], then.charged(key)
    return bill if fault is Fault.BUYER and not then.part(key).closed else min(charged, bill)


def _carried(then: Standing, key: PartKey, fault: Fault) -> Won:
    charged = then.charged(key)
    match fault:
        case Fault.NOBODY:
            return charged
        case Fault.BUYER:
            return max(charged, _judged(then, key))
        case Fault.SELLER if key.kind is PartKind.GROWING:
            return min(charged, then.bought.tariff.judged(key, then.earning, then.counted))
        case Fault.SELLER:
            return charged if _lives(then, key) else then.part(key).due.amount  # rule 5
        case _:
            assert_never(fault)


def _judged(then: Standing, key: PartKey) -> Won:
    """What a carried part would cost by the goods that still count, though none of its own may live (rule 2)."""
    if key.kind is PartKind.GROWING or then.part(key).closed or _ended_without_the_buyer(then, key):
        return Won(0)  # rule 3
    return then.bought.tariff.judged(key, then.living, then.counted)


def _ended_without_the_buyer(then: Standing, key: PartKey) -> bool:
    goods = then.bought.tariff.goods
    return not _lives(then, key) and all(then.counted[place] == goods[place].quantity for place in places_of(then, key))


def _lives(then: Standing, key: PartKey) -> bool:
    return any(then.living[place] for place in places_of(then, key))


def _regional(then: Standing, key: PartKey, fault: Fault) -> Won:
    charged = then.charged(key)
    if fault is not Fault.SELLER and is_carried(then, key):
        return charged
    return charged if any(then.living) else Won(0)
