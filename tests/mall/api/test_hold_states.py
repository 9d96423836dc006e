"""선점: what each of the hub's messages does to an order in each state (protocol/minishop, section 4), and that repeats do nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.mall.api.hub_talk import Hub, numbers, register
from tests.mall.worlds import NOW, make_product
from tests.one_world import expect_each

from minishop.chassis.brief import Busy
from minishop.mall.api import signed
from minishop.mall.channel.models import HubConnection, Poll
from minishop.mall.channel.services import expiring, holding
from minishop.mall.channel.services.polls import poll_of, true_millis
from minishop.mall.shops.models import Shop
from minishop.mall.stock.models import StockHold, StockHoldLine, StockLevel, StockMovement


@pytest.fixture(autouse=True)
def on_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shop's clock is the message's."""
    monkeypatch.setattr(signed, "is_signed", lambda *_: True)


@pytest.fixture
def shop_of_two(connected: Shop) -> Shop:
    """Ten of P1 and two of P2, both registered."""
    make_product(connected, "P1", stock=10)
    make_product(connected, "P2", stock=2)
    register(connected, "P1", "P2")
    return connected


@pytest.fixture
def hub(shop_of_two: Shop, monkeypatch: pytest.MonkeyPatch) -> Hub:
    return said_by(Hub(shop_of_two), monkeypatch)


