"""The mall's end of the REST order API, on the golden messages of protocol/rest and protocol/minishop."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from minishop.chassis.http import Answer, Outcome
from minishop.kernel.won import Won
from minishop.mall.channel.adapters import rest
from minishop.mall.channel.adapters.changes import changes_since
from minishop.mall.channel.adapters.rest import Credentials, HubRefused, HubUnavailable, OrderApi
from minishop.mall.channel.domain.answers import (
    Changes,
    Failure,
    read_changes,
    read_failures,
    read_last_changed,
    read_lines,
)
from minishop.mall.channel.domain.profile import PROFILES
from minishop.mall.channel.domain.signature import client_secret_sign
from minishop.mall.channel.domain.unreadable import UnreadableAnswer
from minishop.mall.channel.domain.words import HUB_STATES, ProductOrderStatus, hub_state
from minishop.mall.orders.domain.hub import HubState

PROTOCOL = Path(__file__).resolve().parents[3] / "protocol"
TEN = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
BY_FEED, BY_TIME = PROFILES["minishop"], PROFILES["naver"]
WHO = Credentials("testClientId00000001", "$2a$04$abcdefghijklmnopqrstuu")


def golden(name: str) -> Any:
    return json.loads((PROTOCOL / name).read_text(encoding="utf-8"))


class Hub:
    """A fake hub at the seam: answers in turn, remembers what was asked."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, str, bytes | None, dict[str, str]]] = []

    def __call__(self, method: str, url: str, *, content: bytes | None = None, headers: dict[str, str], **bounds: Any) -> Answer:
        self.asked.append((method, url, content, headers))
        return self.answers.pop(0)


def ok(body: Any) -> Answer:
    return Answer(Outcome.SENT, 200, json.dumps(body).encode())


def refused(status: int, body: Any) -> Answer:
    return Answer(Outcome.REFUSED, status, json.dumps(body).encode(), reason=f"HTTP {status}")


@pytest.fixture(autouse=True)
def no_token_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rest, "_tokens", {})


def api(monkeypatch: pytest.MonkeyPatch, *answers: Answer) -> tuple[OrderApi, Hub]:
    hub = Hub(*answers)
    monkeypatch.setattr(rest, "exchange", hub)
    return OrderApi(WHO, TEN), hub


def test_the_documented_signatures() -> None:
    official = client_secret_sign("aaaabbbbcccc", "$2a$10$abcdefghijklmnopqrstuv", 1643961623299)
    assert official == "JDJhJDEwJGFiY2RlZmdoaWprbG1ub3BxcnN0dXVCVldZSk42T0VPdEx1OFY0cDQxa2IuTnpVaUEzbmsy"
    form = dict(parse_qsl((PROTOCOL / "rest/token.request.form").read_text()))
    own = client_secret_sign(form["client_id"], "$2a$04$abcdefghijklmnopqrstuu", int(form["timestamp"]))
    assert own == form["client_secret_sign"]


def test_the_token_request_is_the_golden_form(monkeypatch: pytest.MonkeyPatch) -> None:
    stamp = datetime.fromtimestamp(1_700_000_000, UTC)
    hub = Hub(ok(golden("rest/token.response.json")), ok(golden("minishop/changes.response.json")))
    monkeypatch.setattr(rest, "exchange", hub)
    OrderApi(WHO, stamp).changes("")
    assert (hub.asked[0][2] or b"").decode() == (PROTOCOL / "rest/token.request.form").read_text().strip()
    assert hub.asked[1][3]["Authorization"] == f"Bearer {golden('rest/token.response.json')['access_token']}"


def test_a_change_page(monkeypatch: pytest.MonkeyPatch) -> None:
    changes = read_changes(golden("minishop/changes.response.json"))
    assert changes == Changes(("2026112387654321", "2026112387654322"), "3.2af31c95b80d3f3", False)


def test_a_page_by_time_says_where_to_go_on() -> None:
    page = read_last_changed(golden("rest/last-changed-statuses-more.response.json"))
    assert page.line_numbers == ("2026112387654321",)
    assert page.more == ("2026-11-23T09:59:58.120+09:00", "2026112387654322-2")
    assert page.told_at == TEN
    assert read_last_changed(golden("rest/last-changed-statuses.response.json")).more is None


