"""What the hub sends is Korean and what it stores is facts, whatever the buyer's language; a buyer reads their own."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import translation
from tests.checkout.fakes import Outside
from tests.checkout.worlds import APRON, MUG, NOW, World, make_paid_order, make_sheet, make_world
from tests.logins import log_in

from minishop.chassis.jobs.worker import run_due
from minishop.chassis.tenancy import scope
from minishop.checkout.api.lines import queried_lines
from minishop.checkout.orders.models import OrderLine
from minishop.checkout.parcels.domain.states import Reason
from minishop.checkout.parcels.models import Parcel
from minishop.checkout.parcels.services.dispatch import Wanted, dispatch_all
from minishop.checkout.payments.domain.order_name import order_name

pytestmark = pytest.mark.django_db
REASONS = {
    Reason.NOT_KNOWN_YET: (
        "택배사에 아직 등록되지 않은 송장번호입니다.",
        "The carrier has not registered this tracking number yet.",
    ),
    Reason.UNKNOWN_TO_CARRIER: ("택배사에서 조회되지 않는 송장번호입니다.", "The carrier does not know this tracking number."),
    Reason.CARRIER_SILENT: ("택배사가 응답하지 않아 다시 확인합니다.", "The carrier is not answering; checking again."),
}


@pytest.fixture
def world(outside: Outside) -> World:
    return make_world()


def test_the_pg_is_told_the_order_in_korean(world: World, outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    taken = outside.pg.session
    monkeypatch.setattr("minishop.checkout.pages.sheet.views.now", lambda: NOW)

    def session(body: Any) -> Any:
        told.append(body["orderName"])
        return taken(body)

    monkeypatch.setattr(outside.pg, "session", session)
    form = {
        "orderer_name": "Kim", "orderer_mobile": "010-1234-5678", "orderer_email": "k@buyer.example", "recipient_same": "on",
        "zipcode": "04524", "address1": "서울시 중구", "means": "card", "consent_provision": "on", "consent_terms": "on",
    }  # fmt: skip
    for language in ("ko", "en"):
        sheet = make_sheet(world.merchant, MUG, APRON)
        query = {"ORDER_ID": sheet.key, "SHOP_ID": world.merchant.public_id, "TOTAL_PRICE": int(sheet.total)}
        client = Client(headers={"accept-language": language})
        log_in(client, world.buyer)
        answer = client.post(f"/customer/order.nhn?{urlencode(query)}", form)
        assert answer.status_code == 302, answer.content.decode()
    assert told == ["하루 머그컵 외 1개"] * 2


@pytest.mark.parametrize(
    ("goods", "name"),
    [(["컵"], "컵"), (["컵", "접시"], "컵 외 1개"), (["가" * 91], "가" * 90), (["가" * 91, "나", "다"], "가" * 90 + " 외 2개")],
)
def test_an_order_is_named_after_its_first_goods(goods: list[str], name: str) -> None:
    assert order_name(goods) == name


def test_letters_are_korean_whatever_language_is_in_force(world: World, outside: Outside) -> None:
    order = make_paid_order(world.merchant, world.buyer)
    with translation.override("en"):
        run_due(lambda: NOW)
    sms, mail = (outside.messages[f"receipt:{order.number}:{way}"] for way in ("sms", "mail"))
    assert sms["text"] == f"[체크아웃] 하루상점 주문 {order.number}, 26,500원 결제가 완료되었습니다."
    assert mail["subject"] == "[체크아웃] 하루상점 주문이 결제되었습니다"
    assert mail["text"].startswith(f"{order.orderer_name}님, 하루상점에서 주문하신 상품의 결제가 완료되었습니다.")


@pytest.mark.parametrize("reason", Reason)
def test_why_a_number_is_wrong_is_korean_on_the_wire_and_the_buyers_language_on_the_page(world: World, reason: Reason) -> None:
    order = make_paid_order(world.merchant, world.buyer)
    with scope(world.merchant.id):
        line = OrderLine.objects.get(order_id=order.id)
        wanted = Wanted(line.number, "DELIVERY", "HYUNDAI", "123456789013", NOW)
        assert dispatch_all(merchant=world.merchant, wanted=[wanted], who="api", now=NOW)[0].refusal is None
        Parcel.objects.update(state="wrong_number", reason=reason.value, checked_at=NOW)
        korean, english = REASONS[reason]
        for language in ("ko", "en"):
            with translation.override(language):
                told: Any = queried_lines(world.merchant, [line.number], NOW)[0].delivery
            assert (told.delivery_company, told.wrong_tracking_number_type) == ("HYUNDAI", korean)
    assert (korean in page(world, order.number, "ko"), english in page(world, order.number, "en")) == (True, True)


def page(world: World, number: str, language: str) -> str:
    client = Client(headers={"accept-language": language})
    log_in(client, world.buyer)
    return client.get(f"/my/orders/{number}/").content.decode()
