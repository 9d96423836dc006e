"""반품·교환 처리 on a page: the answers that may be given now, what the hub made of them, and pieces that go back into stock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from tests.mall.fake_hub import FakeHub
from tests.mall.worlds import make_product
from tests.page_lines import lacking, lines

from minishop.chassis.jobs.worker import run_due
from minishop.mall.backoffice.claims import answers, views
from minishop.mall.channel import tasks
from minishop.mall.channel.models import OutboxMessage
from minishop.mall.claims.models import LineClaim
from minishop.mall.shops.models import Shop
from minishop.mall.stock.models import StockLevel

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
NUMBER = "20261123-0000001"
LIST = "/office/haru/claims/"
Collect = Callable[[], None]


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (answers, views):
        monkeypatch.setattr(module, "now", lambda: NOW)


@pytest.fixture
def collect(connected: Shop) -> Collect:
    return lambda: tasks.collect.run(shop_id=connected.id, now=NOW)


@pytest.fixture
def ask(shop: Shop, hub: FakeHub, collect: Collect) -> Callable[..., str]:
    """The buyer's claim stands so; returns the address of its page."""
    hub.sell("1", "1-a", variant=make_product(shop, stock=5).variants.get().code)
    hub.lines["1-a"]["order"]["claimAbilities"] = ["ANSWERED_BY_SHOP"]
    hub.change("1-a", "DELIVERED")

    def told(kind: str, status: str, **facts: Any) -> str:
        hub.claim("1-a", kind, status, **{"returnReason": "BROKEN", "returnDetailedReason": "손잡이가 깨졌어요", **facts})
        collect()
        run_due(lambda: NOW)
        hub.told.clear()
        return f"{LIST}{LineClaim.objects.get().id}/"

    return told


def test_a_return_is_offered_its_answers(owner: Client, ask: Callable[..., str]) -> None:
    """R139, R143: from the list to a page of its own, which says what follows from each."""
    page = ask("RETURN", "RETURN_REQUEST")
    assert f"[답하기 → {page}]" in " ".join(lines(owner.get(LIST)))
    wanted = f"""
        @ 현재위치
        [교환·반품 확인 → {LIST}]
        # 반품 요청
        [{NUMBER} → /office/haru/orders/{NUMBER}/] (1) · 김구매
        ## 신청 내용
        사유: 제품 파손 손잡이가 깨졌어요
        신청일: 2026.11.23 12:00
        상품 P1 × 2
        ## 접수
        물건이 돌아오게 합니다. 환불과 교환은 물건을 받은 뒤에 합니다.
        <접수 → POST act=accept>
        ## 반품 승인
        체크아웃이 지금 환불합니다. 물건이 돌아왔는지는 묻지 않습니다.
        <반품 승인 → POST act=approve>
        ## 보류
        {{보류 사유: *반품 배송비 청구 / 추가 비용 청구 / 반품 배송비와 추가 비용 청구 / 반품 상품 미입고 / 기타}}
        {{구매자에게 알릴 말: }}
        {{추가 비용 선택: }}
        <보류 → POST act=hold>
        ## 거절
        {{거절 사유: }}
        <거절 → POST act=refuse>
    """
    assert lacking(owner.get(page), wanted) == []


COLLECTED = {
    "requestQuantity": 1, "proposedRefundAmount": 7_000, "proposedRefundPointAmount": 500, "answerDeadlineDate": "2026-11-27T00:00:00.000+09:00",
    "collectDeliveryMethod": "RETURN_DELIVERY", "collectDeliveryCompany": "HYUNDAI", "collectTrackingNumber": "123456789013",
    "collectAddress": {
        "name": "이수령", "tel1": "010-2345-6789", "zipCode": "04524", "baseAddress": "서울시 중구 세종대로 110", "detailedAddress": "3층",
    },
}  # fmt: skip
FACTS = """
    환불 예정 금액: 7,000원 · 적립금 500원
    돌아오는 길: 택배사 방문 수거 · 롯데택배 123456789013
    수거 주소: (04524) 서울시 중구 세종대로 110 3층 · 이수령 010-2345-6789
    답할 기한: 2026.11.27 00:00 그때까지 답하지 않으면 저절로 환불됩니다.
"""


