"""MY 페이지: a buyer's own orders, and nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.checkout.worlds import APRON, MUG, NOW, World, make_order, make_paid_order, make_payment
from tests.reading import Page

from minishop.chassis.tenancy import across_tenants, scope
from minishop.checkout.benefits.models import PointGrant
from minishop.checkout.benefits.services.finalization import finalize_decided
from minishop.checkout.claims.queries import goods_in_hand
from minishop.checkout.claims.services.deciding import request_decision
from minishop.checkout.orders.domain.progress import of_rank
from minishop.checkout.orders.domain.states import Actor, LineEvent, LineState
from minishop.checkout.orders.models import Change, Order, OrderLine
from minishop.checkout.orders.queries import orders_of_buyer, progress_of, ranked
from minishop.checkout.orders.services.transition import transition
from minishop.checkout.payments.models import Payment, Refund

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


def move(order: Order, *steps: tuple[LineEvent, Actor]) -> None:
    with scope(order.merchant_id):
        for event, actor in steps:
            transition(lines=list(OrderLine.objects.filter(order_id=order.id)), event=event, actor=actor, now=NOW)


DELIVERED = (
    (LineEvent.REQUEST_DISPATCH, Actor.MERCHANT),
    (LineEvent.TRACKING_VALID, Actor.CARRIER),
    (LineEvent.DELIVER, Actor.CARRIER),
)


def test_the_list_names_orders_as_the_manual_does(world: World, buyer: Client) -> None:
    """R99, R100."""
    order = make_paid_order(world.merchant, world.buyer, MUG, APRON)
    text = buyer.get("/my/").content.decode()
    for shown in (order.number, "하루 머그컵 외 1개", "65,500원", "결제완료", "하루상점", "02-123-4500", "2026.11.23"):
        assert shown in text, shown


def test_orders_of_all_merchants_stand_in_one_list(world: World, buyer: Client) -> None:
    numbers = [make_paid_order(merchant, world.buyer).number for merchant in (world.merchant, world.other_merchant)]
    text = buyer.get("/my/").content.decode()
    assert all(number in text for number in numbers)


def test_another_buyers_orders_are_not_there(world: World, buyer: Client) -> None:
    foreign = make_paid_order(world.merchant, world.stranger)
    page = buyer.get("/my/")
    assert foreign.number not in page.content.decode()
    assert sum(count for _, _, count in page.context["counters"]) == 0


def test_counters_count_orders_by_where_they_stand(world: World, buyer: Client) -> None:
    """R97: a card that was not charged waits for no deposit, and is counted nowhere."""
    make_order(world.merchant, world.buyer)
    make_paid_order(world.merchant, world.buyer)
    move(make_paid_order(world.merchant, world.buyer, MUG, APRON), DELIVERED[0])
    move(make_paid_order(world.merchant, world.buyer), *DELIVERED)
    counters = {str(label): count for _, label, count in buyer.get("/my/").context["counters"]}
    assert counters == {
        "입금대기": 0, "결제완료": 1, "배송준비중": 1, "배송중": 0, "배송완료": 1, "구매확정대기": 0, "교환·반품 중": 0,
    }  # fmt: skip


def test_what_arrived_waits_for_its_buyer_from_the_next_day_on(
    world: World, buyer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R97: the day is Seoul's: NOW is ten in the morning there."""
    order = make_paid_order(world.merchant, world.buyer)
    move(order, *DELIVERED)
    for later, word in ((timedelta(hours=13, minutes=59), "배송완료"), (timedelta(hours=14), "구매확정대기")):
        monkeypatch.setattr("minishop.checkout.pages.my.views.now", lambda at=NOW + later: at)
        page = Page(buyer.get("/my/")).main
        assert page.parts("article")[0].labelled("주문상태") == word
        assert page.part("단계별 주문").labelled(word) == "1"
        assert Page(buyer.get(f"/my/orders/{order.number}/")).main.headings()[0] == word


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("?last=today", False),
        ("?last=week", True),
        ("?since=2026-11-20&until=2026-11-20", True),
        ("?since=2026-11-21&until=2026-11-23", False),
        ("?since=2026-11-01", True),
        ("?until=2026-11-19", False),
        ("?last=nonsense", True),
        ("?since=garbage", True),
    ],
    ids=["1년", "오늘", "1주일", "그날", "그 뒤", "부터", "까지", "모르는 기간", "날짜가 아님"],
)
def test_the_period_is_seouls_days(world: World, buyer: Client, query: str, found: bool) -> None:
    order = make_paid_order(world.merchant, world.buyer, now=NOW - timedelta(days=3, minutes=30))
    assert (order.number in buyer.get(f"/my/{query}").content.decode()) is found


