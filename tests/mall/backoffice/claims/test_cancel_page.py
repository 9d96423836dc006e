"""판매 취소: the form, its refusals with nothing lost, and the answers to a buyer's request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from tests.mall.fake_hub import FakeHub
from tests.page_lines import lacking, lines

from minishop.chassis.jobs.worker import run_due
from minishop.mall.backoffice.claims import views
from minishop.mall.backoffice.orders import views as orders
from minishop.mall.channel import tasks
from minishop.mall.channel.models import OutboxMessage
from minishop.mall.orders.models import Order, OrderLine
from minishop.mall.shops.models import Shop

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
NUMBER = "20261123-0000001"
PAGE = f"/office/haru/claims/orders/{NUMBER}/cancel/"
ORDER = f"/office/haru/orders/{NUMBER}/"
FORM = f"""
    @ 현재위치
    [주문관리 → /office/haru/orders/]
    [{NUMBER} → {ORDER}]
    판매 취소
    # 판매 취소
    {NUMBER} (1) · 김구매
    ## 취소할 상품
    상품과 옵션 | 공급업체 | 수량 | 취소 수량 | 판매단가 | 지금 상태
    {{[x] 상품 P1}} | 자사 | 2 | {{상품 P1 취소 수량: 2}} | 10,000원 | 배송준비중
    {{[x] 상품 P1}} | 자사 | 2 | {{상품 P1 취소 수량: 2}} | 10,000원 | 배송준비중
    체크아웃 주문은 전체 취소만 됩니다. 상품이나 수량을 덜 고르면 까닭을 알리고 보내지 않습니다.
    ## 취소 사유
    {{체크아웃 주문 취소 사유: *구매자 주문취소 필요성 상실 … 7}}
    {{취소사유 선택: }}
    구매자에게 보입니다.
    ## 환불
    상품 금액: 40,000원
    배송비: 2,500원
    받은 할인: −1,000원
    환불 예정 금액: 41,000원
    돌려줄 적립금: 500원
    총 환불 예정: 41,500원
    환불 방법: 결제 취소 신용카드
    한 번 누르면 체크아웃이 주문을 취소하고 결제도 취소합니다. 받은 할인은 저절로 빠지고, 적립금은 적립금으로만 돌아갑니다.
    <취소하고 41,500원 돌려주기 → POST>
    [돌아가기 → {ORDER}]
    ## 기록
    ### 입금전로그
    없습니다.
    ### 입금후로그
    2026.11.23 11:59 신용카드 41,000원
    2026.11.23 12:00 상품 P1 – 주문 수집 체크아웃
