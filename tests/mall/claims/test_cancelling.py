"""판매 취소: one press has the hub cancel and pay back, and the line moves when the hub reports it (Q10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.mall.fake_hub import FakeHub
from tests.mall.worlds import NOW

from minishop.chassis.jobs.worker import run_due
from minishop.mall.channel.models import OutboxMessage
from minishop.mall.channel.services.sending import resend
from minishop.mall.claims.domain.cancelling import CancelProblem
from minishop.mall.claims.errors import CannotCancel, NothingToAnswer
from minishop.mall.claims.services import cancelling
from minishop.mall.orders.errors import WaitsForCancel
from minishop.mall.orders.models import Dispatch, LineEvent, Order, OrderLine
from minishop.mall.orders.services import desk
from minishop.mall.shops.models import Shop

Collect = Callable[[], None]
WHO = "owner@haru.example"


def cancel(shop: Shop, order: Order, *, leave_out: str = "", **facts: Any) -> None:
    wanted = {line.id: line.remaining for line in OrderLine.objects.all() if line.hub_number != leave_out}
    given: dict[str, Any] = {"wanted": wanted, "reason": "SOLD_OUT", "words": "품절입니다", **facts}
    cancelling.cancel(shop=shop, order=order, actor=WHO, now=NOW, **given)


def answer(shop: Shop, order: Order, refusal: str | None = None) -> None:
    cancelling.answer_cancel(shop=shop, order=order, refusal=refusal, actor=WHO, now=NOW)


def dispatch(shop: Shop, order: Order, **facts: Any) -> None:
    desk.dispatch_order(shop=shop, order=order, carrier="HYUNDAI", number="123456789013", actor=WHO, now=NOW, **facts)


def work() -> int:
    return run_due(lambda: NOW)


def lines() -> list[tuple[str, str, bool]]:
    return [(line.state, line.claim_mark, line.is_locked) for line in OrderLine.objects.order_by("position")]


def test_one_press_cancels_the_whole_order_as_one_claim(connected: Shop, order: Order, hub: FakeHub, collect: Collect) -> None:
    """Q10, R54: one message, and the lines move with the hub's report, not before."""
    cancel(connected, order)
    assert lines() == [("preparing", "none", True)] * 2
    work()
    body = {"cancelReason": "SOLD_OUT", "cancelDetailedReason": "품절입니다", "togetherWith": [{"productOrderId": "L2"}]}
    assert hub.told == [("L1 cancel/request", body)]
    for number in ("L1", "L2"):
        hub.claim(number, "CANCEL", "CANCEL_DONE", line="CANCELED", remains=0)
    collect()
    assert lines() == [("cancelled", "none", False)] * 2
    assert [line.cancel_sent_at for line in OrderLine.objects.all()] == [None, None]


def test_a_cancel_of_one_line_names_no_other(connected: Shop, order: Order, hub: FakeHub) -> None:
    """What is over needs no cancel: the one line that lives is the whole order."""
    OrderLine.objects.filter(shop_id=order.shop_id, hub_number="L2").update(state="cancelled", remaining=0)
    cancel(connected, order, leave_out="L2")
    work()
    assert hub.told == [("L1 cancel/request", {"cancelReason": "SOLD_OUT", "cancelDetailedReason": "품절입니다"})]


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({"leave_out": "L2"}, CancelProblem.ONLY_WHOLE),
        ({"wanted": {}}, CancelProblem.NOTHING_CHOSEN),
        ({"reason": "BROKEN"}, CancelProblem.NO_REASON),
    ],
    ids=["Q11 일부", "고르지 않음", "없는 사유"],
)
def test_what_cannot_be_cancelled_changes_and_sends_nothing(
    connected: Shop, order: Order, hub: FakeHub, facts: dict[str, Any], problem: CancelProblem
) -> None:
    """R53, Q11."""
    with pytest.raises(CannotCancel) as refused:
        cancel(connected, order, **facts)
    assert refused.value.facts["problem"] is problem
    assert (lines(), work(), hub.told) == ([("preparing", "none", False)] * 2, 0, [])


def test_goods_in_transit_are_not_cancelled(connected: Shop, order: Order, hub: FakeHub, collect: Collect) -> None:
    """R50."""
    hub.change("L1", "DELIVERING")
    collect()
    with pytest.raises(CannotCancel) as refused:
        cancel(connected, order)
    assert refused.value.facts["problem"] is CancelProblem.HAS_LEFT


def test_a_second_press_is_told_that_the_first_waits(connected: Shop, order: Order, hub: FakeHub) -> None:
    cancel(connected, order)
    with pytest.raises(CannotCancel) as refused:
        cancel(connected, order)
    assert refused.value.facts["problem"] is CancelProblem.IS_SENT
    work()
    assert len(hub.told) == 1


