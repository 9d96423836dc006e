"""배송시작 체크: the desk's pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import cycle

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.mall.fake_hub import FakeHub
from tests.mall.worlds import Cast, make_product
from tests.plans import plans_of

from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.worker import run_due
from minishop.kernel.clock import kst_day
from minishop.mall.backoffice.attention import views as attention
from minishop.mall.backoffice.orders import views as orders
from minishop.mall.channel import tasks
from minishop.mall.channel.models import HubConnection, OutboxMessage
from minishop.mall.orders import queries
from minishop.mall.orders.models import Order, OrderLine
from minishop.mall.orders.queries import TABS
from minishop.mall.shops.models import Shop

DESK = "/office/haru/orders/"
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # minutes after the fake hub's orders


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "now", lambda: NOW)
    monkeypatch.setattr(attention, "now", lambda: NOW)


@pytest.fixture
def seller(client: Client, cast: Cast) -> Client:
    client.force_login(cast.owner)
    return client


def collect(shop: Shop, hub: FakeHub, *sold: str) -> None:
    for number in sold:
        hub.sell(number, f"{number}-a", f"{number}-b")
    tasks.collect.run(shop_id=shop.id, now=NOW)


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_a_collected_order_stands_at_the_desk_with_people_and_fee(connected: Shop, hub: FakeHub, seller: Client) -> None:
    """R118, Q6."""
    collect(connected, hub, "1")
    page = text(seller, DESK)
    for words in (
        "20261123-0000001",
        "김구매",
        "이수령",
        "(04524) 서울시 중구 3층",
        "2,500원",
        "42,500원",
        "체크아웃",
        "배송준비중",
        "결제완료",
    ):
        assert words in page


def test_an_empty_desk_says_so(connected: Shop, seller: Client) -> None:
    assert "조건에 맞는 주문이 없습니다." in text(seller, DESK)


def test_the_desk_asks_the_same_number_of_queries_for_one_order_and_three(
    connected: Shop, hub: FakeHub, seller: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    collect(connected, hub, "1")
    seller.get(DESK)
    with django_assert_num_queries(15) as one:
        seller.get(DESK)
    collect(connected, hub, "2", "3")
    with django_assert_num_queries(len(one)):
        seller.get(DESK)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("?tab=preparing&number=0000001", True),
        ("?number=없는번호", False),
        ("?orderer=김구", True),
        ("?recipient=다른이", False),
        ("?product=P1", True),
        ("?first=2026-11-23&last=2026-11-23", True),
        ("?first=2026-11-24&last=2026-11-24", False),
        ("?first=언제&last=9999-99-99", True),
        ("?q=김구매", True),
        ("?q=구매+이수령", True),
        ("?q=구매+다른이", False),
        ("?q=010.2345-6789", True),
        ("?tab=shipping_wait&q=김구매", False),
        ("?tab=shipping_wait", False),
        ("?tab=모르는탭", True),
        ("?page=99", True),
    ],
    ids=[
        "처음",
        "주문번호",
        "없는 번호",
        "주문자",
        "다른 수령인",
        "상품",
        "그날",
        "다음날",
        "날짜 아님",
        "이름",
        "두 이름",
        "한 이름만",
        "전화번호",
        "다른 탭",
        "배송대기",
        "모르는 탭",
        "없는 쪽",
    ],
)
def test_searching(connected: Shop, hub: FakeHub, seller: Client, query: str, found: bool) -> None:
    """R114, R116, R122."""
    collect(connected, hub, "1")
    assert ("20261123-0000001" in text(seller, DESK + query)) is found


def test_a_number_entered_at_the_desk_waits_for_its_check(connected: Shop, hub: FakeHub, seller: Client) -> None:
    """R46, R128."""
    collect(connected, hub, "1")
    number = Order.objects.get().number
    answer = seller.post(f"{DESK}{number}/dispatch/", {"carrier": "HYUNDAI", "number": "1234-5678-9013"})
    assert answer.status_code == 302
    page = text(seller, f"{DESK}{number}/")
    assert "배송대기" in page
    assert "송장번호를 확인하고 있습니다" in page
    assert "재전송" in page
    assert "20261123-0000001" in text(seller, f"{DESK}?tab=shipping_wait")


@pytest.mark.parametrize(
    ("given", "words"),
    [({"carrier": "HYUNDAI", "number": ""}, "송장번호는"), ({"carrier": "", "number": "123456789013"}, "택배사를")],
    ids=["빈 번호", "택배사 없음"],
)
def test_a_bad_number_is_refused_beside_its_field_and_changes_nothing(
    connected: Shop, hub: FakeHub, seller: Client, given: dict[str, str], words: str
) -> None:
    collect(connected, hub, "1")
    answer = seller.post(f"{DESK}{Order.objects.get().number}/dispatch/", given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()
    assert set(OrderLine.objects.values_list("state", flat=True)) == {"preparing"}
    assert not OutboxMessage.objects.filter(kind="dispatch").exists()


def test_a_refused_number_shows_why_and_stands_on_the_attention_page(connected: Shop, hub: FakeHub, seller: Client) -> None:
    """R123."""
    collect(connected, hub, "1")
    hub.refuse = {"1-a": ("104122", "송장번호가 유효하지 않습니다."), "1-b": ("104122", "송장번호가 유효하지 않습니다.")}
    number = Order.objects.get().number
    seller.post(f"{DESK}{number}/dispatch/", {"carrier": "HYUNDAI", "number": "123456789014"})
    run_due(lambda: NOW)
    for address in (f"{DESK}{number}/", f"{DESK}?tab=shipping_wait", "/office/haru/attention/"):
        assert "송장번호가 유효하지 않습니다. (104122)" in text(seller, address)


def test_holding_and_releasing(connected: Shop, hub: FakeHub, seller: Client) -> None:
    collect(connected, hub, "1")
    number = Order.objects.get().number
    seller.post(f"{DESK}{number}/hold/", {"reason": "재입고"})
    assert set(OrderLine.objects.values_list("state", flat=True)) == {"on_hold"}
    seller.post(f"{DESK}{number}/hold/", {"release": "1"})
    assert set(OrderLine.objects.values_list("state", flat=True)) == {"preparing"}


def test_a_memo_is_kept(connected: Shop, hub: FakeHub, seller: Client) -> None:
    collect(connected, hub, "1")
    number = Order.objects.get().number
    seller.post(f"{DESK}{number}/memo/", {"memo": "<b>선물 포장</b>"})
    assert "&lt;b&gt;선물 포장&lt;/b&gt;" in text(seller, f"{DESK}{number}/")


def test_nothing_stuck_is_said(connected: Shop, seller: Client) -> None:
    assert "멈춘 일이 없습니다." in text(seller, "/office/haru/attention/")


def test_products_that_the_search_will_not_see_are_counted(connected: Shop, seller: Client) -> None:
    """R32: every product goes to the search; one without a picture cannot, and that is said."""
    make_product(connected, "P1")
    make_product(connected, "P2", displayed=False)
    assert "사진이 없어 지식쇼핑에 나가지 않는 상품이 1개 있습니다." in text(seller, "/office/haru/attention/")


def test_what_is_stuck_is_shown_and_can_be_sent_again(connected: Shop, hub: FakeHub, seller: Client) -> None:
    """Architecture, rule 10."""
    hub.refuse = {"1-a": ("9999", "알 수 없는 오류")}
    collect(connected, hub, "1")
    run_due(lambda: NOW)
    HubConnection.objects.update(last_error="connection refused")
    page = text(seller, "/office/haru/attention/")
    assert "알 수 없는 오류 (9999)" in page
    assert "connection refused" in page
    hub.refuse = {}
    seller.post(f"/office/haru/attention/{OutboxMessage.objects.get().id}/resend/")
    run_due(lambda: NOW + timedelta(seconds=1))
    assert OutboxMessage.objects.get().state == "sent"


def test_failed_work_is_begun_anew(connected: Shop, seller: Client) -> None:
    Job.objects.create(
        task="mall.channel.tasks.collect",
        arguments={"shop_id": connected.id},
        tenant=connected.id,
        state="dead",
        last_error="boom",
        created_at=NOW,
    )
    assert "boom" in text(seller, "/office/haru/attention/")
    seller.post(f"/office/haru/attention/jobs/{Job.objects.get().id}/retry/")
    assert Job.objects.get().state == "ready"


@pytest.mark.parametrize("deed", ["retry", "discard"])
@pytest.mark.parametrize("number", ["other", "1", str(2**63), "9" * 200])
def test_what_is_no_failed_work_of_the_shop_stays_as_it_is(
    connected: Shop, seller: Client, cast: Cast, deed: str, number: str
) -> None:
    other = Job.objects.create(task="t", tenant=cast.maru.id, state="dead", created_at=NOW)
    address = f"/office/haru/attention/jobs/{other.id if number == 'other' else number}/{deed}/"
    answer = seller.post(address, follow=True)
    assert "멈춘 작업이 아닙니다. 이미 다시 시작했거나 버린 작업입니다." in answer.content.decode()
    assert Job.objects.get().state == "dead"
    assert seller.get(address).headers["Location"] == "/office/haru/attention/"


def test_an_order_of_another_shop_is_not_there(connected: Shop, hub: FakeHub, client: Client, cast: Cast) -> None:
    collect(connected, hub, "1")
    number = Order.objects.get().number
    client.force_login(cast.stranger)
    for address in (DESK, f"{DESK}{number}/", f"/office/maru/orders/{number}/"):
        assert client.get(address).status_code == 404
    assert (
        client.post(f"/office/maru/orders/{number}/dispatch/", {"carrier": "HYUNDAI", "number": "123456789013"}).status_code == 404
    )


def test_the_keys_and_the_button_are_set_where_they_belong(connected: Shop, seller: Client) -> None:
    """R104, R105."""
    page = text(seller, "/office/haru/checkout/")
    assert "np_abcde123456" in page
    assert "TYPE C3 (272×49)" in page
    seller.post("/office/haru/checkout/", {"button_type": "A1"})
    assert HubConnection.objects.get().button_type == "A1"
    seller.post("/office/haru/checkout/", {"button_type": "Z9"})
    assert HubConnection.objects.get().button_type == "A1"


@pytest.mark.parametrize("query", ["last=9999-12-31", "first=9999-12-31", "first=0001-01-01", "first=0001-01-01&last=9999-12-31"])
def test_days_at_the_ends_of_the_calendar_count_as_not_asked(owner: Client, query: str) -> None:
    assert owner.get(f"/office/haru/orders/?{query}").status_code == 200


def test_an_order_never_leaves_the_desk_by_growing_old(
    connected: Shop, hub: FakeHub, seller: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R116: what the tab counts, the list shows, and the home page says the same."""
    hub.sell("1", "L1", "L2")
    hub.sell("2", "L3")
    tasks.collect.run(shop_id=connected.id, now=NOW)
    Order.objects.filter(hub_number="1").update(ordered_at=NOW - timedelta(days=400))
    page = seller.get("/office/haru/orders/")
    assert (len(page.context["rows"]), page.context["count"], page.context["counts"]["preparing"]) == (2, 2, 2)
    assert seller.get("/office/haru/").context["figures"]["preparing"] == 2


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_of_the_desk_is_counted_on_the_home_page_as_in_the_tab(
    connected: Shop, hub: FakeHub, seller: Client, tab: str
) -> None:
    hub.sell("1", "L1", "L2", "L3")
    hub.sell("2", "L4")
    tasks.collect.run(shop_id=connected.id, now=NOW)
    for number, state in zip(("L1", "L2", "L4"), cycle(TABS[tab]), strict=False):
        OrderLine.objects.filter(hub_number=number).update(state=state)
    shown = seller.get(f"/office/haru/orders/?tab={tab}").context
    assert len(shown["rows"]) == shown["count"] == shown["counts"][tab] == seller.get("/office/haru/").context["figures"][tab] == 2


