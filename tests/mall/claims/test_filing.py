"""반품 접수: what a seller may file for a buyer, and how it reaches the hub and comes back from there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.mall.fake_hub import FakeHub
from tests.mall.orders.collected import reported
from tests.mall.worlds import NOW

from minishop.chassis.jobs.worker import run_due
from minishop.mall.channel.models import OutboxMessage
from minishop.mall.channel.queries import returnable
from minishop.mall.channel.services.sending import resend
from minishop.mall.claims.domain.cancelling import CancelLine
from minishop.mall.claims.domain.filing import Filing, ReturnProblem, ReturnReason, is_filed, problem_of_return
from minishop.mall.claims.errors import CannotFile
from minishop.mall.claims.models import LineClaim
from minishop.mall.claims.services.filing import file_return
from minishop.mall.orders.domain.claims import OPEN_STATES, ClaimKind, ClaimMark, ClaimState
from minishop.mall.orders.domain.collected import CollectedClaim
from minishop.mall.orders.domain.states import LineState
from minishop.mall.orders.errors import BadTracking
from minishop.mall.orders.models import LineEvent, Order, OrderLine
from minishop.mall.orders.queries import with_lines
from minishop.mall.shops.models import Shop

S, P = LineState, ReturnProblem
WHO = "owner@haru.example"
BROKEN = Filing("BROKEN", "손잡이가 깨졌대요", "HYUNDAI", "123456789013")


def line(
    state: LineState = S.DELIVERED, remaining: int = 2, mark: ClaimMark = ClaimMark.NONE, *, is_sent: bool = False
) -> CancelLine:
    return CancelLine(1, state, remaining, mark, is_sent)


@pytest.mark.parametrize(
    ("seen", "wanted", "problem"),
    [
        (line(), 2, None),
        (line(S.IN_TRANSIT), 1, None),
        (line(), 0, P.NOTHING_CHOSEN),
        (line(remaining=0), 1, P.NOTHING_CHOSEN),
        (line(), 3, P.TOO_MANY),
        (line(is_sent=True), 1, P.IS_SENT),
        (line(mark=ClaimMark.EXCHANGING), 1, P.HAS_CLAIM),
        (line(mark=ClaimMark.DECISION_HELD), 1, None),
        *((line(state), 1, P.NOT_SENT) for state in S if state not in (S.IN_TRANSIT, S.DELIVERED)),
    ],
    ids=str,
)
def test_why_a_return_is_refused_here_already(seen: CancelLine, wanted: int, problem: ReturnProblem | None) -> None:
    """R50, R52: of each state of a line."""
    assert problem_of_return([seen], {1: wanted}, "BROKEN", is_ours=True) is problem


def test_an_order_that_the_hub_settles_and_a_reason_that_is_none() -> None:
    """R51, R145."""
    assert problem_of_return([line()], {1: 1}, "BROKEN", is_ours=False) is P.ELSEWHERE
    assert problem_of_return([line()], {1: 1}, "ETC", is_ours=True) is P.NO_REASON
    assert len(ReturnReason) == 11


@pytest.fixture
def delivered(connected: Shop, hub: FakeHub, collect: Callable[[], None]) -> Order:
    """An order of two lines whose profile lets the shop answer, all of it there."""
    hub.sell("1", "L1", "L2")
    for number in ("L1", "L2"):
        hub.lines[number]["order"]["claimAbilities"] = ["PARTIAL_CANCEL", "ANSWERED_BY_SHOP"]
        hub.change(number, "DELIVERED")
    collect()
    run_due(lambda: NOW)
    hub.told.clear()
    return Order.objects.get()


def file(shop: Shop, order: Order, wanted: dict[str, int], filing: Filing = BROKEN) -> None:
    ids = dict(OrderLine.objects.values_list("hub_number", "id"))
    pieces = {ids[number]: count for number, count in wanted.items()}
    file_return(shop=shop, order=order, wanted=pieces, filing=filing, actor=WHO, now=NOW)


def test_a_return_is_filed_once_under_its_key_and_comes_back_from_the_hub(
    connected: Shop, delivered: Order, hub: FakeHub, collect: Callable[[], None]
) -> None:
    """R139: one message and one call for all its lines; nobody files another while it is on its way."""
    hub.down = True
    file(connected, delivered, {"L1": 1, "L2": 2})
    with pytest.raises(CannotFile) as again:
        file(connected, delivered, {"L1": 1})
    assert again.value.facts["problem"] is P.IS_SENT
    assert offered(connected) == []
    run_due(lambda: NOW)
    hub.down = False
    run_due(lambda: NOW + timedelta(minutes=1))
    assert hub.told == [
        (
            "L1 return/request",
            {
                "returnReason": "BROKEN", "returnDetailedReason": "손잡이가 깨졌대요", "collectDeliveryMethod": "RETURN_INDIVIDUAL",
                "collectDeliveryCompany": "HYUNDAI", "collectTrackingNumber": "123456789013", "returnQuantity": 1,
                "togetherWith": [{"productOrderId": "L2"}],
            },
        )
    ]  # fmt: skip
    assert OutboxMessage.objects.get(kind="return").idempotency_key == "return-1-1"
    for number in ("L1", "L2"):
        hub.claim(number, "RETURN", "COLLECTING", returnReason="BROKEN")
    collect()
    assert {(row.kind, row.state) for row in LineClaim.objects.all()} == {("return", "collecting")}
    with pytest.raises(CannotFile) as open_one:
        file(connected, delivered, {"L1": 1})
    assert open_one.value.facts["problem"] is P.HAS_CLAIM
    assert LineEvent.objects.filter(event="return_sent", actor=WHO, reason="손잡이가 깨졌대요").count() == 2


def offered(shop: Shop) -> list[str]:
    """The lines of the one order of which a return may be filed."""
    return [line.hub_number for line in returnable(shop, with_lines(Order.objects.all()).get())]


def waits() -> list[bool]:
    return [line.return_sent_at is not None for line in OrderLine.objects.order_by("position")]


@pytest.mark.parametrize("status", ["COLLECTING", "RETURN_REJECT"], ids=["수거 중", "왔다가 거절됨"])
def test_a_return_that_has_arrived_is_waited_for_until_the_hub_reports_it(
    connected: Shop, delivered: Order, hub: FakeHub, collect: Callable[[], None], status: str
) -> None:
    """Between the two nobody files another, which the hub would refuse for the first one's sake; whatever else it reports meanwhile."""
    file(connected, delivered, {"L1": 1})
    run_due(lambda: NOW)
    assert offered(connected) == ["L2"]
    hub.change("L1", "DELIVERED")
    collect()
    with pytest.raises(CannotFile) as again:
        file(connected, delivered, {"L1": 1})
    assert (again.value.facts["problem"], len(hub.told), waits()) == (P.IS_SENT, 1, [True, False])
    hub.claim("L1", "RETURN", status, returnReason="BROKEN")
    collect()
    assert waits() == [False, False]
    assert offered(connected) == (["L2"] if status == "COLLECTING" else ["L1", "L2"])


