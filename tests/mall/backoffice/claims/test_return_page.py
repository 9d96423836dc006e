"""반품 접수 on a page: what is chosen, what goes back for it, and what is refused with nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from tests.mall.fake_hub import FakeHub
from tests.page_lines import lacking, lines

from minishop.chassis.jobs.worker import run_due
from minishop.mall.backoffice.claims import filing
from minishop.mall.channel import tasks
from minishop.mall.channel.models import OutboxMessage
from minishop.mall.orders.models import OrderLine
from minishop.mall.shops.models import Shop

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
NUMBER = "20261123-0000001"
PAGE = f"/office/haru/claims/orders/{NUMBER}/return/"
ORDER = f"/office/haru/orders/{NUMBER}/"
PROPOSAL = {
    "rows": [
        {"kind": "goods", "why": "claimed", "amount": 2_000, "productOrderId": "1-a"},
        {"kind": "return_fee", "why": "both_ways", "amount": -3_000},
    ],
    "refundAmount": 0, "refundPointAmount": 0,
}  # fmt: skip
FORM = f"""
    @ 현재위치
    [주문관리 → /office/haru/orders/]
    [{NUMBER} → {ORDER}]
    반품 접수
    # 반품 접수
    {NUMBER} (1) · 김구매
    ## 반품할 상품
    상품과 옵션 | 공급업체 | 수량 | 반품 수량 | 판매단가 | 지금 상태
    {{[x] 상품 P1}} | 자사 | 2 | {{상품 P1 반품 수량: 2}} | 10,000원 | 배송완료
    ## 반품 사유
    {{체크아웃 반품 사유: *단순변심 … 11}}
    {{자세한 사유 선택: }}
    구매자에게 보입니다.
    ## 돌아오는 길
    구매자가 직접 보내는 물건의 반품입니다. 송장번호를 알면 적어 주세요.
    ## 환불
    상품 금액 상품 P1: 2,000원
    반품 배송비: −3,000원
    환불 예정 금액: 0원
    돌려줄 적립금: 0원
    구매자가 더 낼 금액: 1,000원
    총 환불 예정: 0원
    지금 환불하지 않습니다. 물건이 돌아온 뒤 반품을 승인하거나, 체크아웃이 정한 때가 되면 환불합니다.
    <고른 것의 환불 금액 보기 → POST SHOWN look=1>
    <반품 접수 → POST SHOWN>
    [돌아가기 → {ORDER}]
"""


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filing, "now", lambda: NOW)


@pytest.fixture(autouse=True)
def delivered(connected: Shop, hub: FakeHub) -> Callable[[], None]:
    def collect() -> None:
        tasks.collect.run(shop_id=connected.id, now=NOW)

    hub.sell("1", "1-a")
    hub.lines["1-a"]["order"]["claimAbilities"] = ["ANSWERED_BY_SHOP"]
    hub.change("1-a", "DELIVERED")
    collect()
    run_due(lambda: NOW)
    hub.told.clear()
    hub.proposal = PROPOSAL
    return collect


def given(**changed: Any) -> dict[str, Any]:
    number = OrderLine.objects.get().id
    shown = f"BROKEN {number}:1"
    return {f"take-{number}": "on", f"pieces-{number}": "1", "reason": "BROKEN", "words": "깨졌대요", "shown": shown, **changed}


def test_the_form(owner: Client, hub: FakeHub) -> None:
    """R139, R143: reached from the order; the reasons of the hub's list, and what goes back, kept and is still to be paid."""
    assert f"[반품 접수 → {PAGE}]" in " ".join(lines(owner.get(ORDER)))
    shown = f"shown=INTENT_CHANGED {OrderLine.objects.get().id}:2"
    assert lacking(owner.get(PAGE), FORM.replace("SHOWN", shown)) == []
    assert hub.proposed == [{"returnReason": "INTENT_CHANGED", "productOrders": [{"productOrderId": "1-a"}]}]


def test_a_hub_that_takes_no_words_is_asked_without_them(owner: Client, hub: FakeHub, settings: Any) -> None:
    """The public one has no word for them: nothing is promised that no buyer reads."""
    settings.HUB_PROFILE = "naver"
    assert lacking(owner.get(PAGE), "{체크아웃 반품 사유: *단순변심 … 11}") == []
    assert "자세한 사유" not in " ".join(lines(owner.get(PAGE)))
    owner.post(PAGE, given())
    run_due(lambda: NOW)
    body = {"returnReason": "BROKEN", "collectDeliveryMethod": "RETURN_INDIVIDUAL", "returnQuantity": 1}
    assert hub.told == [("1-a return/request", body)]