def test_a_search_looks_in_all_tabs_and_counts_what_it_found_in_each(connected: Shop, hub: FakeHub, seller: Client) -> None:
    """R114: who looks for an order need not know where it stands."""
    for number in ("1", "2", "3"):
        collect(connected, hub, number)
    OrderLine.objects.filter(order__hub_number="2").update(state="finalized")
    found = seller.get(DESK, {"q": "이수령"}).context
    assert found["search"].tab == "all"
    assert {tab: n for tab, n in found["counts"].items() if n} == {"preparing": 2, "delivered": 1, "all": 3}
    assert (len(found["rows"]), found["count"]) == (3, 3)
    assert [row.order.hub_number for row in seller.get(DESK, {"q": "이수령", "tab": "delivered"}).context["rows"]] == ["2"]


@pytest.mark.parametrize(
    ("query", "words", "link"),
    [
        ({"q": "이수령", "tab": "on_hold"}, "다른 탭에 1건이 있습니다.", "?q=%EC%9D%B4%EC%88%98%EB%A0%B9&amp;tab=all"),
        ({"q": "1", "first": "2026-11-24"}, "전체 기간에서 찾기", f"{DESK}?q=1"),
        ({"q": "없는이"}, "앞부분만 적어도 됩니다.", ""),
    ],
    ids=["다른 탭", "다른 때", "없음"],
)
def test_a_search_that_finds_nothing_says_where_else_to_look(
    connected: Shop, hub: FakeHub, seller: Client, query: dict[str, str], words: str, link: str
) -> None:
    collect(connected, hub, "1")
    page = seller.get(DESK, query).content.decode()
    assert words in page
    assert f'href="{link}"' in page or not link