@pytest.mark.parametrize("code", ["104203", "105306"])
def test_what_the_hub_does_not_file_stands_at_its_lines_and_is_sent_again(
    connected: Shop, delivered: Order, hub: FakeHub, code: str
) -> None:
    """Also where another claim is open there (105306): that is not the one that was filed."""
    hub.refuse = {"L1": (code, "처리할 수 없는 주문 상태입니다.")}
    file(connected, delivered, {"L1": 2}, Filing("WRONG_OPTION"))
    run_due(lambda: NOW)
    [event] = LineEvent.objects.filter(event="return_not_taken")
    assert (event.actor, event.reason) == ("hub", f"처리할 수 없는 주문 상태입니다. ({code})")
    assert offered(connected) == ["L1", "L2"]
    hub.refuse = {}
    resend(shop=connected, message_id=OutboxMessage.objects.get(kind="return").id, actor=WHO, now=NOW)
    assert waits() == [True, False]
    run_due(lambda: NOW)
    assert hub.told[-1] == ("L1 return/request", {"returnReason": "WRONG_OPTION", "collectDeliveryMethod": "RETURN_INDIVIDUAL"})
    assert OrderLine.objects.filter(cancel_sent_at__isnull=False).count() == 0, "nothing waits for a cancel"


@pytest.mark.parametrize(
    ("kind", "reason", "pieces", "filed"),
    [
        ("RETURN", "BROKEN", 1, True),
        ("RETURN", "BROKEN", 2, False),
        ("RETURN", "WRONG_OPTION", 1, False),
        ("EXCHANGE", "BROKEN", 1, False),
    ],
    ids=["접수한 그 반품", "다른 수량", "다른 사유", "교환"],
)
def test_an_answer_that_was_lost_at_a_hub_that_keeps_no_keys(
    connected: Shop, delivered: Order, hub: FakeHub, settings: Any, kind: str, reason: str, pieces: int, *, filed: bool
) -> None:
    """Asked again it says 105306 of what it has filed: the line tells whether that is what was filed. Other lines are their own messages there."""
    settings.HUB_PROFILE = "naver"
    hub.down = True
    file(connected, delivered, {"L1": 1, "L2": 2})
    run_due(lambda: NOW)
    hub.down, hub.refuse = False, {"L1": ("105306", "이미 처리된 상품주문입니다.")}
    told: dict[str, Any] = {f"{kind.lower()}Reason": reason, "requestQuantity": pieces}
    hub.claim("L1", kind, "COLLECTING", **told)
    run_due(lambda: NOW + timedelta(minutes=1))
    assert sorted(act for act, _body in hub.told) == ["L1 return/request", "L2 return/request"]
    messages = OutboxMessage.objects.filter(kind="return").order_by("id")
    assert [message.state for message in messages] == ["sent" if filed else "refused", "sent"]
    assert LineEvent.objects.filter(event="return_not_taken").count() == (0 if filed else 1)
    assert waits() == [filed, True]


@pytest.mark.parametrize("state", ClaimState)
def test_what_is_over_is_not_what_was_filed(state: ClaimState) -> None:
    back = CollectedClaim("C1", ClaimKind.RETURN, state, 2, reason="BROKEN")
    assert is_filed(reported("1", "L1", claims=(back,)), "BROKEN", None) is (state in OPEN_STATES)


def test_a_parcel_that_cannot_be_files_nothing(connected: Shop, delivered: Order) -> None:
    with pytest.raises(BadTracking):
        file(connected, delivered, {"L1": 1}, Filing("BROKEN", carrier="HYUNDAI", number="1"))
    assert not OutboxMessage.objects.filter(kind="return").exists()
