"""Rows in sets: the database holds what a save of each would have left (``chassis.sets``)."""

from __future__ import annotations

from copy import copy
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from tests.mall.worlds import NOW

from minishop.chassis import sets
from minishop.kernel.ids import new_id
from minishop.kernel.won import Won
from minishop.mall.channel.models import HubConnection, OutboxMessage
from minishop.mall.orders.models import LineEvent, Order
from minishop.mall.shops.models import Shop
from minishop.mall.stock.domain.holding import HoldState
from minishop.mall.stock.models import StockHold


def rows(shop: Shop) -> list[models.Model]:
    """Won, JSON, a state by its enumeration, times, None, a sealed column."""
    return [
        Order(
            shop=shop, number="20261123-0000001", hub_number="1", ordered_at=NOW, paid_at=None, collected_at=NOW + timedelta(seconds=1),
            orderer_name="김구매 'O", recipient_name="이수령", goods_total=Won(20_000), shipping_fee=Won(0), paid_total=Won(20_000),
            fee_breakdown={"rows": ["기본", 1, None]}, cancels_parts=True,
        ),
        OutboxMessage(shop=shop, kind="k", payload={"lines": ["1", "2"]}, idempotency_key="a", created_at=NOW),
        LineEvent(shop=shop, line_id=1, event="e", to_state="preparing", actor="나", evidence={}, at=NOW),
        StockHold(shop=shop, channel="minishop", order_no="1", attempt=1, state=HoldState.HELD, until=NOW, told=[{"left": 1}]),
        HubConnection(shop=shop, merchant_id="m", button_key="b", client_id="c", client_secret="비밀", forgotten=[]),
    ]  # fmt: skip


def stored(row: models.Model) -> dict[str, Any]:
    """What the database itself holds of a row but its id; of a sealed column, which is sealed anew each time, what it says."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{row._meta.db_table}" WHERE "shop_id" = %s AND "id" = %s', row.pk)
        told = dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))
    if isinstance(row, HubConnection):
        told["client_secret"] = HubConnection.objects.get(id=row.id).client_secret
    return {name: value for name, value in told.items() if name != "id"}


@pytest.mark.parametrize("place", range(5), ids=["주문", "보낼 소식", "이력", "선점", "연동"])
def test_what_is_inserted_is_what_a_save_would_have_left(shop: Shop, place: int) -> None:
    first = rows(shop)[place]
    second = copy(first)
    second.id = new_id()  # type: ignore[attr-defined]
    first.save(force_insert=True)
    saved = stored(first)
    type(first).objects.filter(pk=first.pk).delete()  # type: ignore[attr-defined]
    sets.insert([second])
    assert stored(second) == saved
    assert second._state.adding is False


def test_a_column_that_is_made_of_another_is_made(shop: Shop) -> None:
    other = copy(shop)
    other.id, other.code, other.name = new_id(), "other", "다른 가게"
    sets.insert([other])
    assert Shop.objects.values_list("code_key", "name_key").get(id=other.id) == ("other", "다른가게")


def test_columns_of_several_rows_are_written_and_no_others(shop: Shop) -> None:
    events = [LineEvent(shop=shop, line_id=place, event="e", to_state="a", actor="나", evidence={}, at=NOW) for place in range(3)]
    sets.insert(events)
    for event in events[:2]:
        event.reason, event.evidence, event.actor = "왜냐하면", {"a": 1}, "쓰이지 않는 이름"
    sets.update(events[:2], ["reason", "evidence"])
    found = LineEvent.objects.filter(shop=shop).order_by("line_id").values_list("reason", "evidence", "actor")
    assert list(found) == [("왜냐하면", {"a": 1}, "나"), ("왜냐하면", {"a": 1}, "나"), ("", {}, "나")]


def test_what_is_known_stays_where_that_is_wanted_and_is_an_error_else(shop: Shop) -> None:
    known, again = (OutboxMessage(shop=shop, kind=kind, payload={}, idempotency_key="a", created_at=NOW) for kind in ("k", "l"))
    other = OutboxMessage(shop=shop, kind="m", payload={}, idempotency_key="b", created_at=NOW)
    sets.insert([known])
    with pytest.raises(IntegrityError), transaction.atomic():
        sets.insert([other, again])
    sets.insert([again, other], keeps_known=True)
    assert list(OutboxMessage.objects.order_by("idempotency_key").values_list("kind", flat=True)) == ["k", "m"]


def test_nothing_is_no_statement(shop: Shop, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        sets.insert([])
        sets.update([], ["reason"])