def test_a_press_shows_the_refund_of_what_is_chosen_and_the_next_one_files(
    owner: Client, hub: FakeHub, delivered: Callable[[], None]
) -> None:
    first = owner.post(PAGE, given(shown="INTENT_CHANGED 1:2"))
    assert "고른 상품의 환불 금액입니다. 아직 접수하지 않았습니다. 확인하고 한 번 더 눌러 주세요." in lines(first)
    assert hub.proposed[-1] == {"returnReason": "BROKEN", "productOrders": [{"productOrderId": "1-a", "quantity": 1}]}
    assert not OutboxMessage.objects.filter(kind="return").exists()
    sent = owner.post(PAGE, given(), follow=True)
    assert "반품 접수를 체크아웃에 보냈습니다. 처리 결과는 여기에 나타납니다." in lines(sent)
    assert "반품 접수 – 체크아웃에 보내고 답을 기다립니다." in lines(sent)
    assert PAGE not in " ".join(lines(sent)), "nobody files it twice"
    run_due(lambda: NOW)
    hub.claim("1-a", "RETURN", "COLLECTING", returnReason="BROKEN")
    delivered()
    assert "반품 수거 중" in " ".join(lines(owner.get(ORDER)))


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"carrier": "HYUNDAI", "number": "1"}, "송장번호는 영문·숫자 5–30자입니다."),
        ({"number": "123456789013"}, "택배사를 골라 주세요."),
    ],
    ids=["송장번호가 아님", "택배사 없음"],
)
def test_what_is_refused_keeps_what_was_typed(owner: Client, changed: dict[str, str], problem: str) -> None:
    refused = owner.post(PAGE, given(**changed))
    assert refused.status_code == 422
    at = lines(refused).index(problem)
    assert any("보낸 택배사" in line or "송장번호 선택" in line for line in lines(refused)[at - 1 : at + 1]), "beside its field"
    assert "{자세한 사유 선택: 깨졌대요}" in lines(refused)
    assert not OutboxMessage.objects.filter(kind="return").exists()


def test_what_was_never_ticked_is_refused_beside_the_lines(owner: Client, hub: FakeHub) -> None:
    """At the first press: nothing is shown for nothing."""
    number = OrderLine.objects.get().id
    for nothing in ({f"take-{number}": ""}, {f"pieces-{number}": "0"}, {f"take-{number}": "", "look": "1"}):
        page = owner.post(PAGE, given(shown="", **nothing))
        assert page.status_code == 422
        assert lacking(page, "## 반품할 상품\n반품할 상품을 골라 주세요.") == []
        assert not any("한 번 더 눌러 주세요" in line for line in lines(page))
    assert hub.proposed == []


def test_a_buyer_who_puts_off_the_decision_takes_no_return_away(owner: Client, hub: FakeHub, delivered: Callable[[], None]) -> None:
    """구매확정 보류 stops finalizing and nothing else."""
    hub.lines["1-a"]["productOrder"] |= {"claimType": "PURCHASE_DECISION_HOLDBACK", "claimStatus": "PURCHASE_DECISION_HOLDBACK"}
    hub.change("1-a", "DELIVERED")
    delivered()
    page = " ".join(lines(owner.get(ORDER)))
    assert "구매확정 보류" in page
    assert f"[반품 접수 → {PAGE}]" in page


def test_an_order_that_the_hub_settles_is_offered_no_return(owner: Client, hub: FakeHub, delivered: Callable[[], None]) -> None:
    """R51, R145."""
    hub.sell("2", "2-a")
    hub.lines["2-a"]["order"]["claimAbilities"] = []
    hub.change("2-a", "DELIVERED")
    delivered()
    other = NUMBER[:-1] + "2"
    assert "/return/" not in " ".join(lines(owner.get(ORDER.replace(NUMBER, other))))
    assert "지금 반품을 접수할 수 있는 상품이 없습니다." in lines(owner.get(PAGE.replace(NUMBER, other)))