def test_a_seller_answers_with_the_facts_in_sight(owner: Client, hub: FakeHub, collect: Collect, ask: Callable[..., str]) -> None:
    """R139, R143: pieces, money, way, parcel, address and hour, on the claim's page, at the order, and among what waits; gone once it is over."""
    page = ask("RETURN", "COLLECT_DONE", **COLLECTED)
    order, attention, home = f"/office/haru/orders/{NUMBER}/", "/office/haru/attention/", "/office/haru/"
    assert lacking(owner.get(page), f"{FACTS}상품 P1 × 1") == []
    assert lacking(owner.get(order), f"반품 받음 상품 P1 × 1 2026.11.23 12:00 · 제품 파손\n손잡이가 깨졌어요{FACTS}") == []
    row = f"[{NUMBER} → {order}] 반품 받음 상품 P1 × 1 2026.11.27 00:00 – 그때까지 답하지 않으면 저절로 환불됩니다."
    assert lacking(owner.get(attention), f"## 답을 기다리는 반품·교환\n{row}\n[답하기 → {page}]") == []
    assert any(line.startswith("[진행 중인 교환·반품 1 →") for line in lines(owner.get(home)))
    owner.cookies["language"] = "en"
    assert "Answer by: 2026.11.27 00:00 Without an answer it is refunded then by itself." in " ".join(lines(owner.get(page)))
    owner.cookies["language"] = "ko"
    hub.claim("1-a", "RETURN", "RETURN_DONE", line="RETURNED", remains=1, refundAmount=7_000)
    collect()
    assert "환불 금액: 7,000원" in " ".join(lines(owner.get(page)))
    assert not any("기한" in line for line in lines(owner.get(order)))
    assert any(line.startswith("[진행 중인 교환·반품 0 →") for line in lines(owner.get(home)))
    assert "답을 기다리는 반품·교환" not in owner.get(attention).content.decode()


def test_an_answer_waits_is_refused_and_is_sent_again(owner: Client, hub: FakeHub, ask: Callable[..., str]) -> None:
    """What the hub refuses stands beside the row, in the reader's language, and under attention."""
    page = ask("RETURN", "RETURN_REQUEST")
    hub.refuse = {"1-a": ("104418", "보류상태 확인 필요(보류중)")}
    sent = owner.post(page, {"act": "refuse", "refuse-words": "쓴 물건입니다"}, follow=True)
    waits = "거절 – 체크아웃에 보내고 답을 기다립니다."
    assert lacking(sent, f"체크아웃에 보냈습니다. 처리 결과는 여기에 나타납니다.\n{waits}") == []
    assert not any("→ POST act=" in line for line in lines(sent)), "one answer at a time"
    run_due(lambda: NOW)
    assert hub.told == [("1-a return/reject", {"rejectReturnReason": "쓴 물건입니다"})]
    why = "거절 – 체크아웃이 받지 않았습니다: 보류상태 확인 필요(보류중) (104418)"
    assert why in lines(owner.get(page))
    assert why in " ".join(lines(owner.get(LIST)))
    message = OutboxMessage.objects.get(kind="answer_claim")
    assert f"<재전송 → POST /office/haru/attention/{message.id}/resend/>" in lines(owner.get("/office/haru/attention/"))
    owner.cookies["language"] = "en"
    assert any("is on hold" in line and "(104418)" in line for line in lines(owner.get(page)))


def test_what_is_missing_is_said_and_nothing_typed_is_lost(owner: Client, hub: FakeHub, ask: Callable[..., str]) -> None:
    page = ask("RETURN", "COLLECT_DONE")
    held = {"act": "hold", "hold-reason": "RETURN_DELIVERYFEE", "hold-words": "배송비", "hold-fee": "-1"}
    answered = owner.post(page, held)
    assert answered.status_code == 422
    assert "{구매자에게 알릴 말: 배송비}" in lines(answered)
    assert OutboxMessage.objects.filter(kind="answer_claim").count() == 0