def said_by(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> Hub:
    monkeypatch.setattr(signed, "now", lambda: hub.at)
    return hub


def expire(hub: Hub) -> None:
    """The hold's end and two minutes more have passed, and the hub has been read since."""
    over = hub.at + timedelta(seconds=600 + 120)
    poll_of(hub.shop, HubConnection.objects.get(), now=NOW)
    Poll.objects.update(read_at=true_millis(over))
    expiring.free_over(shop=hub.shop, now=over)


BEFORE: dict[str, list[str]] = {
    "없음": [], "선점됨": ["hold 2"], "거절됨": ["hold 1", "refuse 2"], "풀림": ["hold 2", "release 2"], "만료됨": ["hold 2", "expire"],
    "판매됨": ["hold 2", "commit 2"],
}  # fmt: skip
STATE = {"없음": None, "선점됨": "held", "거절됨": "refused", "풀림": "released", "만료됨": "expired", "판매됨": "committed"}
# state, message, attempt: answer, state after, attempt after, held after (each order wants one piece)
MATRIX: list[tuple[str, str, int, str, str, int, int]] = [
    ("없음", "hold", 1, "held", "held", 1, 1), ("없음", "extend", 1, "held", "held", 1, 1),
    ("없음", "release", 1, "released", "released", 1, 0), ("없음", "commit", 1, "committed", "committed", 1, 0),
    ("선점됨", "hold", 3, "held", "held", 3, 1), ("선점됨", "hold", 2, "held", "held", 2, 1),
    ("선점됨", "hold", 1, "stale", "held", 2, 1), ("선점됨", "extend", 3, "held", "held", 3, 1),
    ("선점됨", "extend", 2, "held", "held", 2, 1), ("선점됨", "extend", 1, "stale", "held", 2, 1),
    ("선점됨", "release", 3, "released", "released", 3, 0), ("선점됨", "release", 2, "released", "released", 2, 0),
    ("선점됨", "release", 1, "stale", "held", 2, 1), ("선점됨", "commit", 1, "committed", "committed", 2, 0),
    ("선점됨", "commit", 2, "committed", "committed", 2, 0), ("선점됨", "commit", 3, "committed", "committed", 2, 0),
    ("거절됨", "hold", 3, "held", "held", 3, 1), ("거절됨", "hold", 2, "refused", "refused", 2, 0),
    ("거절됨", "hold", 1, "stale", "refused", 2, 0), ("거절됨", "extend", 2, "refused", "refused", 2, 0),
    ("거절됨", "extend", 3, "held", "held", 3, 1), ("거절됨", "release", 2, "released", "released", 2, 0),
    ("거절됨", "release", 3, "released", "released", 3, 0), ("거절됨", "release", 1, "stale", "refused", 2, 0),
    ("거절됨", "commit", 2, "committed", "committed", 2, 0),
    ("풀림", "hold", 3, "held", "held", 3, 1), ("풀림", "hold", 2, "released", "released", 2, 0),
    ("풀림", "hold", 1, "stale", "released", 2, 0), ("풀림", "extend", 2, "released", "released", 2, 0),
    ("풀림", "extend", 3, "held", "held", 3, 1), ("풀림", "release", 2, "released", "released", 2, 0),
    ("풀림", "release", 3, "released", "released", 3, 0), ("풀림", "release", 1, "stale", "released", 2, 0),
    ("풀림", "commit", 1, "committed", "committed", 2, 0),
    ("만료됨", "hold", 3, "held", "held", 3, 1), ("만료됨", "hold", 2, "expired", "expired", 2, 0),
    ("만료됨", "hold", 1, "stale", "expired", 2, 0), ("만료됨", "extend", 2, "held", "held", 2, 1),
    ("만료됨", "extend", 3, "held", "held", 3, 1), ("만료됨", "release", 2, "expired", "expired", 2, 0),
    ("만료됨", "release", 3, "released", "released", 3, 0), ("만료됨", "commit", 2, "committed", "committed", 2, 0),
    *(("판매됨", kind, attempt, "committed", "committed", 2, 0)
      for kind in ("hold", "extend", "release", "commit") for attempt in (1, 2, 3)),
]  # fmt: skip


def bring(hub: Hub, steps: list[str]) -> None:
    for step in steps:
        kind, _, attempt = step.partition(" ")
        if kind == "expire":
            expire(hub)
        elif kind == "refuse":
            hub.say("hold", int(attempt), ("P1", 11))
        else:
            hub.say(kind, int(attempt))


def test_every_message_in_every_state(hub: Hub) -> None:
    """Buying L10, L11, L12: a newer attempt replaces an older one, a stale message changes nothing, what was paid is sold whatever was known."""

    def look(cell: tuple[str, str, int, str, str, int, int]) -> None:
        before, kind, attempt, answered, state, then, held = cell
        bring(hub, BEFORE[before])
        assert (hub.row() or (None, 0))[0] == STATE[before]
        lines = [("P1", 11)] if before == "거절됨" and attempt == 2 and kind in ("hold", "extend") else []
        assert hub.say(kind, attempt, *lines)["result"] == answered
        quantity, held_now, unshipped = numbers()
        assert (hub.row(), held_now) == ((state, then), held)
        assert (quantity, unshipped) == ((9, 1) if state == "committed" else (10, 0))
        assert StockHoldLine.objects.count() == held

    expect_each({f"{cell[0]}: {cell[1]} {cell[2]}": cell for cell in MATRIX}, look)


@pytest.mark.parametrize("kind", ["hold", "extend", "release", "commit"])
def test_a_message_that_is_repeated_does_what_it_did_once(hub: Hub, kind: str) -> None:
    """Buying L7, L10: one hold however often it is asked for, and no movement more."""
    hub.say("hold", 1)
    first = hub.say(kind, 1)
    moved = StockMovement.objects.count()
    assert [hub.say(kind, 1) for _ in range(3)] == [first] * 3
    assert StockMovement.objects.count() == moved


def test_a_repeat_is_told_the_rest_of_the_time(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """W6: 90.5 seconds later 509 are left, and an extension never ends it sooner."""
    assert hub.say("hold", 1)["secondsLeft"] == 600
    later = said_by(hub.later(90.5), monkeypatch)
    assert later.say("hold", 1) == {"result": "held", "orderNo": hub.order, "attempt": 1, "secondsLeft": 509}
    assert later.say("extend", 1, seconds=60)["secondsLeft"] == 509
    assert later.say("extend", 1)["secondsLeft"] == 600


def test_the_same_attempt_with_other_lines_is_a_conflict(hub: Hub) -> None:
    hub.say("hold", 1, ("P1", 2))
    assert hub.say("hold", 1, ("P1", 3)) == 409
    assert hub.say("extend", 1, ("P2", 2)) == 409
    assert (hub.row(), numbers()) == (("held", 1), (10, 2, 0))


def refused(*lines: dict[str, Any]) -> dict[str, Any]:
    return {"result": "refused", "attempt": 1, "lines": list(lines)}


def test_all_lines_of_an_order_are_held_or_none(hub: Hub, shop_of_two: Shop) -> None:
    """W5, buying L9: of the box two are held by others; the mugs of the second order are not held."""
    assert Hub(shop_of_two, "A").say("hold", 1, ("P1", 3), ("P2", 2))["result"] == "held"
    answer = hub.say("hold", 1, ("P1", 3), ("P2", 1))
    assert answer == refused({"line": 2, "reason": "held_by_others", "left": 0})
    assert (numbers("P1"), numbers("P2")) == ((10, 3, 0), (2, 2, 0))


def test_one_variant_on_three_lines_is_held_together(hub: Hub, shop_of_two: Shop) -> None:
    """W4: 2 + 2 + 1 of four; then of five, and sold."""
    StockLevel.objects.filter(variant__product__code="P1").update(quantity=4)
    register_thrice(shop_of_two)
    three = [("P1", 2), ("P1", 2), ("P1", 1)]
    short = [{"line": number, "reason": "too_few", "left": 4} for number in (1, 2, 3)]
    assert hub.say("hold", 1, *three) == refused(*short)
    assert numbers() == (4, 0, 0)
    StockLevel.objects.filter(variant__product__code="P1").update(quantity=5)
    assert hub.say("hold", 2, *three)["result"] == "held"
    assert list(StockHoldLine.objects.values_list("quantity", flat=True)) == [5]
    assert numbers() == (5, 5, 0)
    assert [line["short"] for line in hub.say("commit", 2, *three)["lines"]] == [0, 0, 0]
    assert numbers() == (0, 0, 5)


def register_thrice(shop: Shop) -> None:
    from minishop.mall.channel.models import Registration

    Registration.objects.all().delete()
    register(shop, "P1", "P1", "P1")


def test_what_is_kept_back_is_not_held(hub: Hub, shop_of_two: Shop) -> None:
    """W15: ten, safety two, buffer three: eight are refused with seven left, and seven are held."""
    from minishop.mall.stock.models import StockBuffer

    StockLevel.objects.update(safety=2)
    StockBuffer.objects.create(shop=shop_of_two, channel="minishop", pieces=3)
    assert hub.say("hold", 1, ("P1", 8)) == refused({"line": 1, "reason": "too_few", "left": 7})
    assert hub.say("hold", 1, ("P1", 7))["result"] == "held"
    assert numbers() == (10, 7, 0)


def test_an_answer_that_was_lost_and_its_release(hub: Hub) -> None:
    """W9: hold(1) comes after its release and holds nothing; hold(2) is held, and the first release again changes nothing."""
    assert hub.say("release", 1)["result"] == "released"
    assert hub.say("hold", 1) == {"result": "released", "orderNo": hub.order, "attempt": 1}
    assert hub.say("hold", 2)["result"] == "held"
    assert hub.say("release", 1) == {"result": "stale", "orderNo": hub.order, "attempt": 2}
    assert (hub.row(), numbers()) == (("held", 2), (10, 1, 0))


def test_a_newer_attempt_moves_only_the_difference(hub: Hub, shop_of_two: Shop) -> None:
    """With the switch set and everything else held by others, its own pieces are its own."""
    hub.say("hold", 1, ("P1", 4))
    Hub(shop_of_two, "B").say("hold", 1, ("P1", 6))
    assert hub.say("hold", 2, ("P1", 4))["result"] == "held"
    StockLevel.objects.update(sold_out=True)
    assert hub.say("hold", 3, ("P1", 3))["result"] == "held"
    assert numbers() == (10, 9, 0)
    assert hub.say("hold", 4, ("P1", 5))["result"] == "refused"
    assert (hub.row(), numbers()) == (("refused", 4), (10, 6, 0))


def test_who_is_refused_writes_nothing(hub: Hub, django_assert_num_queries: Any) -> None:
    """W1: of a rush the losers open no transaction: shop, keys, order, registration, variants, stock, two about what is over, and the
    test's own."""
    with django_assert_num_queries(9):
        assert hub.say("hold", 1, ("P1", 11))["result"] == "refused"
    assert (StockHold.objects.count(), StockMovement.objects.exclude(kind="counted").count()) == (0, 0)


def test_other_goods_than_were_held_are_sold_as_they_were_paid(hub: Hub, shop_of_two: Shop) -> None:
    """The hold is given back, and the lines take what is free, never what others hold."""
    hub.say("hold", 1, ("P1", 2))
    Hub(shop_of_two, "B").say("hold", 1, ("P1", 7))
    answer = hub.say("commit", 1, ("P1", 4))
    assert answer["lines"] == [{"line": 1, "short": 1}]
    assert numbers() == (7, 7, 3)


def test_fewer_pieces_than_were_promised_come_short_one_after_the_other(hub: Hub, shop_of_two: Shop) -> None:
    """W12: five, four held singly; a count finds two. The four sales have 1, 1, 0 and 0."""
    for order in "abcd":
        Hub(shop_of_two, order).say("hold", 1)
    level = StockLevel.objects.get(variant__product__code="P1")
    StockLevel.objects.filter(id=level.id).update(quantity=2)
    short = [Hub(shop_of_two, order).say("commit", 1)["lines"][0]["short"] for order in "abcd"]
    assert (short, numbers()) == ([0, 0, 1, 1], (0, 0, 2))


def test_counting_begins_while_buyers_pay(hub: Hub) -> None:
    """W14: not counted, thirty held; 25 are counted, and the sale of thirty is five short."""
    StockLevel.objects.filter(variant__product__code="P1").update(quantity=None)
    hub.say("hold", 1, ("P1", 30))
    assert numbers() == (None, 30, 0)
    StockLevel.objects.filter(variant__product__code="P1").update(quantity=25)
    assert hub.say("commit", 1, ("P1", 30))["lines"] == [{"line": 1, "short": 5}]
    assert numbers() == (0, 0, 25)


def test_a_price_that_changed_is_refused_dearer_or_cheaper(hub: Hub) -> None:
    """W3: what the hold is asked for is what the product's page shows now."""
    dearer = {"line": 1, "productId": "P1", "optionCode": "P1-1", "quantity": 2, "unitPrice": 9_000, "lineTotal": 18_000}
    told = {"line": 1, "reason": "price_changed", "unitPriceNow": 10_000, "lineTotalNow": 20_000}
    assert hub.say("hold", 1, lines=[dearer]) == refused(told)
    assert hub.say("hold", 1, lines=[dearer | {"unitPrice": 11_000, "lineTotal": 22_000}]) == refused(told)


def test_where_others_write_the_hub_is_to_ask_again(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(**_named: object) -> bool:
        raise Busy

    monkeypatch.setattr(holding, "take", busy)
    assert hub.say("hold", 1) == 503
    assert hub.row() is None


def test_what_was_taken_by_a_stranger_meanwhile_is_refused_and_remembered(
    hub: Hub, shop_of_two: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lines were judged good, and the last piece went before they were held: the attempt is over, and told so again."""
    original, rival = holding._ask, Hub(shop_of_two, "B")
    calls: list[int] = []

    def ask(*args: Any) -> Any:
        calls.append(1)
        if len(calls) == 1:
            rival.say("hold", 1, ("P1", 1), ("P2", 2))
        return original(*args)

    monkeypatch.setattr(holding, "_ask", ask)
    told, wanted = refused({"line": 2, "reason": "held_by_others", "left": 0}), [("P1", 1), ("P2", 1)]
    assert hub.say("hold", 1, *wanted) == told
    assert (hub.row(), numbers("P1"), numbers("P2")) == (("refused", 1), (10, 1, 0), (2, 2, 0))
    rival.say("release", 1)
    assert hub.say("hold", 1, *wanted) == told


WRONG = {
    "빈 주문번호": {"orderNo": ""}, "긴 주문번호": {"orderNo": "9" * 41}, "NUL": {"orderNo": "9\0"}, "0번째": {"attempt": 0},
    "13자리": {"attempt": 10**12}, "글자 시도": {"attempt": "1"}, "0초": {"holdSeconds": 0}, "두 시간 넘게": {"holdSeconds": 7_201},
    "줄 없음": {"lines": []}, "다른 가맹점": {"merchantId": "np_other"}, "모르는 종류": {"type": "gift"}, "등록 없음": {"registration": None},
}  # fmt: skip


@pytest.mark.parametrize("changed", WRONG.values(), ids=WRONG)
def test_a_message_that_is_none_is_400_and_holds_nothing(hub: Hub, changed: dict[str, Any]) -> None:
    assert hub.say("hold", 1, **changed) == 400
    assert (StockHold.objects.count(), numbers()) == (0, (10, 0, 0))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(body=st.binary(max_size=40) | st.text(alphabet='[]{}":,hold0\0', max_size=60).map(str.encode))
def test_no_body_is_a_fault_of_ours(hub: Hub, body: bytes) -> None:
    assert hub.post(body).status_code == 400


def test_it_calls_nobody(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """Buying L16: the address is a leaf."""

    def called(*args: object, **bounds: object) -> None:
        raise AssertionError("a leaf made a call")

    monkeypatch.setattr("minishop.chassis.http.exchange", called)
    for kind in ("hold", "extend", "release", "commit"):
        assert hub.say(kind, 1)["result"]