"""


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (views, orders):
        monkeypatch.setattr(module, "now", lambda: NOW)


@pytest.fixture
def collect(connected: Shop) -> Callable[[], None]:
    return lambda: tasks.collect.run(shop_id=connected.id, now=NOW)


@pytest.fixture(autouse=True)
def order(hub: FakeHub, collect: Callable[[], None]) -> Order:
    hub.sell("1", "1-a", "1-b")
    collect()
    run_due(lambda: NOW)
    hub.told.clear()
    Order.objects.update(discount=1_000, points_used=500, paid_total=41_000)
    return Order.objects.get()


def given(**changed: Any) -> dict[str, Any]:
    """The form as it is sent when nothing but the reason was chosen; None leaves a field out."""
    fields = {f"{name}-{line.id}": value for line in OrderLine.objects.all() for name, value in (("take", "on"), ("pieces", "2"))}
    filled = {**fields, "reason": "SOLD_OUT", "words": "품절입니다", **changed}
    return {name: value for name, value in filled.items() if value is not None}


def id_of(number: str) -> int:
    return OrderLine.objects.get(hub_number=number).id


def test_the_form(owner: Client) -> None:
    """R133, R134, R135, R136, R137, R138: lines, reasons, both logs, and what goes back how."""
    assert lacking(owner.get(PAGE), FORM) == []


PROPOSAL = {
    "rows": [
        {"kind": "goods", "why": "claimed", "amount": 20_000, "productOrderId": "1-a"},
        {"kind": "coupon", "why": "discounted", "amount": -1_000},
        {"kind": "shipping_back", "why": "not_sent", "amount": 2_500},
    ],
    "refundAmount": 21_000, "refundPointAmount": 500,
}  # fmt: skip


def test_the_refund_is_the_hubs_proposal(owner: Client, hub: FakeHub) -> None:
    """R136, R137: row by row, to be looked at only; where it cannot be had, the page shows what the shop knows by itself."""
    hub.proposal = PROPOSAL
    wanted = """
        ## 환불
        상품 금액 상품 P1: 20,000원
        받은 쿠폰 할인: −1,000원
        돌려주는 배송비: 2,500원
        환불 예정 금액: 21,000원
        돌려줄 적립금: 500원
        총 환불 예정: 21,500원
        <취소하고 21,500원 돌려주기 → POST>
    """
    assert lacking(owner.get(PAGE), wanted) == []
    assert hub.proposed == [
        {"cancelReason": "INTENT_CHANGED", "productOrders": [{"productOrderId": "1-a"}, {"productOrderId": "1-b"}]}
    ]
    hub.down = True
    assert "총 환불 예정: 41,500원" in lines(owner.get(PAGE))


def test_one_press_and_both_results(owner: Client, hub: FakeHub, collect: Callable[[], None]) -> None:
    """R132, R138, Q10: no warning that the card has to be cancelled apart; the results of both stand at the order."""
    sent = owner.post(PAGE, given(), follow=True)
    waits = "판매 취소 – 체크아웃에 보내고 답을 기다립니다."
    assert "취소를 체크아웃에 보냈습니다. 취소와 환불의 결과는 여기에 나타납니다." in lines(sent)
    assert waits in lines(sent)
    run_due(lambda: NOW)
    assert [act for act, _ in hub.told] == ["1-a cancel/request"]
    for number in ("1-a", "1-b"):
        hub.claim(number, "CANCEL", "CANCELING", cancelReason="SOLD_OUT", refundStandbyReason="PG의 답을 기다립니다.")
    collect()
    assert (
        lacking(
            owner.get(ORDER),
            "취소 환불 중 상품 P1 × 2, 상품 P1 × 2 2026.11.23 12:00 · 품절\n환불 처리 중입니다. PG의 답을 기다립니다.",
        )
        == []
    )
    for number in ("1-a", "1-b"):
        hub.claim(number, "CANCEL", "CANCEL_DONE", line="CANCELED", remains=0, refundAmount=41_000, refundPointAmount=500)
    collect()
    page = owner.get(ORDER)
    assert (
        lacking(
            page,
            "취소 완료 상품 P1 × 2, 상품 P1 × 2 2026.11.23 12:00 · 품절\n환불 금액: 41,000원 · 적립금 500원 "
            "체크아웃이 돌려줍니다. 계좌로 보내는 돈은 더 걸릴 수 있습니다.",
        )
        == []
    )
    assert waits not in lines(page)
    assert "취소할 상품이 남아 있지 않습니다." in lines(owner.get(PAGE))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda: {f"take-{id_of('1-b')}": None}, "체크아웃 주문은 전체 취소만 됩니다. 취소하지 않았고, 적은 것은 그대로 있습니다."),
        (
            lambda: {f"pieces-{id_of('1-b')}": "1"},
            "체크아웃 주문은 전체 취소만 됩니다. 취소하지 않았고, 적은 것은 그대로 있습니다.",
        ),
        (lambda: {f"take-{id_of(each)}": None for each in ("1-a", "1-b")}, "취소할 상품을 골라 주세요."),
        (lambda: {"reason": "BROKEN"}, "고를 수 없는 값입니다. 목록에서 다시 골라 주세요."),
        (lambda: {f"pieces-{id_of('1-b')}": "3"}, "2 이하의 값을 입력해 주세요."),
    ],
    ids=["Q11 상품 하나를 빼고", "수량을 덜", "아무것도 고르지 않고", "없는 사유", "산 것보다 많이"],
)
def test_a_refused_cancel_sends_nothing_and_loses_nothing(
    owner: Client, hub: FakeHub, change: Callable[[], dict[str, Any]], told: str
) -> None:
    """R53, Q11."""
    page = owner.post(PAGE, given(**change()))
    assert page.status_code == 422
    assert any(told.split(".")[0] in line for line in lines(page))
    assert "{취소사유 선택: 품절입니다}" in lines(page)
    assert (OutboxMessage.objects.filter(kind="cancel").count(), run_due(lambda: NOW), hub.told) == (0, 0, [])


def test_what_was_unticked_stays_unticked(owner: Client) -> None:
    page = owner.post(PAGE, given(**{f"take-{id_of('1-b')}": None}))
    assert len([line for line in lines(page) if line.startswith("{[ ] 상품 P1}")]) == 1


def test_a_hub_that_cancels_parts_is_asked_for_the_part(owner: Client, hub: FakeHub, settings: Any) -> None:
    settings.HUB_PROFILE = "naver"
    assert "체크아웃 주문은 전체 취소만 됩니다." not in owner.get(PAGE).content.decode()
    owner.post(PAGE, given(**{f"take-{id_of('1-b')}": None, f"pieces-{id_of('1-a')}": "1"}))
    run_due(lambda: NOW)
    assert hub.told == [
        ("1-a cancel/request", {"cancelReason": "SOLD_OUT", "cancelDetailedReason": "품절입니다", "cancelQuantity": 1})
    ]


def test_the_refund_is_shown_for_what_is_chosen_before_it_is_sent(owner: Client, hub: FakeHub) -> None:
    """R53, R136, Q11: the hub says that this order's profile cancels a part; what is pressed is what was looked at."""
    Order.objects.update(cancels_parts=True)
    hub.proposal = PROPOSAL
    part = given(**{f"take-{id_of('1-b')}": None, f"pieces-{id_of('1-a')}": "1"})
    shown = owner.post(PAGE, part)
    assert "고른 상품의 환불 금액입니다. 아직 취소하지 않았습니다. 확인하고 한 번 더 눌러 주세요." in lines(shown)
    assert hub.proposed == [{"cancelReason": "SOLD_OUT", "productOrders": [{"productOrderId": "1-a", "quantity": 1}]}]
    assert OutboxMessage.objects.filter(kind="cancel").count() == 0
    seen = f"SOLD_OUT {id_of('1-a')}:1"
    assert any(f"shown={seen}" in line for line in lines(shown)), "the press that follows says what it was shown for"
    assert owner.post(PAGE, {**part, "shown": seen, "look": "1"}).status_code == 200, "only looked at"
    assert owner.post(PAGE, {**part, "shown": seen, "reason": "DELAYED_DELIVERY"}).status_code == 200, "for another reason"
    assert OutboxMessage.objects.filter(kind="cancel").count() == 0
    owner.post(PAGE, {**part, "shown": seen})
    run_due(lambda: NOW)
    assert [act for act, _ in hub.told] == ["1-a cancel/request"]
    assert hub.told[0][1]["cancelQuantity"] == 1


