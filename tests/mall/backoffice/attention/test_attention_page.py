"""What a seller finds on the page of what is stuck."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from tests.mall.backoffice.offices import make_failed_job, make_order, make_refusal
from tests.mall.fake_hub import FakeHub
from tests.mall.worlds import make_product
from tests.page_lines import lacking

from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.queue import millis
from minishop.chassis.jobs.worker import run_due
from minishop.mall.backoffice.attention import views as attention
from minishop.mall.backoffice.orders import views as orders
from minishop.mall.channel import tasks
from minishop.mall.channel.models import HubConnection, OutboxMessage, Poll, RegistrationRefusal, UnreadLine
from minishop.mall.feed.models import RefusedProduct, SearchConnection
from minishop.mall.orders.models import Order, OrderLine
from minishop.mall.shops.models import Shop
from minishop.mall.stock.models import StockHold, StockLevel
from minishop.mall.stock.services.holds import Ask, take

PAGE = "/office/haru/attention/"
DESK = "/office/haru/orders/"
NUMBER = "20261123-0000001"
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # minutes after the fake hub's orders
HEAD = """
    # 확인할 일
    멈춘 일과 이유, 그리고 풀어 주는 방법입니다.
"""


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attention, "now", lambda: NOW)
    monkeypatch.setattr(orders, "now", lambda: NOW)


def collect(shop: Shop, hub: FakeHub) -> None:
    hub.sell("1", "1-a")
    tasks.collect.run(shop_id=shop.id, now=NOW)


def test_nothing_stuck(owner: Client) -> None:
    assert lacking(owner.get(PAGE), f"{HEAD}멈춘 일이 없습니다.") == []


def test_orders_that_could_not_be_collected(connected: Shop, owner: Client) -> None:
    HubConnection.objects.filter(shop=connected).update(last_error="connection refused")
    wanted = """
        주문을 수집하지 못했습니다. connection refused
        <지금 수집 → POST /office/haru/checkout/collection/>
    """
    assert lacking(owner.get(PAGE), HEAD + wanted) == []


def test_a_shop_that_the_hub_does_not_know(connected: Shop, owner: Client) -> None:
    """R42."""
    Poll.objects.create(shop=connected, merchant="np_x", due_at=0, phase=0, missed=3)
    wanted = """
        체크아웃이 이 상점을 알지 못한다고 답합니다. 주문은 몇 분마다 따로 확인하고 있습니다. 계속되면 체크아웃 입점 상태를 확인해 주세요.
        <지금 수집 → POST /office/haru/checkout/collection/>
    """
    assert lacking(owner.get(PAGE), HEAD + wanted) == []


@pytest.mark.parametrize(("minutes", "told"), [(10, False), (11, True)])
def test_a_hub_that_nobody_could_ask_for_long(connected: Shop, owner: Client, minutes: int, told: bool) -> None:
    """R42: what cannot be held is not silent."""
    asked = NOW - timedelta(minutes=minutes)
    Poll.objects.create(shop=connected, merchant="np_x", due_at=0, phase=0, asked_at=millis(asked))
    wanted = f"""
        체크아웃이 답하지 않아 바뀐 주문을 확인하지 못하고 있습니다. 마지막 확인 {asked + timedelta(hours=9):%Y.%m.%d %H:%M}
        <지금 수집 → POST /office/haru/checkout/collection/>
    """
    assert lacking(owner.get(PAGE), HEAD + (wanted if told else "멈춘 일이 없습니다.")) == []


def test_a_hub_that_has_lost_changes(connected: Shop, hub: FakeHub, owner: Client) -> None:
    """Q9: it stands there until the seller has seen it."""
    collect(connected, hub)
    HubConnection.objects.filter(shop=connected).update(set_back_at=NOW, forgotten=["1-a"])
    wanted = f"""
        체크아웃의 기록이 예전으로 되돌아갔습니다.
        2026.11.23 12:00 바뀐 주문은 일주일 전부터 다시 읽습니다. 새로 들어오는 주문은 빠지지 않습니다.
        체크아웃이 모르거나 예전 상태로 알고 있는 주문입니다. 하나씩 확인해 주세요.
        [{NUMBER} → {DESK}{NUMBER}/]
        <확인했습니다 → POST {PAGE}setback/noted/>
    """
    assert lacking(owner.get(PAGE), wanted) == []
    assert owner.post(f"{PAGE}setback/noted/").status_code == 302
    assert lacking(owner.get(PAGE), f"{HEAD}멈춘 일이 없습니다.") == []


@pytest.mark.parametrize(("lines", "told"), [(300, False), (301, True)])
def test_a_hub_that_has_lost_very_many_changes(connected: Shop, hub: FakeHub, owner: Client, lines: int, told: bool) -> None:
    """Q9: what is left out is said."""
    collect(connected, hub)
    HubConnection.objects.filter(shop=connected).update(set_back_at=NOW, forgotten=["1-a", *map(str, range(lines - 1))])
    missing = lacking(owner.get(PAGE), "이보다 더 많습니다. 앞의 것만 보입니다.")
    assert (missing == []) is told


def test_a_number_that_the_hub_refused(connected: Shop, hub: FakeHub, owner: Client) -> None:
    """R123."""
    collect(connected, hub)
    hub.refuse = {"1-a": ("104122", "송장번호가 유효하지 않습니다.")}
    owner.post(f"{DESK}{NUMBER}/dispatch/", {"carrier": "HYUNDAI", "number": "123456789014"})
    run_due(lambda: NOW)
    wanted = f"""
        ## 확인되지 않은 송장번호
        [{NUMBER} → {DESK}{NUMBER}/] 상품 P1 · 123456789014 송장번호가 유효하지 않습니다. (104122)
        [고쳐서 재전송 → {DESK}{NUMBER}/]
    """
    assert lacking(owner.get(PAGE), wanted) == []


def test_a_number_whose_check_takes_long(connected: Shop, hub: FakeHub, owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Q9."""
    collect(connected, hub)
    owner.post(f"{DESK}{NUMBER}/dispatch/", {"carrier": "HYUNDAI", "number": "123456789013"})
    entered = Order.objects.get().lines.all()[0].dispatches.all()[0].entered_at
    monkeypatch.setattr(attention, "now", lambda: entered + timedelta(hours=7))
    wanted = f"""
        ## 오래 확인되지 않는 송장번호
        [{NUMBER} → {DESK}{NUMBER}/] 123456789013 {entered + timedelta(hours=9):%Y.%m.%d %H:%M}
        [재전송 → {DESK}{NUMBER}/]
    """
    assert lacking(owner.get(PAGE), wanted) == []


