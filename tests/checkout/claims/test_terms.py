"""클레임 기한과 요율 (claims 1.5, 3.3): a merchant's terms hold for the orders that follow, and what a pickup by the hub's courier costs it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.checkout.claims import cases
from tests.checkout.claims.test_cancelling import ask as ask_cancel
from tests.checkout.claims.test_returning import ask, delivered, does
from tests.checkout.fakes import Outside
from tests.checkout.worlds import NOW, World

from minishop.checkout.claims.domain.deadlines import Held, acts_at, acts_on_held, after_hold
from minishop.checkout.claims.domain.states import ClaimKind, ClaimState
from minishop.checkout.claims.domain.wanted import Way
from minishop.checkout.claims.services import answering
from minishop.checkout.merchants.domain.claim_terms import BOUNDS, ClaimTerms, claim_terms_of
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.contract import contract_of
from minishop.kernel.won import Won

_K, _S = ClaimKind, ClaimState
SLOW = ClaimTerms(cancel_hours=72, accept_days=5, look_days=1, pickup_fee=Won(2_800))
ACTS = {
    "cancel, as it is": (_K.CANCEL, _S.ASKED, ClaimTerms(), timedelta(hours=24)),
    "cancel, longer": (_K.CANCEL, _S.ASKED, SLOW, timedelta(hours=72)),
    "return, as it is": (_K.RETURN, _S.ASKED, ClaimTerms(), timedelta(days=3)),
    "return, longer": (_K.RETURN, _S.ASKED, SLOW, timedelta(days=5)),
    "exchange, longer": (_K.EXCHANGE, _S.ASKED, SLOW, timedelta(days=5)),
    "collected, shorter": (_K.RETURN, _S.COLLECTED, SLOW, timedelta(days=1)),
    "others on their way": (_K.EXCHANGE, _S.REDELIVERING, SLOW, timedelta(days=28)),
    "a fee": (_K.RETURN, _S.FEE_DUE, SLOW, timedelta(minutes=30)),
    "travelling": (_K.RETURN, _S.COLLECTING, SLOW, None),
}


@pytest.mark.parametrize(("kind", "state", "terms", "after"), ACTS.values(), ids=ACTS)
def test_when_the_clock_acts(kind: ClaimKind, state: ClaimState, terms: ClaimTerms, after: timedelta | None) -> None:
    assert acts_at(kind, state, NOW, terms) == (after and NOW + after)


@pytest.mark.parametrize(("days", "day"), [(1, 15), (3, 17), (5, 19)], ids=["1", "C48 3", "5"])
def test_what_was_held_is_looked_at_for_as_long(days: int, day: int) -> None:
    held = datetime(2026, 5, 14, tzinfo=NOW.tzinfo)
    assert after_hold(held, ClaimTerms(look_days=days)) == held.replace(day=day)


_END = NOW + timedelta(days=2)
HOLDS: dict[str, tuple[ClaimKind, ClaimState, timedelta, bool, timedelta | None]] = {
    "a request": (_K.RETURN, _S.ASKED, timedelta(), False, timedelta(2)),
    "accepted while held": (_K.RETURN, _S.COLLECTING, timedelta(1), False, timedelta(2)),
    "received while held": (_K.RETURN, _S.COLLECTED, timedelta(1), False, timedelta(2 + 1)),
    "received when it was over": (_K.RETURN, _S.COLLECTED, timedelta(3), False, timedelta(3 + 1)),
    "an exchange's goods": (_K.EXCHANGE, _S.COLLECTED, timedelta(1), False, timedelta(2)),
    "a fee, accepted": (_K.RETURN, _S.COLLECTING, timedelta(1), True, None),
    "a fee, received": (_K.RETURN, _S.COLLECTED, timedelta(1), True, None),
}


@pytest.mark.parametrize(("kind", "state", "since", "for_fee", "after"), HOLDS.values(), ids=HOLDS)
def test_when_the_clock_acts_on_what_is_held(
    kind: ClaimKind, state: ClaimState, since: timedelta, for_fee: bool, after: timedelta | None
) -> None:
    """C48: a hold outlasts the steps that are taken meanwhile; what waits for a payment waits for that alone."""
    held = Held(_END, for_fee=for_fee)
    assert acts_on_held(kind, state, NOW + since, held, SLOW) == (after and NOW + after)


def test_terms_are_kept_and_those_of_before_are_the_hubs_own() -> None:
    """claims L14."""
    assert (claim_terms_of(SLOW.facts()), claim_terms_of({})) == (SLOW, ClaimTerms())


@pytest.mark.django_db
@pytest.mark.parametrize("name", BOUNDS)
def test_beyond_the_hubs_bounds_nothing_is_stored(world: World, name: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Merchant.objects.filter(id=world.merchant.id).update(**{name: BOUNDS[name][1] + 1})


def change(world: World, **terms: Any) -> None:
    Merchant.objects.filter(id=world.merchant.id).update(**terms)
    world.merchant.refresh_from_db()


def test_an_order_keeps_the_terms_of_its_day(world: World, outside: Outside) -> None:
    """E18, E20: what a merchant changes afterwards moves no deadline of before."""
    before = cases.paid(world)
    change(world, cancel_hours=48)
    after = cases.paid(world)
    for order, hours in ((before, 24), (after, 48)):
        cases.acknowledge(order)
        assert contract_of(order.contract).claims.cancel_hours == hours
        assert ask_cancel(world, order).deadline_at == NOW + timedelta(hours=hours)


PICKUPS = {
    "looked at": ([answering.accept, answering.received, answering.refund], 2_800),
    "refunded on the way": ([answering.accept, answering.refund], 2_800),
    "refunded unseen": ([answering.refund], 0),
}


@pytest.mark.parametrize(("steps", "billed"), PICKUPS.values(), ids=PICKUPS)
def test_a_pickup_is_billed_once_whoever_is_at_fault(world: World, outside: Outside, steps: list[Any], billed: int) -> None:
    """3.3: the hub's courier is the merchant's to pay."""
    change(world, pickup_fee=2_800)
    order = delivered(world)
    claim = ask(world, order)
    for step in steps:
        does(step, claim, who="api")
    assert cases.balances(order).get("carriage_owed", 0) == -billed


def test_who_sends_the_goods_costs_no_pickup(world: World, outside: Outside) -> None:
    change(world, pickup_fee=2_800)
    order = delivered(world)
    claim = ask(world, order, way=Way.BY_BUYER)
    for step in (answering.accept, answering.received):
        does(step, claim, who="api")
    assert "carriage_owed" not in cases.balances(order)