def test_a_hub_that_cancels_lines_one_by_one(connected: Shop, order: Order, hub: FakeHub, settings: Any) -> None:
    """Q11: today's public service cancels parts, each line by itself."""
    settings.HUB_PROFILE = "naver"
    wanted = {line.id: 1 for line in OrderLine.objects.filter(hub_number="L1")}
    cancel(connected, order, wanted=wanted, words="")
    work()
    assert hub.told == [("L1 cancel/request", {"cancelReason": "SOLD_OUT", "cancelQuantity": 1})]
    assert lines() == [("preparing", "none", True), ("preparing", "none", False)]


def test_a_cancel_that_the_hub_will_not_take_unlocks_the_lines_and_says_why(connected: Shop, order: Order, hub: FakeHub) -> None:
    hub.refuse = {"L1": ("104203", "주문상태 확인 필요(취소 불가능 주문상태)")}
    cancel(connected, order)
    work()
    assert lines() == [("preparing", "none", False)] * 2
    message = OutboxMessage.objects.get(kind="cancel")
    assert (message.state, message.last_reason) == ("refused", "주문상태 확인 필요(취소 불가능 주문상태) (104203)")
    assert LineEvent.objects.filter(event="cancel_not_taken").count() == 2
    hub.refuse = {}
    resend(shop=connected, message_id=message.id, actor=WHO, now=NOW)
    assert lines() == [("preparing", "none", True)] * 2
    work()
    assert [act for act, _ in hub.told] == ["L1 cancel/request"] * 2


def test_cancelled_already_is_as_good_as_cancelled(connected: Shop, order: Order, hub: FakeHub) -> None:
    hub.refuse = {"L1": ("105306", "이미 처리된 상품주문입니다.")}
    cancel(connected, order)
    work()
    assert OutboxMessage.objects.get(kind="cancel").state == "sent"
    assert lines() == [("preparing", "none", True)] * 2, "until the hub reports it"


def test_a_hub_that_is_away_is_asked_again(connected: Shop, order: Order, hub: FakeHub) -> None:
    hub.down = True
    cancel(connected, order)
    work()
    assert (OutboxMessage.objects.get(kind="cancel").state, lines()) == ("waiting", [("preparing", "none", True)] * 2)


@pytest.fixture
def under_way(connected: Shop, order: Order, hub: FakeHub) -> Order:
    """Our cancel of both lines lies in the outbox: the hub was away."""
    hub.down = True
    cancel(connected, order)
    work()
    hub.down = False
    return order


def ask(hub: FakeHub, collect: Collect, status: str, **facts: Any) -> None:
    for number in ("L1", "L2"):
        hub.claim(number, "CANCEL", status, **facts)
    collect()


def waits() -> list[bool]:
    return [line.cancel_sent_at is not None for line in OrderLine.objects.order_by("position")]


def test_a_cancel_on_its_way_is_waited_for_whatever_the_hub_tells_meanwhile(
    connected: Shop, under_way: Order, hub: FakeHub, collect: Collect
) -> None:
    """A buyer's request that came and went would else free goods that the old cancel takes back after all."""
    ask(hub, collect, "CANCEL_REQUEST")
    with pytest.raises(NothingToAnswer):
        answer(connected, under_way, "이미 포장했습니다")
    ask(hub, collect, "CANCEL_REJECT", claimRejecter="구매자")
    with pytest.raises(WaitsForCancel):
        dispatch(connected, under_way)
    with pytest.raises(CannotCancel):
        cancel(connected, under_way)
    run_due(lambda: NOW + timedelta(minutes=1))
    assert ([act for act, _ in hub.told], waits()) == (["L1 cancel/request"], [True, True]), "until the hub tells of it"
    ask(hub, collect, "CANCEL_DONE", line="CANCELED", remains=0, claimId="C2")
    assert waits() == [False, False]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (("CANCEL_REQUEST", {}), ("preparing", "cancel_asked")),
        (("CANCEL_DONE", {"line": "CANCELED", "remains": 0}), ("cancelled", "none")),
    ],
    ids=["요청", "취소 완료"],
)
def test_what_came_of_a_cancel_may_be_told_before_it_is_known_to_have_arrived(
    under_way: Order, hub: FakeHub, collect: Collect, facts: tuple[str, dict[str, Any]], told: tuple[str, str]
) -> None:
    """Nothing more comes of it then: whoever went on waiting would wait for ever."""
    ask(hub, collect, facts[0], **facts[1])
    assert waits() == [True, True]
    hub.refuse = {"L1": ("105306", "이미 처리된 상품주문입니다.")}
    run_due(lambda: NOW + timedelta(minutes=1))
    assert waits() == [False, False]
    assert [(state, mark) for state, mark, _ in lines()] == [told] * 2