def test_an_acknowledgement_that_the_hub_did_not_take(connected: Shop, hub: FakeHub, owner: Client) -> None:
    hub.refuse = {"1-a": ("9999", "알 수 없는 오류")}
    collect(connected, hub)
    run_due(lambda: NOW)
    message = OutboxMessage.objects.get(shop=connected)
    wanted = f"""
        ## 체크아웃에 보내지 못한 소식
        {message.subject} · 발주확인 알 수 없는 오류 (9999) 1번 시도
        <재전송 → POST {PAGE}{message.id}/resend/>
    """
    assert lacking(owner.get(PAGE), wanted) == []


def test_what_could_not_be_read_of_what_checkout_told(listed: Shop, hub: FakeHub, owner: Client) -> None:
    """R42: beside what the search could not read it stands there as it came until it can be read, and is read again by one press."""
    SearchConnection.objects.filter(shop=listed).update(run=1)
    hub.sell("1", "1-a")
    hub.lines["1-a"]["productOrder"]["quantity"] = "두 개"
    tasks.collect.run(shop_id=listed.id, now=NOW)
    Job.objects.all().delete()
    wanted = f"""
        ## 읽지 못한 주문
        상품주문번호 1-a {NOW + timedelta(hours=9):%Y.%m.%d %H:%M}
        {UnreadLine.objects.get().reason}
        <다시 읽기 → POST {PAGE}unread/>
    """
    page = owner.get(PAGE)
    assert lacking(page, wanted) == []
    assert "체크아웃이 보낸 내용" in page.content.decode()
    assert "&quot;productOrderId&quot;: &quot;1-a&quot;" in page.content.decode()
    owner.post(f"{PAGE}unread/")
    assert [(job.task, job.tenant) for job in Job.objects.all()] == [("mall.channel.tasks.read_unread", listed.id)]
    hub.lines["1-a"]["productOrder"]["quantity"] = 2
    run_due(lambda: NOW)
    assert "읽지 못한 주문" not in owner.get(PAGE).content.decode()


def test_a_tracking_number_that_could_not_be_sent(connected: Shop, hub: FakeHub, owner: Client) -> None:
    collect(connected, hub)
    owner.post(f"{DESK}{NUMBER}/dispatch/", {"carrier": "HYUNDAI", "number": "123456789013"})
    sent = OutboxMessage.objects.filter(shop=connected, kind="dispatch")
    sent.update(state="parked", last_reason="connection refused", attempts=8)
    wanted = f"""
        ## 체크아웃에 보내지 못한 소식
        {sent.get().subject} · 발송처리 connection refused 8번 시도
        <재전송 → POST {PAGE}{sent.get().id}/resend/>
    """
    assert lacking(owner.get(PAGE), wanted) == []


