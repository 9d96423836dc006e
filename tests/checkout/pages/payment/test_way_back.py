"""결제창에서 돌아오는 길: return, cancel, notice and the page that waits."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from tests.checkout.fakes import Outside
from tests.checkout.worlds import NOW, World, make_order, make_payment
from tests.logins import log_in

from minishop.chassis.jobs.worker import run_due
from minishop.chassis.tenancy import scope
from minishop.checkout.orders.models import Order
from minishop.checkout.payments.models import Payment, Transfer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


@pytest.fixture
def order(world: World, outside: Outside) -> Order:
    made = make_order(world.merchant, world.buyer)
    make_payment(made, "opened", key="attempt-1")
    outside.pg.sessions["attempt-1"] = int(made.pay_total)
    return made


RETURN = "/payments/return/?orderKey=attempt-1&paymentKey=pk-1"


def state_of(order: Order) -> list[str]:
    with scope(order.merchant_id):
        return list(Payment.objects.order_by("opened_at").values_list("state", flat=True))


def test_a_return_leads_to_the_paid_order(order: Order, buyer: Client) -> None:
    for _ in range(2):
        assert buyer.get(RETURN)["Location"] == f"/my/orders/{order.number}/"
    page = buyer.get(f"/my/orders/{order.number}/").content.decode()
    assert "결제완료" in page
    with scope(order.merchant_id):
        assert Transfer.objects.count() == 1


def test_the_pgs_own_copy_of_the_return_pays_too(order: Order, buyer: Client) -> None:
    """The PG may send the return itself, without the buyer's cookies, before or beside the browser."""
    assert Client().get(RETURN).status_code == 302
    assert buyer.get(RETURN)["Location"] == f"/my/orders/{order.number}/"
    assert state_of(order) == ["paid"]


def test_a_decline_leads_back_to_the_sheet_with_its_reason(order: Order, buyer: Client, outside: Outside) -> None:
    outside.pg.next = "decline"
    back = buyer.get(RETURN)["Location"]
    assert back.startswith("/customer/order.nhn?ORDER_ID=")
    text = buyer.get(back).content.decode()
    assert "한도를 초과한 카드입니다." in text
    assert 'value="박받음"' in text


def test_leaving_the_window_leads_back_to_the_sheet(order: Order, buyer: Client) -> None:
    back = buyer.get("/payments/cancel/?orderKey=attempt-1")["Location"]
    assert "결제를 취소했습니다" in buyer.get(back).content.decode()
    assert state_of(order) == ["abandoned"]


def test_an_unknown_answer_waits_on_a_page_that_resolves_by_itself(order: Order, buyer: Client, outside: Outside) -> None:
    outside.pg.next = "timeout_taken"
    waiting = buyer.get(RETURN)["Location"]
    assert waiting == "/payments/attempt-1/"
    page = buyer.get(waiting).content.decode()
    assert "결제 확인 중" in page
    assert '<meta http-equiv="refresh" content="3">' in page
    with scope(order.merchant_id):
        sheet = order.sheet
    target = f"/customer/order.nhn?ORDER_ID={sheet.key}&SHOP_ID={order.merchant.public_id}&TOTAL_PRICE={int(sheet.total)}"
    assert buyer.get(target)["Location"] == waiting
    run_due(lambda: NOW + timedelta(seconds=20))
    assert buyer.get(waiting)["Location"] == f"/my/orders/{order.number}/"


def test_only_the_buyer_waits(order: Order, world: World) -> None:
    stranger = Client()
    assert stranger.get("/payments/attempt-1/")["Location"].startswith("/login/")
    log_in(stranger, world.stranger)
    assert stranger.get("/payments/attempt-1/").status_code == 404


def test_a_notice_only_asks(order: Order, outside: Outside) -> None:
    body = json.dumps({"orderKey": "attempt-1", "paymentKey": "pk-1", "status": "DONE"})
    for _ in range(2):
        assert Client(enforce_csrf_checks=True).post("/payments/notify/", body, content_type="application/json").status_code == 200
    run_due(lambda: NOW)
    assert state_of(order) == ["opened"]
    outside.pg.taken["attempt-1"] = int(order.pay_total)
    Client().post("/payments/notify/", body, content_type="application/json")
    run_due(lambda: NOW)
    assert state_of(order) == ["paid"]


BAD = {
    "글이 아님": (b"\xff", 400),
    "목록": (b"[]", 400),
    "이름 없음": (b"{}", 400),
    "모르는 결제": (b'{"orderKey": "nothing"}', 404),
    "글자가 아닌 이름": (b'{"orderKey": 1}', 404),
}


@pytest.mark.parametrize(("body", "status"), BAD.values(), ids=BAD)
def test_a_notice_that_says_nothing_changes_nothing(order: Order, outside: Outside, body: bytes, status: int) -> None:
    assert Client().post("/payments/notify/", body, content_type="application/json").status_code == status
    assert state_of(order) == ["opened"]
    assert outside.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "/payments/return/",
        "/payments/return/?orderKey=x&paymentKey=y",
        "/payments/return/?orderKey=attempt-1",
        "/payments/cancel/?orderKey=x",
    ],
    ids=["이름 없음", "모르는 결제", "결제키 없음", "모르는 결제 취소"],
)
def test_a_way_back_from_nowhere_is_unknown(order: Order, outside: Outside, address: str) -> None:
    assert Client().get(address).status_code == 404
    assert state_of(order) == ["opened"]
    assert outside.asked == []