def test_nothing_ticked_is_refused_at_the_first_press_beside_the_lines(owner: Client, hub: FakeHub) -> None:
    """R53: no sum is shown, and none stands on the button, for nothing."""
    Order.objects.update(cancels_parts=True)
    hub.proposal = PROPOSAL
    nothing = {f"take-{id_of(each)}": None for each in ("1-a", "1-b")}
    for pressed in ({}, {"look": "1"}):
        page = owner.post(PAGE, given(**nothing, **pressed))
        assert page.status_code == 422
        assert lacking(page, "## 취소할 상품\n취소할 상품을 골라 주세요.") == []
        assert not any("한 번 더 눌러 주세요" in line or "21,500원" in line for line in lines(page))
    assert hub.proposed == []
    owner.cookies["language"] = "en"
    assert "Please choose what to cancel." in lines(owner.post(PAGE, given(**nothing)))


def test_a_refusal_of_the_hub_stands_at_the_order_and_under_attention(owner: Client, hub: FakeHub) -> None:
    hub.refuse = {"1-a": ("104203", "주문상태 확인 필요(취소 불가능 주문상태)")}
    owner.post(PAGE, given())
    run_due(lambda: NOW)
    told = "주문상태 확인 필요(취소 불가능 주문상태) (104203)"
    assert f"판매 취소 – 체크아웃이 받지 않았습니다: {told}" in lines(owner.get(ORDER))
    message = OutboxMessage.objects.get(kind="cancel")
    wanted = f"1 · 판매 취소 {told} 1번 시도\n<재전송 → POST /office/haru/attention/{message.id}/resend/>"
    assert lacking(owner.get("/office/haru/attention/"), wanted) == []


def test_sold_out_in_one_press(owner: Client, hub: FakeHub) -> None:
    OrderLine.objects.filter(hub_number="1-a").update(stock_short=True)
    press = f"<품절 취소 → POST /office/haru/claims/orders/{NUMBER}/sold-out/>"
    assert press in lines(owner.get(ORDER))
    assert any(
        line.endswith(f"× 2 [재고 보기 → /office/haru/products/?q=P1] {press}")
        for line in lines(owner.get("/office/haru/attention/"))
    )
    page = owner.post(f"/office/haru/claims/orders/{NUMBER}/sold-out/", follow=True)
    assert "품절 취소를 체크아웃에 보냈습니다." in lines(page)
    assert press not in lines(page)
    again = owner.post(f"/office/haru/claims/orders/{NUMBER}/sold-out/", follow=True)
    assert "이미 보낸 취소가 체크아웃의 답을 기다립니다." in lines(again)
    run_due(lambda: NOW)
    assert [body["cancelReason"] for _, body in hub.told] == ["SOLD_OUT"]