@pytest.mark.parametrize("sequence", ["", "2026112387654322-2"], ids=["처음", "이어서"])
def test_a_period_is_asked_for_with_both_its_ends(monkeypatch: pytest.MonkeyPatch, sequence: str) -> None:
    page = ok(golden("rest/last-changed-statuses-more.response.json"))
    own, hub = api(monkeypatch, ok(golden("rest/token.response.json")), page)
    told = own.last_changed(TEN - timedelta(hours=24), TEN, sequence)
    asked = urlsplit(hub.asked[1][1])
    assert asked.path == "/v1/pay-order/mall/product-orders/last-changed-statuses"
    assert dict(parse_qsl(asked.query)) == {
        "lastChangedFrom": "2026-11-22T10:00:00.000+09:00",
        "lastChangedTo": "2026-11-23T10:00:00.000+09:00",
        "limitCount": "300",
        **({"moreSequence": sequence} if sequence else {}),
    }
    assert told.more == ("2026-11-23T09:59:58.120+09:00", "2026112387654322-2")


def test_a_hub_without_a_change_feed_is_read_by_time_from_a_week_before(monkeypatch: pytest.MonkeyPatch) -> None:
    page = ok(golden("rest/last-changed-statuses-more.response.json"))
    own, hub = api(monkeypatch, ok(golden("rest/token.response.json")), page)
    changes = changes_since(own, BY_TIME, "", TEN)
    assert changes == Changes(("2026112387654321",), "2026-11-23T09:59:58.120+09:00|2026112387654322-2", True)
    assert dict(parse_qsl(urlsplit(hub.asked[1][1]).query))["lastChangedFrom"] == "2026-11-16T10:00:00.000+09:00"


def test_a_hub_with_a_change_feed_is_asked_for_what_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    own, hub = api(monkeypatch, ok(golden("rest/token.response.json")), ok(golden("minishop/changes.response.json")))
    assert changes_since(own, BY_FEED, "1", TEN).cursor == "3.2af31c95b80d3f3"
    assert dict(parse_qsl(urlsplit(hub.asked[1][1]).query)) == {"after": "1", "limit": "300"}


def test_lines_in_our_words() -> None:
    first, second = read_lines(golden("rest/query.response.json"))
    assert (first.hub_number, first.hub_state, first.acknowledged) == ("2026112387654321", HubState.PAID, False)
    assert (first.variant_code, first.quantity, first.unit_price, first.line_total) == ("V2001", 2, Won(12_000), Won(25_000))
    assert (first.shipping_fee, second.shipping_fee) == (Won(2_500), Won(0))
    assert (first.order.paid, first.order.points, first.registration_code) == (Won(28_500), Won(0), "R7K2M9QX4T")
    assert first.order.paid_at == datetime(2026, 11, 23, 0, 59, 58, 120_000, tzinfo=UTC)
    assert (first.recipient.name, first.recipient.zipcode, first.recipient.note) == ("이수령", "04524", "문 앞에 놓아 주세요.")


def test_a_wrong_number_is_told_with_its_reason() -> None:
    (line,) = read_lines(golden("rest/query-wrong-number.response.json"))
    assert line.tracking is not None
    assert (line.hub_state, line.acknowledged) == (HubState.PAID, True)
    assert (line.tracking.number, line.tracking.problem) == ("123456789013", "택배사에서 조회되지 않는 송장번호입니다.")


def test_dispatching_writes_the_golden_request(monkeypatch: pytest.MonkeyPatch) -> None:
    own, hub = api(monkeypatch, ok(golden("rest/token.response.json")), ok(golden("rest/dispatch.response.json")))
    failures = own.dispatch(["2026112387654321"], carrier="HYUNDAI", tracking_number="123456789013", at=TEN)
    written = json.loads(hub.asked[1][2] or b"")["dispatchProductOrders"]
    assert written == golden("rest/dispatch.request.json")["dispatchProductOrders"][:1]
    assert failures == [Failure("2026112387654322", "104122", "송장번호가 유효하지 않습니다.")]


def test_acknowledging_and_querying_write_the_golden_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [golden("rest/token.response.json"), golden("rest/confirm.response.json"), golden("rest/query.response.json")]
    own, hub = api(monkeypatch, *map(ok, answers))
    confirm = golden("rest/confirm.request.json")
    assert [one.code for one in own.acknowledge(confirm["productOrderIds"])] == ["100001"]
    own.lines(golden("rest/query.request.json")["productOrderIds"])
    assert json.loads(hub.asked[1][2] or b"") == confirm
    assert json.loads(hub.asked[2][2] or b"")["productOrderIds"] == golden("rest/query.request.json")["productOrderIds"]
    assert urlsplit(hub.asked[2][1]).path == "/v1/pay-order/mall/product-orders/query"