def test_a_line_sold_beyond_the_stock(connected: Shop, hub: FakeHub, owner: Client) -> None:
    collect(connected, hub)
    OrderLine.objects.filter(shop=connected).update(stock_short=1, option_text="색상: 파랑")
    wanted = f"""
        ## 재고보다 많이 팔린 상품
        [{NUMBER} → {DESK}{NUMBER}/] 상품 P1 색상: 파랑 × 2
        … [재고 보기 → /office/haru/products/?q=P1] <품절 취소 → POST /office/haru/claims/orders/{NUMBER}/sold-out/>
    """
    assert lacking(owner.get(PAGE), wanted) == []


def test_an_order_whose_amounts_do_not_add_up_shows_every_part_of_the_sum(connected: Shop, owner: Client) -> None:
    """Q4."""
    make_order(connected)
    Order.objects.filter(shop=connected).update(shipping_fee=2_500, discount=1_000, points_used=500)
    wanted = f"""
        ## 금액이 맞지 않는 주문
        [{NUMBER} → {DESK}{NUMBER}/]
        상품 금액 10,000원 + 배송비 2,500원 − 즉시할인(체크아웃) 1,000원 − 적립금 사용 500원 ≠ 실결제 총액 10,000원
    """
    assert lacking(owner.get(PAGE), wanted) == []


def test_products_that_the_search_will_not_see(connected: Shop, owner: Client) -> None:
    """R32."""
    make_product(connected, "P1")
    wanted = """
        ## 지식쇼핑에 나가지 않는 상품
        사진이 없어 지식쇼핑에 나가지 않는 상품이 1개 있습니다.
        [사진 올리러 가기 → /office/haru/products/?pictures=none&shown=displayed]
    """
    assert lacking(owner.get(PAGE), wanted) == []


def test_work_that_was_given_up(connected: Shop, owner: Client) -> None:
    job = make_failed_job(connected)
    Job.objects.filter(id=job.id).update(last_error="boom", attempts=8)
    wanted = f"""
        ## 끝내지 못한 작업
        주문 가져오기 2025.04.04 12:00 boom 8번 시도
        <다시 하기 → POST {PAGE}jobs/{job.id}/retry/>
        > 버리기
        이 일은 더 하지 않습니다. 되돌릴 수 없습니다.
        <이 작업을 버립니다 → POST {PAGE}jobs/{job.id}/discard/>
    """
    assert lacking(owner.get(PAGE), wanted) == []


def test_what_the_search_refused_and_holds(listed: Shop, owner: Client) -> None:
    """A3, A4, R32."""
    product = make_product(listed, "P1", name="찻잔")
    SearchConnection.objects.update(run=9, crawled_at=NOW, refused_count=3, held_run=9, held_standing=30, held_coming=10)
    refused = (("P1", product.id, "shipping", "bad_shipping", "2000000"), ("GONE", None, "", "novel_fault", ""))
    for position, (name, product_id, column, fault, value) in enumerate(refused):
        RefusedProduct.objects.create(
            shop=listed, listed_as=name, product_id=product_id, column=column, fault=fault, value=value, position=position
        )
    wanted = f"""
        지식쇼핑에 나가 있는 상품이 30개에서 10개로 크게 줄어, 빠진 상품을 지우지 않고 기다리고 있습니다.
        … 나가는 상품은 반영되었습니다. 상품을 일부러 내린 것이 맞는지 확인해 주세요. 2026.11.23 12:00
        <10개가 맞습니다. 빠진 상품 지우기 → POST {PAGE}loss/ run=9>
        ## 지식쇼핑이 받지 않은 상품
        고쳐서 저장하면 다음 수집 때 다시 봅니다.
        [찻잔 → /office/haru/products/P1/] P1 배송비: 1,000,000원까지만 받습니다. (지금 값: 2000000)
        [고치기 → /office/haru/products/P1/]
        GONE novel_fault.
        이 밖에 1개가 더 있습니다.
    """
    assert lacking(owner.get(PAGE), HEAD + wanted) == []


