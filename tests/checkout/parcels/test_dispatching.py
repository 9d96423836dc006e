"""Whether a line can be sent so: the tables of shipments and of states (R46, R49)."""

from __future__ import annotations

import pytest

from minishop.checkout.orders.domain.states import LineState
from minishop.checkout.parcels.domain.dispatching import DispatchRefused, Method, Refusal, Shipment, Step, decide, shipment

LOTTE = Shipment(Method.DELIVERY, "HYUNDAI", "123456789013")
OTHER = Shipment(Method.DELIVERY, "CJGLS", "123456789011")
SENT = (LineState.DELIVERING, LineState.DELIVERED, LineState.FINALIZED)

SHIPMENTS = [
    pytest.param("DELIVERY", "HYUNDAI", "1234-5678-9013", LOTTE, id="택배"),
    pytest.param(
        "GDFW_ISSUE_SVC", "HYUNDAI", "123456789013", Shipment(Method.GDFW_ISSUE_SVC, "HYUNDAI", "123456789013"), id="송장 출력"
    ),
    pytest.param("QUICK_SVC", "HYUNDAI", "아무거나", Shipment(Method.QUICK_SVC), id="퀵은 번호를 보지 않음"),
    pytest.param("DIRECT_DELIVERY", "", "", Shipment(Method.DIRECT_DELIVERY), id="직접 배송"),
    pytest.param("VISIT_RECEIPT", "", "", Shipment(Method.VISIT_RECEIPT), id="방문 수령"),
    pytest.param("NOTHING", "", "", Shipment(Method.NOTHING), id="배송 없음"),
    pytest.param("DELIVERY", "CH1", "", Shipment(Method.DELIVERY, "CH1"), id="기타택배 번호 없음"),
    pytest.param("DELIVERY", "CH1", "동네-1", Shipment(Method.DELIVERY, "CH1", "동네1"), id="기타택배 아무 번호"),
]
REFUSED = [
    pytest.param("PIGEON", "HYUNDAI", "123456789013", Refusal.METHOD_UNKNOWN, id="모르는 방법"),
    pytest.param("RETURN_DELIVERY", "HYUNDAI", "123456789013", Refusal.METHOD_UNKNOWN, id="반품 방법"),
    pytest.param("DELIVERY", "", "123456789013", Refusal.CARRIER_MISSING, id="택배사 없음"),
    pytest.param("DELIVERY", "LOTTE", "123456789013", Refusal.CARRIER_UNKNOWN, id="모르는 택배사"),
    pytest.param("DELIVERY", "HYUNDAI", " - ", Refusal.NUMBER_MISSING, id="송장 없음"),
    pytest.param("DELIVERY", "HYUNDAI", "123456789014", Refusal.NUMBER_INVALID, id="송장 오류"),
]


@pytest.mark.parametrize(("method", "carrier", "number", "expected"), SHIPMENTS)
def test_a_shipment_is_read(method: str, carrier: str, number: str, expected: Shipment) -> None:
    assert shipment(method, carrier, number) == expected


@pytest.mark.parametrize(("method", "carrier", "number", "why"), REFUSED)
def test_a_shipment_that_cannot_be_is_refused(method: str, carrier: str, number: str, why: Refusal) -> None:
    with pytest.raises(DispatchRefused) as refused:
        shipment(method, carrier, number)
    assert refused.value.why is why


def test_only_a_number_of_a_tracked_carrier_is_followed() -> None:
    assert LOTTE.is_tracked
    assert not Shipment(Method.DELIVERY, "CH1", "1").is_tracked
    assert not Shipment(Method.QUICK_SVC).is_tracked


@pytest.mark.parametrize("state", LineState)
@pytest.mark.parametrize("current", [None, LOTTE, OTHER], ids=["보낸 적 없음", "같은 송장", "다른 송장"])
def test_the_whole_matrix_of_states(state: LineState, current: Shipment | None) -> None:
    expected: Step | Refusal
    if state is LineState.PAID:
        expected = Step.SEND
    elif state is LineState.DISPATCH_REQUESTED:
        expected = Step.REPEAT if current == LOTTE else Step.REPLACE
    elif state in SENT:
        expected = Step.REPEAT if current == LOTTE else Refusal.ALREADY_SENT
    else:
        expected = Refusal.NOT_PAID
    try:
        found: Step | Refusal = decide(state, LOTTE, current, used_elsewhere=False)
    except DispatchRefused as refused:
        found = refused.why
    assert found is expected


@pytest.mark.parametrize("state", [LineState.PAID, LineState.DISPATCH_REQUESTED])
def test_a_number_that_travels_with_another_order_is_refused(state: LineState) -> None:
    with pytest.raises(DispatchRefused) as refused:
        decide(state, LOTTE, OTHER, used_elsewhere=True)
    assert refused.value.why is Refusal.NUMBER_USED


def test_repeating_wins_over_a_number_used_elsewhere() -> None:
    assert decide(LineState.DELIVERING, LOTTE, LOTTE, used_elsewhere=True) is Step.REPEAT