def test_an_expired_token_is_renewed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = refused(401, golden("rest/error-authn.response.json"))
    token = golden("rest/token.response.json")
    own, hub = api(
        monkeypatch, ok(token), unknown, ok({**token, "access_token": "new"}), ok(golden("minishop/changes.response.json"))
    )
    own.changes("")
    assert hub.asked[3][3]["Authorization"] == "Bearer new"
    own, hub = api(monkeypatch, unknown, ok(token), unknown)
    with pytest.raises(HubRefused, match=r"GW\.AUTHN"):
        own.changes("")


def test_a_token_is_kept_for_the_next_call(monkeypatch: pytest.MonkeyPatch) -> None:
    changes = ok(golden("minishop/changes.response.json"))
    own, hub = api(monkeypatch, ok(golden("rest/token.response.json")), changes, changes)
    own.changes("")
    own.changes("3")
    assert [urlsplit(url).path for _, url, _, _ in hub.asked] == [
        "/v1/oauth2/token",
        "/v1/minishop/changes",
        "/v1/minishop/changes",
    ]
    assert dict(parse_qsl(urlsplit(hub.asked[2][1]).query))["after"] == "3"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (refused(429, golden("rest/error-rate-limit.response.json")), HubUnavailable),
        (Answer(Outcome.TIMED_OUT, reason="no answer"), HubUnavailable),
        (refused(400, golden("rest/error-bad-request.response.json")), HubRefused),
        (ok(["no object"]), UnreadableAnswer),
        (ok({"data": {"changes": [{}], "nextCursor": "1", "hasMore": False}}), UnreadableAnswer),
        (Answer(Outcome.SENT, 200, b"<html>"), UnreadableAnswer),
    ],
    ids=["너무 잦음", "무응답", "거절", "다른 모양", "번호 없음", "JSON 아님"],
)
def test_what_can_go_wrong_has_three_names(monkeypatch: pytest.MonkeyPatch, answer: Answer, error: type[Exception]) -> None:
    own, _hub = api(monkeypatch, ok(golden("rest/token.response.json")), answer)
    with pytest.raises(error):
        own.changes("")


@pytest.mark.parametrize(
    "said",
    [
        {"expires_in": 10_800},
        {"access_token": "", "expires_in": 10_800},
        {"access_token": "t"},
        {"access_token": "t", "expires_in": "1"},
    ],
    ids=["토큰 없음", "빈 토큰", "수명 없음", "글자 수명"],
)
def test_a_token_that_cannot_be_kept_is_unreadable_and_not_used(monkeypatch: pytest.MonkeyPatch, said: dict[str, object]) -> None:
    own, hub = api(monkeypatch, ok(said))
    with pytest.raises(UnreadableAnswer) as unreadable:
        own.changes("")
    assert unreadable.value.facts["part"] == "token"
    assert len(hub.asked) == 1


@pytest.mark.parametrize(("minutes", "asked_again"), [(149, False), (150, True)], ids=["30분 넘게 남음", "딱 30분 남음"])
def test_a_token_is_renewed_when_half_an_hour_is_left(monkeypatch: pytest.MonkeyPatch, minutes: int, asked_again: bool) -> None:
    token, changes = ok({"access_token": "t", "expires_in": 3 * 3600}), ok(golden("minishop/changes.response.json"))
    own, hub = api(monkeypatch, token, changes, *([token] if asked_again else []), changes)
    own.changes("")
    OrderApi(WHO, TEN + timedelta(minutes=minutes)).changes("")
    assert [urlsplit(url).path for _, url, _, _ in hub.asked].count("/v1/oauth2/token") == 1 + asked_again


@pytest.mark.parametrize("status", ProductOrderStatus)
def test_every_public_status_has_a_word_of_ours(status: ProductOrderStatus) -> None:
    assert hub_state(status.value, dispatched=False, wrong_number=False) is HUB_STATES[status]
    assert len(set(HUB_STATES.values())) == len(HUB_STATES)


def test_a_paid_line_with_a_number_is_being_checked() -> None:
    """R128."""
    assert hub_state("PAYED", dispatched=True, wrong_number=False) is HubState.DISPATCH_REQUESTED
    assert hub_state("PAYED", dispatched=True, wrong_number=True) is HubState.PAID


NO_NUMBERS = {"글자": "1", "실수": 1.5, "참": True, "없음": None}


@pytest.mark.parametrize(
    ("part", "value"),
    [*product(["quantity", "unitPrice", "totalProductAmount"], NO_NUMBERS.values()), ("quantity", -1), ("quantity", 0)],
)
def test_amounts_and_counts_of_another_kind_are_refused_whole(part: str, value: object) -> None:
    answer = golden("rest/query.response.json")
    answer["data"][1]["productOrder"][part] = value
    with pytest.raises(UnreadableAnswer):
        read_lines(answer)


def test_failures_of_another_shape_are_refused() -> None:
    with pytest.raises(UnreadableAnswer):
        read_failures({"data": None})


