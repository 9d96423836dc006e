"""적립금/쿠폰 as it is drawn: what came and went, with the balance after each, and what is to come (C45)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from tests.checkout.purses import fill_purse
from tests.checkout.worlds import NOW, World, make_order, make_paid_order

from minishop.chassis.tenancy import scope
from minishop.checkout.benefits.services import purse
from minishop.checkout.orders.domain.registration import RegisteredLine
from minishop.checkout.pages.my.benefits import CodeForm, points_context
from minishop.checkout.payments.domain.ledger import points_entries
from minishop.checkout.payments.services.ledger import post
from minishop.kernel.won import Won

pytestmark = pytest.mark.django_db


@transaction.atomic
def spend(world: World, points: int, key: str, now: datetime) -> None:
    order = make_order(world.merchant, world.buyer)
    with scope(world.merchant.id):
        purse.take(purse.locked_wallet(world.buyer), Won(points))
        entries = points_entries(Won(-points))
        post(
            merchant=world.merchant, key=key, kind="payment", order_number=order.number, entries=entries, buyer=world.buyer, now=now
        )


def test_the_drawn_page_adds_up(world: World) -> None:
    """C45: 5,614 + 2,400 − 1,800 − 1,520 + 126 = 4,820; to come 496 + 175 + 285 = 956."""
    for step, points in enumerate((5_614, 2_400, -1_800, -1_520, 126)):
        at, key = NOW + timedelta(days=step), f"drawn:{step}"
        if points > 0:
            fill_purse(world.buyer, world.merchant, points, key=key, now=at)
        else:
            spend(world, -points, key, at)
    for paid in (99_300, 35_000, 57_000):
        goods = Won(paid - 2_500)
        make_paid_order(world.merchant, world.buyer, RegisteredLine("P1", "하루", 1, goods, goods))
    shown = points_context(world.buyer, CodeForm(), NOW + timedelta(days=5))
    moves = [(f"{move.sign}{move.size.grouped()}", int(move.balance)) for move in reversed(shown["moves"])]
    assert moves == [("+5,614", 5_614), ("+2,400", 8_014), ("−1,800", 6_214), ("−1,520", 4_694), ("+126", 4_820)]
    assert (int(shown["wallet"].available), int(shown["pending"])) == (4_820, 956)
    assert [int(one.points) for one in reversed(shown["expected"])] == [496, 175, 285]