def test_an_order_of_which_a_part_is_over_is_counted_once(connected: Shop, hub: FakeHub, seller: Client) -> None:
    """R116: what the tab counts, the list shows."""
    for number, states in (("1", ("delivered", "finalized")), ("2", ("cancelled", "returned")), ("3", ("finalized", "cancelled"))):
        collect(connected, hub, number)
        for line, state in zip(OrderLine.objects.filter(order__hub_number=number), states, strict=True):
            OrderLine.objects.filter(id=line.id).update(state=state)
    for tab, count in (("delivered", 2), ("ended", 2), ("all", 3)):
        shown = seller.get(DESK, {"tab": tab}).context
        assert (shown["count"], len(shown["rows"])) == (count, count), tab


def test_the_tabs_count_by_an_index_and_not_beyond_their_bound(
    connected: Shop, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_COUNTED", 2)
    for number in ("1", "2", "3"):
        collect(connected, hub, number)
    OrderLine.objects.update(state="finalized")
    assert queries.counts_by_tab(connected)["delivered"] == 2
    of_a_time = queries.find_orders(connected, queries.Search("all", first=kst_day(NOW) - timedelta(days=999)))
    assert (of_a_time.counts["delivered"], of_a_time.counts["all"], of_a_time.counts["ended"]) == (2, 2, 0)
    for plan in plans_of(lambda: queries.counts_by_tab(connected), table="mall_orders_orderline"):
        assert "orders_lines_by_state" in plan


def test_the_menu_counts_the_orders_of_the_first_tab(connected: Shop, hub: FakeHub, seller: Client) -> None:
    """The same number as the tab's, on every page; what has been sent is counted no more."""
    collect(connected, hub, "1", "2")
    for address in (DESK, "/office/haru/shipping/"):
        page = seller.get(address).content.decode()
        assert page.count('<b class="menu-count">2</b>') == 3  # in the rail, the tabs, and what stands behind them
    OrderLine.objects.update(state="delivered")
    assert "menu-count" not in seller.get(DESK).content.decode()


def test_an_order_that_was_not_sent_for_days_stands_on_the_attention_page_and_leads_to_it(
    connected: Shop, hub: FakeHub, seller: Client
) -> None:
    """R116: as many as the link shows; one that is held back or sent waits for nothing."""
    for number in ("1", "2", "3"):
        collect(connected, hub, number)
    OrderLine.objects.filter(order__hub_number="3").update(state="on_hold")
    assert seller.get("/office/haru/attention/").context["late"] is None
    Order.objects.exclude(hub_number="2").update(ordered_at=NOW - timedelta(days=5))
    page = seller.get("/office/haru/attention/")
    assert page.context["late"] == {"count": 1, "last": "2026-11-19"}
    assert "주문한 지 나흘이 지나도록 보내지 않은 주문이 1건 있습니다." in page.content.decode()
    assert 'href="/office/haru/orders/?tab=preparing&amp;last=2026-11-19"' in page.content.decode()
    shown = seller.get(f"{DESK}?tab=preparing&last=2026-11-19").context
    assert [row.order.hub_number for row in shown["rows"]] == ["1"]