def test_a_period_that_ends_before_it_begins_says_so(buyer: Client) -> None:
    text = buyer.get("/my/?since=2026-11-23&until=2026-11-01").content.decode()
    assert "종료일은 시작일보다 빠를 수 없습니다." in text
    assert 'value="2026-11-01"' in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_no_more_for_more_orders(
    world: World, buyer: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _ in range(count):
        make_paid_order(world.merchant, world.buyer, MUG, APRON)
    with django_assert_num_queries(6):
        assert buyer.get("/my/").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_order_asks_no_more_for_more_lines(
    world: World, buyer: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    order = make_paid_order(world.merchant, world.buyer, *[MUG] * count)
    with django_assert_num_queries(14):
        assert buyer.get(f"/my/orders/{order.number}/").status_code == 200


def test_an_order_shows_lines_delivery_amounts_and_history(world: World, buyer: Client) -> None:
    order = make_paid_order(world.merchant, world.buyer, MUG, APRON)
    move(order, *DELIVERED)
    text = buyer.get(f"/my/orders/{order.number}/").content.decode()
    for shown in (
        "배송완료",
        "하루 머그컵",
        "색상:흰색",
        "박받음",
        "04524",
        "세종대로 110",
        "65,500원",
        "신한",
        "결제를 완료했습니다.",
    ):
        assert shown in text, shown
    assert "배송을 완료했습니다." in text
    assert f"/my/orders/{order.number}/finalization/" in text


def test_an_unpaid_order_leads_back_to_its_sheet(world: World, buyer: Client) -> None:
    order = make_order(world.merchant, world.buyer)
    for address in ("/my/", f"/my/orders/{order.number}/"):
        assert Page(buyer.get(address)).main.link("다시 결제하기").startswith("/customer/order.nhn?ORDER_ID="), address


def states_of(order: Order) -> set[str]:
    with scope(order.merchant_id):
        return set(OrderLine.objects.filter(order_id=order.id).values_list("state", flat=True))


@pytest.mark.parametrize("state", ["opened", "declined", "abandoned"])
def test_a_try_that_failed_is_called_so_and_can_be_removed(world: World, buyer: Client, state: str) -> None:
    order = make_order(world.merchant, world.buyer)
    make_payment(order, state, key="attempt-1")
    row = Page(buyer.get("/my/")).parts("article")[0]
    assert row.labelled("주문상태") == "결제 안 됨"
    assert buyer.post(row.button("주문 지우기").action)["Location"] == "/my/"
    assert order.number not in buyer.get("/my/").content.decode()
    assert states_of(order) == {LineState.UNPAID_CANCELLED}
    with scope(order.merchant_id):
        assert Payment.objects.get().state == ("declined" if state == "declined" else "abandoned")
        assert not Change.objects.exists()  # its merchant never heard of it


def test_what_ended_unpaid_is_shown_when_it_is_asked_for(world: World, buyer: Client) -> None:
    bought, ended = make_paid_order(world.merchant, world.buyer), make_order(world.merchant, world.buyer)
    move(ended, (LineEvent.EXPIRE, Actor.HUB))
    page = Page(buyer.get("/my/")).main
    assert ended.number not in page.text
    asked = Page(buyer.get(f"/my/{page.link('결제하지 않고 끝난 주문 1건 보기')}")).main
    assert ended.number in asked.text
    assert bought.number not in asked.text
    assert "끝난 주문" not in asked.text


def test_an_order_whose_payment_is_being_confirmed_says_so_and_stays(world: World, buyer: Client) -> None:
    order = make_order(world.merchant, world.buyer)
    make_payment(order, key="attempt-1")
    address = f"/my/orders/{order.number}/"
    page = Page(buyer.get(address)).main
    assert page.headings()[0] == "결제 확인 중"
    assert page.link("결제 확인하기") == "/payments/attempt-1/"
    assert page.buttons() == {}
    assert "지금은 지울 수 없습니다" in buyer.post(f"{address}withdrawal/", follow=True).content.decode()
    assert states_of(order) == {LineState.AWAITING_PAYMENT}


def test_a_paid_order_is_not_removed(world: World, buyer: Client) -> None:
    order = make_paid_order(world.merchant, world.buyer)
    answer = buyer.post(f"/my/orders/{order.number}/withdrawal/", follow=True)
    assert "이미 결제되었거나 끝난 주문입니다." in answer.content.decode()
    assert states_of(order) == {LineState.PAID}


def test_points_to_come_are_the_same_on_the_points_page_and_the_orders(world: World, buyer: Client) -> None:
    """R87: an order that is not finalized yet counts with what it will earn; one that was not paid does not."""
    make_order(world.merchant, world.buyer)
    waiting, done = (make_paid_order(merchant, world.buyer) for merchant in (world.merchant, world.other_merchant))
    move(done, *DELIVERED)
    buyer.post(f"/my/orders/{done.number}/finalization/")
    after_five_minutes(done)
    orders = [Page(buyer.get(f"/my/orders/{order.number}/")).main for order in (waiting, done)]
    assert [page.labelled("적립 예정 적립금") for page in orders] == ["132원", "132원"]
    page = Page(buyer.get("/my/points/")).main
    assert page.says("적립 예정 264원")
    assert [row["적립일"] for row in page.rows()] == ["구매확정 다음 날", "2026.11.24"]
    with scope(done.merchant_id):
        PointGrant.objects.update(granted_at=NOW)
    assert Page(buyer.get(f"/my/orders/{done.number}/")).main.labelled("적립된 적립금") == "132원"
    assert Page(buyer.get("/my/points/")).main.says("적립 예정 132원")


@pytest.mark.parametrize("path", ["", "finalization/"])
def test_a_strangers_order_is_as_unknown_as_none(world: World, buyer: Client, path: str) -> None:
    foreign = make_paid_order(world.merchant, world.stranger)
    move(foreign, *DELIVERED)
    for number in (foreign.number, "2026112300000000", "x"):
        assert buyer.get(f"/my/orders/{number}/{path}").status_code == 404
    assert buyer.post(f"/my/orders/{foreign.number}/finalization/").status_code == 404
    with scope(foreign.merchant_id):
        assert set(OrderLine.objects.values_list("state", flat=True)) == {LineState.DELIVERED}


def after_five_minutes(order: Order) -> None:
    with scope(order.merchant_id):
        finalize_decided(merchant=order.merchant, order_id=order.id, now=NOW + timedelta(minutes=5))


def test_finalizing_asks_first_and_then_does_it(world: World, buyer: Client) -> None:
    order = make_paid_order(world.merchant, world.buyer)
    move(order, *DELIVERED)
    address = f"/my/orders/{order.number}/finalization/"
    assert "구매를 확정할까요?" in buyer.get(address).content.decode()
    for _ in range(2):
        assert buyer.post(address)["Location"] == f"/my/orders/{order.number}/"
    after_five_minutes(order)
    with scope(order.merchant_id):
        assert set(OrderLine.objects.values_list("state", flat=True)) == {LineState.FINALIZED}
        assert PointGrant.objects.get().points == 132
    assert "132원" in buyer.get("/my/points/").content.decode()


def test_nothing_is_finalized_before_it_is_sent(world: World, buyer: Client) -> None:
    order = make_paid_order(world.merchant, world.buyer)
    address = f"/my/orders/{order.number}/finalization/"
    assert buyer.get(address)["Location"] == f"/my/orders/{order.number}/"
    assert "확정할 상품이 없습니다" in buyer.post(address, follow=True).content.decode()
    with scope(order.merchant_id):
        assert set(OrderLine.objects.values_list("state", flat=True)) == {LineState.PAID}
        assert not PointGrant.objects.exists()


def test_what_was_paid_beyond_the_price_is_shown_to_go_back(world: World, buyer: Client) -> None:
    order = make_paid_order(world.merchant, world.buyer)
    address = f"/my/orders/{order.number}/"
    assert "더 결제된 금액" not in buyer.get(address).content.decode()
    payment = make_payment(order, "surplus", key="attempt-2")
    with scope(world.merchant.id):
        Refund.objects.create(
            merchant=world.merchant, key="r-1", payment_id=payment.id, amount=payment.amount, cause="surplus", intended_at=NOW
        )
    for state, word in (("intended", "환불 예정"), ("asking", "환불 확인 중"), ("done", "환불 완료"), ("refused", "환불 거절됨")):
        with scope(world.merchant.id):
            Refund.objects.update(state=state)
        text = buyer.get(address).content.decode()
        assert "이 주문에 더 결제된 금액은 전부 돌려 드립니다" in text
        assert word in text
        assert ("카드 명세서에는" in text) is (state == "done")


def test_the_list_says_what_a_number_opens_and_whom_to_ask(world: World, buyer: Client) -> None:
    """R101: and the number does open the details."""
    order = make_paid_order(world.merchant, world.buyer, MUG)
    page = BeautifulSoup(buyer.get("/my/").content, "html.parser")
    assert [note.get_text(strip=True) for note in page.select("main ul.muted li")] == [
        "기간을 고르지 않으면 1년 동안의 주문과, 그보다 오래되었어도 아직 끝나지 않은 주문이 보입니다.",
        "주문번호를 누르면 자세한 내용을 볼 수 있습니다.",
        "취소·교환·반품은 체크아웃 MY 페이지에서 신청합니다. 배송 날짜와 상품에 관한 것은 쇼핑몰에 확인해 주세요.",
    ]
    (number,) = [link for link in page.select("main article a") if link.get_text(strip=True) == order.number]
    assert order.number in buyer.get(str(number["href"])).content.decode()


@pytest.mark.parametrize(
    ("query", "seen"), [("", True), ("?state=paid", True), ("?last=year", False)], ids=["처음", "결제완료", "1년"]
)
def test_an_order_that_has_not_ended_never_leaves_by_growing_old(world: World, buyer: Client, query: str, seen: bool) -> None:
    """R97, R98: what the counter counts, the list shows."""
    old, ended = (make_paid_order(world.merchant, world.buyer, now=NOW - timedelta(days=400)) for _ in range(2))
    move(ended, *DELIVERED, (LineEvent.FINALIZE, Actor.BUYER))
    context = buyer.get(f"/my/{query}").context
    counters = {value: count for value, _label, count in context["counters"]}
    assert (counters["paid"], sum(counters.values())) == (int(seen), int(seen))
    assert [row["order"] for row in context["rows"]] == [old] * seen


def test_orders_stand_in_the_list_where_they_stand_by_their_lines(world: World) -> None:
    """The database ranks as the domain does."""
    orders = [make_order(world.merchant, world.buyer, MUG, APRON), make_paid_order(world.merchant, world.buyer, MUG, APRON)]
    for order, state in ((order, state) for order in orders for state in LineState):
        with scope(order.merchant_id):
            OrderLine.objects.filter(order_id=order.id, position=0).update(state=state.value, acknowledged_at=NOW, delivered_at=NOW)
        with across_tenants("a test"):
            for at in (NOW, NOW + timedelta(days=1)):
                found = ranked(orders_of_buyer(world.buyer), at, goods_in_hand()).get(id=order.id)
                assert of_rank(found.rank) is progress_of(found, at)


def test_for_five_minutes_a_press_can_be_taken_back(world: World, buyer: Client) -> None:
    """claims 1.5: it says when it happens, nothing has happened before, and the press stands there again."""
    order = make_paid_order(world.merchant, world.buyer)
    move(order, *DELIVERED)
    told = Page(buyer.post(f"/my/orders/{order.number}/finalization/", follow=True)).main
    assert told.says("2026.11.23 10:05에 구매가 확정됩니다.")
    assert "구매확정" not in told.links()
    back = Page(buyer.post(told.button("되돌리기").action, follow=True))
    assert back.says("구매확정을 되돌렸습니다.")
    after_five_minutes(order)
    assert states_of(order) == {LineState.DELIVERED}
    assert back.main.link("구매확정") == f"/my/orders/{order.number}/finalization/"


def test_a_decision_is_put_off_and_the_buyer_reads_until_when(world: World, buyer: Client) -> None:
    order = make_paid_order(world.merchant, world.buyer)
    move(order, *DELIVERED)
    address = f"/my/orders/{order.number}/"
    held = Page(buyer.post(Page(buyer.get(address)).main.button("구매확정 미루기").action, follow=True)).main
    assert held.says("2026.11.30 10:00까지 구매가 저절로 확정되지 않습니다.")
    assert "구매확정 미루기" not in held.buttons()
    with scope(order.merchant_id):
        request_decision(merchant=order.merchant, line_number=OrderLine.objects.earliest("position").number, now=NOW)
    asked = Page(buyer.get(address)).main
    assert asked.says("판매자가 2026.11.23 10:00에 구매확정을 부탁했습니다. 받은 상품에 문제가 없으면 확정해 주세요.")
    freed = Page(buyer.post(held.button("보류 풀기").action, follow=True)).main
    assert not freed.says("2026.11.30 10:00까지 구매가 저절로 확정되지 않습니다.")
    assert freed.button("구매확정 미루기").action == f"{address}decision-hold/"


def test_what_has_not_left_is_not_put_off(world: World, buyer: Client) -> None:
    order = make_paid_order(world.merchant, world.buyer)
    assert "구매확정 미루기" not in Page(buyer.get(f"/my/orders/{order.number}/")).main.buttons()
    answer = buyer.post(f"/my/orders/{order.number}/decision-hold/", follow=True)
    assert Page(answer).says("아직 보내지 않은 상품입니다. 취소를 신청해 주세요.")