def test_the_seller_agrees_to_a_held_loss(listed: Shop, owner: Client) -> None:
    SearchConnection.objects.update(run=9, crawled_at=NOW, held_run=9, held_standing=30, held_coming=10)
    told = owner.post(f"{PAGE}loss/", {"run": "9"}, follow=True)
    said = "맞다고 하신 것을 지식쇼핑에 알리고 있습니다. 다시 수집하면 이 알림은 사라집니다."
    assert lacking(told, f"지식쇼핑에 알립니다. 곧 다시 수집해 빠진 상품을 지웁니다.\n{said}") == []
    assert Job.objects.get().task == "mall.feed.tasks.tell_agreement"
    for run in ("8", "x", "9" * 30):
        again = owner.post(f"{PAGE}loss/", {"run": run}, follow=True)
        assert lacking(again, "그 사이에 새로 수집했거나 이미 처리되었습니다. 지금 상태를 확인해 주세요.") == []
    assert SearchConnection.objects.get().agreed_run == 9


@pytest.mark.parametrize(
    ("is_listed", "facts", "why"),
    [
        (True, ("feed_unreachable", "refused", "HTTP 503"), "오류로 답했습니다(HTTP 503)"),
        (False, ("file_refused", "header_incomplete", "title"), "첫 줄에 필수 열이 없습니다 (title)"),
    ],
    ids=["오지 않음", "파일이 아님"],
)
def test_a_feed_that_the_search_could_not_read(
    listed: Shop, owner: Client, is_listed: bool, facts: tuple[str, str, str], why: str
) -> None:
    told = dict(zip(("outcome", "fault", "reason"), facts, strict=True))
    SearchConnection.objects.update(run=9, crawled_at=NOW, is_listed=is_listed, **told)
    head = "지식쇼핑이 상품 정보를 받지 못했습니다." if is_listed else "지식쇼핑이 상품 정보를 받지 못해 노출을 멈췄습니다."
    wanted = f"""
        {head} {why} 2026.11.23 12:00
        저절로 다시 받습니다. 받으면 이 알림은 사라집니다. 계속되면 운영자에게 알려 주세요.
    """
    assert lacking(owner.get(PAGE), HEAD + wanted) == []


def test_a_report_without_a_fault_asks_nothing(listed: Shop, owner: Client) -> None:
    """What the next report no longer has goes away."""
    SearchConnection.objects.update(run=9, crawled_at=NOW, outcome="applied")
    assert lacking(owner.get(PAGE), f"{HEAD}멈춘 일이 없습니다.") == []


def test_a_cart_that_the_hub_did_not_take(connected: Shop, owner: Client) -> None:
    """A4."""
    make_product(connected, "P1")
    refusal = make_refusal(connected)
    wanted = f"""
        ## 체크아웃이 받지 않은 주문
        구매자가 주문하기를 눌렀지만 체크아웃이 받지 않았습니다. 이유를 보고 상품을 고쳐 주세요. 같은 상품의 주문을 받으면 사라집니다.
        1번째 상품: 안 됩니다. 2025.04.04 12:00 · 1번
        [상품 P1 → /office/haru/products/P1/]
        없앤 상품
        <확인했습니다 → POST {PAGE}refusals/{refusal.id}/noted/>
    """
    assert lacking(owner.get(PAGE), HEAD + wanted) == []
    noted = owner.post(f"{PAGE}refusals/{refusal.id}/noted/", follow=True)
    assert lacking(noted, "## 체크아웃이 받지 않은 주문") != []
    assert not RegistrationRefusal.objects.exists()


WAITING = (
    "체크아웃과 연락이 안 되어 재고 2개를 붙잡고 있습니다. 결제되었는지 확인되면 팔리거나 풀리고, 늦어도 한 시간 뒤에는 풀립니다."
)


def test_pieces_that_wait_for_a_hub_that_does_not_answer(connected: Shop, owner: Client) -> None:
    """W7: from two minutes after its end on, until the hub is known or the hour is over."""
    hold = hold_of(connected, NOW - timedelta(seconds=130))
    assert lacking(owner.get(PAGE), WAITING) == []
    type(hold).objects.update(until=NOW - timedelta(seconds=110))
    assert lacking(owner.get(PAGE), WAITING) != []


def test_more_is_promised_than_a_count_has_found(connected: Shop, owner: Client) -> None:
    """W12."""
    hold_of(connected, NOW + timedelta(seconds=600))
    StockLevel.objects.update(quantity=0)
    wanted = """
        ## 선점이 재고보다 많은 상품
        [상품 P1 → /office/haru/products/P1/]
        선점이 재고보다 2개 많음
    """
    assert lacking(owner.get(PAGE), wanted) == []


def hold_of(shop: Shop, until: datetime) -> StockHold:
    """Two pieces of P1, held."""
    variant = make_product(shop, "P1", stock=5).variants.all()[0]
    take(shop=shop, ask=Ask("minishop", "1", 1, {variant.id: 2}, until), reserves={}, now=NOW)
    return StockHold.objects.get()