@pytest.mark.parametrize(
    "broken",
    [{"timestamp": "2026-11-23T10:00:00"}, {"timestamp": None}, {"data": []}, {"data": {}}, {"data": {"lastChangeStatuses": [{}]}}],
    ids=["시간대 없음", "시각 없음", "다른 모양", "목록 없음", "번호 없음"],
)
def test_a_page_by_time_of_another_shape_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(UnreadableAnswer):
        read_last_changed(golden("rest/last-changed-statuses.response.json") | broken)


@pytest.mark.parametrize(
    "place", [{"moreFrom": "2026-11-23T09:59:58", "moreSequence": "1"}, {"moreFrom": "2026-11-23T09:59:58+09:00"}]
)
def test_a_place_to_go_on_that_is_none_is_refused(place: dict[str, str]) -> None:
    answer = golden("rest/last-changed-statuses-more.response.json")
    answer["data"]["more"] = place
    with pytest.raises(UnreadableAnswer):
        read_last_changed(answer)


@pytest.mark.parametrize(("length", "kept"), [(80, True), (81, False)])
def test_a_cursor_is_kept_up_to_its_length(length: int, kept: bool) -> None:
    answer = golden("minishop/changes.response.json")
    answer["data"]["nextCursor"] = "9" * length
    if kept:
        assert read_changes(answer).cursor == "9" * length
    else:
        with pytest.raises(UnreadableAnswer):
            read_changes(answer)


@pytest.mark.parametrize(("length", "kept"), [(0, False), (1, True), (20, True), (21, False)])
def test_a_number_has_one_to_twenty_characters(length: int, kept: bool) -> None:
    answer = golden("rest/query.response.json")
    answer["data"][0]["productOrder"]["productOrderId"] = "9" * length
    if kept:
        assert read_lines(answer)[0].hub_number == "9" * length
    else:
        with pytest.raises(UnreadableAnswer):
            read_lines(answer)


# What an order of ours can hold of each text on the wire, in characters (mall/orders/models).
HELD = {
    ("order", "ordererName"): 150, ("order", "ordererTel"): 45, ("order", "ordererEmail"): 254, ("order", "paymentMeans"): 100,
    ("productOrder", "sellerProductCode"): 150, ("productOrder", "optionManageCode"): 100, ("productOrder", "productName"): 4000,
    ("productOrder", "productOption"): 4000, ("productOrder", "sellerCustomCode1"): 20, ("productOrder", "shippingMemo"): 4000,
    ("shippingAddress", "name"): 150, ("shippingAddress", "tel1"): 45, ("shippingAddress", "tel2"): 45,
    ("shippingAddress", "zipCode"): 45, ("shippingAddress", "baseAddress"): 300, ("shippingAddress", "detailedAddress"): 300,
    ("delivery", "deliveryCompany"): 30, ("delivery", "trackingNumber"): 100, ("delivery", "wrongTrackingNumberType"): 500,
}  # fmt: skip


@pytest.mark.parametrize(("part", "name"), HELD)
def test_a_text_is_kept_up_to_what_an_order_holds(part: str, name: str) -> None:
    answer = golden("rest/query-wrong-number.response.json")
    entry = answer["data"][0]
    told = entry["productOrder"]["shippingAddress"] if part == "shippingAddress" else entry[part]
    told[name] = "ㄱ" * (HELD[part, name] + 1)
    (line,) = read_lines(answer)
    texts = [text for facts in (line, line.order, line.recipient, line.tracking) for text in texts_of(facts)]
    assert [len(text) for text in texts if "ㄱ" in text] == [HELD[part, name]]


def texts_of(facts: Any) -> list[str]:
    return [value for field in fields(facts) if isinstance(value := getattr(facts, field.name), str)]


@pytest.mark.parametrize(
    ("part", "name"), [("order", "ordererName"), ("productOrder", "productName"), ("delivery", "trackingNumber")]
)
def test_failures_and_lines_lose_halves_of_characters_and_zero_bytes(part: str, name: str) -> None:
    answer = golden("rest/query-wrong-number.response.json")
    answer["data"][0][part][name] = "가\0나\ud800"
    (line,) = read_lines(answer)
    assert "가 나?" in [*texts_of(line), *texts_of(line.order), *texts_of(line.tracking)]


def test_the_words_of_a_failure_are_kept_up_to_their_length() -> None:
    row = {"productOrderId": "1", "code": "ㄱ" * 41, "message": "ㄴ" * 401}
    assert read_failures({"data": {"failProductOrderInfos": [row]}}) == [Failure("1", "ㄱ" * 40, "ㄴ" * 400)]