def test_an_exchange_is_collected_and_its_goods_sent(
    owner: Client, hub: FakeHub, collect: Collect, ask: Callable[..., str]
) -> None:
    """R51: where the order's profile has the shop answer it."""
    page = ask("EXCHANGE", "EXCHANGE_REQUEST")
    owner.post(page, {"act": "receive"})
    run_due(lambda: NOW)
    hub.claim("1-a", "EXCHANGE", "COLLECT_DONE")
    collect()
    parcel = {"act": "redispatch", "redispatch-carrier": "HYUNDAI", "redispatch-number": "12"}
    refused = owner.post(page, parcel)
    at = lines(refused).index("{송장번호: 12 !}")
    assert (refused.status_code, lines(refused)[at + 1]) == (422, "송장번호는 영문·숫자 5–30자입니다.")
    owner.post(page, {**parcel, "redispatch-number": "1234-5678-9013"})
    run_due(lambda: NOW)
    assert [act for act, _ in hub.told] == ["1-a exchange/collect/complete", "1-a exchange/dispatch"]


def test_an_answer_that_is_too_late_is_not_sent(owner: Client, hub: FakeHub, collect: Collect, ask: Callable[..., str]) -> None:
    page = ask("RETURN", "RETURN_REQUEST")
    hub.claim("1-a", "RETURN", "RETURN_REJECT", claimRejecter="구매자")
    collect()
    late = owner.post(page, {"act": "approve"})
    assert late.status_code == 422
    assert "지금 상태에서는 할 수 없습니다. 그사이 상태가 바뀌었습니다. 보내지 않았습니다." in lines(late)


def test_where_the_hub_settles_it_there_is_nothing_to_press(
    owner: Client, ask: Callable[..., str], hub: FakeHub, shop: Shop
) -> None:
    """R51, R145: the manual's profile."""
    page = ask("RETURN", "RETURN_REQUEST")
    LineClaim.objects.get().line.order.__class__.objects.update(answers_claims=None)
    told = lines(owner.get(page))
    assert "이 주문의 반품·교환은 체크아웃에서 처리하고, 상태만 여기로 옵니다." in told
    assert not any("→ POST act=" in line for line in told)
    assert owner.post(page, {"act": "approve"}).status_code == 422
    assert not any("답하기" in line for line in lines(owner.get(LIST)))


def test_what_came_back_goes_into_stock_once(owner: Client, ask: Callable[..., str]) -> None:
    """W20: a person says how much of it is fit for sale."""
    page = ask("RETURN", "RETURN_DONE", line="RETURNED", remains=0)
    button = f"<재고로 되돌리기 → POST {page}put-back/>"
    for place in (LIST, page):
        assert button in " ".join(lines(owner.get(place)))
    refused = owner.post(f"{page}put-back/", {"pieces": "셋"})
    at = lines(refused).index("{다시 팔 수 있는 수량: 셋 !}")
    assert refused.status_code == 422
    assert "1개부터 돌아온 수량까지 적어 주세요." in lines(refused)[at : at + 3], "beside the number, which is kept"
    done = lines(owner.post(f"{page}put-back/", {"pieces": "1"}, follow=True))
    assert "1개를 재고로 되돌렸습니다." in done
    assert "재고로 되돌림: 1개" in done
    assert button not in " ".join(done)
    assert "이미 재고로 되돌렸습니다." in lines(owner.post(f"{page}put-back/", {"pieces": "1"}, follow=True))
    assert StockLevel.objects.get().quantity == 4
    assert any("돌아온 상품을 재고로 되돌림" in line for line in lines(owner.get(f"/office/haru/orders/{NUMBER}/")))


def test_a_claim_of_another_shop_is_not_there(stranger: Client, ask: Callable[..., str]) -> None:
    page = ask("RETURN", "RETURN_REQUEST")
    assert stranger.get(page).status_code == stranger.get(page.replace("haru", "maru")).status_code == 404