@pytest.fixture
def asked(hub: FakeHub, collect: Callable[[], None]) -> None:
    for number in ("1-a", "1-b"):
        hub.claim(number, "CANCEL", "CANCEL_REQUEST", cancelReason="WRONG_ORDER", cancelDetailedReason="색을 바꿀게요")
    collect()


ASKED = f"""
    취소 요청 상품 P1 × 2, 상품 P1 × 2 2026.11.23 12:00 · 다른 상품 잘못 주문
    색을 바꿀게요
    구매자가 취소를 요청했습니다. 승인하거나 거절해 주세요. 송장번호를 넣고 보내도 요청이 거절됩니다.
    <승인하고 돌려주기 → POST {ORDER}cancel-answer/ approve=1>
    {{거절 사유: }}
    <취소 요청 거절 → POST {ORDER}cancel-answer/ refuse=1>
"""


def test_a_request_locks_the_number_and_offers_its_answers(owner: Client, asked: None) -> None:
    """R128: the mark stands beside both states, at the desk and at the order; sending is offered as the refusal that it is."""
    page = owner.get(ORDER)
    assert lacking(page, ASKED) == []
    assert f"<거절하고 보내기 → POST {ORDER}dispatch/ despite=1>" in lines(page)
    assert any(line.endswith("배송준비중 취소 요청 / 결제완료") for line in lines(page))
    desk = owner.get("/office/haru/orders/")
    assert any(
        "배송준비중 취소 요청 / 결제완료" in line and "취소가 끝날 때까지 송장번호를 넣을 수 없습니다." in line
        for line in lines(desk)
    )
    attention = owner.get("/office/haru/attention/")
    assert lacking(attention, f"## 답을 기다리는 취소 요청\n[{NUMBER} → {ORDER}] 김구매 · 41,000원\n[답하기 → {ORDER}]") == []


@pytest.mark.parametrize(
    ("sent", "told", "acts"),
    [
        ({"approve": "1"}, "승인을 체크아웃에 보냈습니다. 환불은 체크아웃이 합니다.", ["1-a cancel/approve"]),
        ({"refuse": "1", "words": "포장했습니다"}, "거절을 체크아웃에 보냈습니다.", ["1-a cancel/reject"]),
        ({"refuse": "1", "words": " "}, "거절 사유를 적어 주세요.", []),
    ],
    ids=["승인", "거절", "까닭 없는 거절"],
)
def test_the_answers(owner: Client, hub: FakeHub, asked: None, sent: dict[str, str], told: str, acts: list[str]) -> None:
    page = owner.post(f"{ORDER}cancel-answer/", sent, follow=True)
    assert told in lines(page)
    if not acts:
        at = lines(page).index(told)
        assert "{거절 사유: !}" in lines(page)[at - 1 : at + 2], "beside its field"
    run_due(lambda: NOW)
    assert [act for act, _ in hub.told] == acts


def test_a_request_that_is_gone_is_not_answered(owner: Client, hub: FakeHub) -> None:
    page = owner.post(f"{ORDER}cancel-answer/", {"approve": "1"}, follow=True)
    assert "답할 취소 요청이 없습니다. 이미 처리되었거나 구매자가 철회했습니다." in lines(page)


def test_a_hub_that_takes_no_refusal_in_words_offers_none(owner: Client, asked: None, settings: Any) -> None:
    settings.HUB_PROFILE = "naver"
    page = lines(owner.get(ORDER))
    assert not any("취소 요청 거절 →" in line for line in page)
    assert f"<거절하고 보내기 → POST {ORDER}dispatch/ despite=1>" in page


def test_a_number_is_refused_while_a_cancel_waits(owner: Client, asked: None) -> None:
    number = {"carrier": "HYUNDAI", "number": "123456789013"}
    page = owner.post(f"{ORDER}dispatch/", number, follow=True)
    assert "취소 요청에 먼저 답해 주세요. 취소가 끝날 때까지 보낼 수 없습니다." in lines(page)
    page = owner.post(f"{ORDER}dispatch/", {**number, "despite": "1"}, follow=True)
    assert "송장번호를 보냈습니다. 확인되면 배송중으로 바뀝니다." in lines(page)


def test_the_form_says_that_the_buyer_asked_already(owner: Client, asked: None) -> None:
    wanted = f"구매자가 2026.11.23 12:00에 취소를 요청했습니다. 색을 바꿀게요 [주문에서 답하기 → {ORDER}]"
    assert lacking(owner.get(PAGE), wanted) == []


def test_the_steps_of_a_claim_stand_in_the_history(owner: Client, asked: None) -> None:
    assert "2026.11.23 12:00 상품 P1 – 취소 요청 체크아웃 · 색을 바꿀게요" in lines(owner.get(ORDER))