def test_what_becomes_of_an_earlier_answer_ends_no_wait_for_a_later_cancel(
    connected: Shop, asked: Order, hub: FakeHub, collect: Collect
) -> None:
    """The buyer took the request back while the refusal of it lay in the outbox, and then the seller cancelled."""
    hub.down = True
    answer(connected, asked, "이미 포장했습니다")
    hub.down = False
    ask(hub, collect, "CANCEL_REJECT", claimRejecter="구매자")
    cancel(connected, asked)
    cancelling.note_taken(shop=connected, stood=dict.fromkeys(["L1", "L2"], ("cancel_asked", 2)), now=NOW)
    cancelling.note_not_taken(shop=connected, hub_numbers=["L1", "L2"], reason="x", now=NOW)
    assert waits() == [True, True]


def test_what_was_refused_can_be_tried_anew(connected: Shop, order: Order, hub: FakeHub) -> None:
    hub.refuse = {"L1": ("104203", "안 됩니다")}
    cancel(connected, order)
    work()
    cancel(connected, order)
    assert OutboxMessage.objects.filter(kind="cancel").count() == 2


@pytest.fixture
def asked(order: Order, hub: FakeHub, collect: Collect) -> Order:
    """The buyer asks to cancel both lines."""
    for number in ("L1", "L2"):
        hub.claim(number, "CANCEL", "CANCEL_REQUEST")
    collect()
    return order


def test_a_request_is_approved_once_a_claim(connected: Shop, asked: Order, hub: FakeHub, collect: Collect) -> None:
    answer(connected, asked)
    work()
    assert [act for act, _ in hub.told] == ["L1 cancel/approve"]
    with pytest.raises(NothingToAnswer):
        answer(connected, asked)
    for number in ("L1", "L2"):
        hub.claim(number, "CANCEL", "CANCELING")
    collect()
    assert lines() == [("preparing", "cancelling", True)] * 2


def test_a_request_is_refused_in_words(connected: Shop, asked: Order, hub: FakeHub) -> None:
    answer(connected, asked, "이미 포장했습니다")
    work()
    body = {"rejectCancelReason": "이미 포장했습니다"}
    assert hub.told == [("L1 cancel/reject", body)], "what happens to a claim happens to all its lines"
    assert lines() == [("preparing", "cancel_asked", True)] * 2, "until the hub reports it"


def test_a_request_is_answered_once(connected: Shop, asked: Order, hub: FakeHub) -> None:
    """A second answer, while the first may still arrive, would let chance decide which counts."""
    hub.down = True
    answer(connected, asked, "이미 포장했습니다")
    work()
    with pytest.raises(NothingToAnswer):
        answer(connected, asked)
    hub.down = False
    run_due(lambda: NOW + timedelta(minutes=1))
    assert [act for act, _ in hub.told] == ["L1 cancel/reject"]


def test_nothing_asked_is_nothing_to_answer(connected: Shop, order: Order, hub: FakeHub) -> None:
    with pytest.raises(NothingToAnswer):
        answer(connected, order)
    assert (work(), hub.told) == (0, [])


def test_an_answer_that_comes_too_late_says_why(connected: Shop, asked: Order, hub: FakeHub) -> None:
    hub.refuse = {"L1": ("104210", "취소상태 확인 필요(취소승인 불가능 주문상태)")}
    answer(connected, asked)
    work()
    assert lines() == [("preparing", "cancel_asked", True)] * 2
    assert LineEvent.objects.filter(event="cancel_not_taken").count() == 2


def test_goods_do_not_leave_while_a_cancel_is_asked_or_under_way(connected: Shop, asked: Order, hub: FakeHub) -> None:
    """R54: the number field is locked, and so is the way past it."""
    with pytest.raises(WaitsForCancel):
        dispatch(connected, asked)
    answer(connected, asked)
    with pytest.raises(WaitsForCancel):
        dispatch(connected, asked, refuses_cancel=True)
    assert Dispatch.objects.count() == 0


def test_a_seller_may_refuse_by_sending(connected: Shop, asked: Order, hub: FakeHub) -> None:
    dispatch(connected, asked, refuses_cancel=True)
    work()
    assert [act for act, _ in hub.told] == ["dispatch"]


@pytest.mark.parametrize(("profile", "cancelled"), [("minishop", 2), ("naver", 1)], ids=["주문 전체", "부족한 상품만"])
def test_sold_out_in_one_press(connected: Shop, order: Order, hub: FakeHub, settings: Any, profile: str, cancelled: int) -> None:
    """R53: what is short, or the whole order where the hub cancels nothing less."""
    settings.HUB_PROFILE = profile
    OrderLine.objects.filter(hub_number="L1").update(stock_short=True)
    cancelling.cancel_sold_out(shop=connected, order=order, words="품절", actor=WHO, now=NOW)
    assert OrderLine.objects.exclude(cancel_sent_at=None).count() == cancelled
    assert OutboxMessage.objects.get(kind="cancel").payload["reason"] == "SOLD_OUT"


def test_what_is_not_short_is_not_cancelled_as_sold_out(connected: Shop, order: Order) -> None:
    with pytest.raises(CannotCancel):
        cancelling.cancel_sold_out(shop=connected, order=order, words="품절", actor=WHO, now=NOW)
