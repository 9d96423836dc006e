"""결제 확인 중: whoever waits for the PG's answer is told for what, and can look again or leave."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.checkout.worlds import World, make_order, make_payment
from tests.reading import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


def test_who_waits_reads_for_what_and_that_nothing_is_paid_twice(world: World, buyer: Client) -> None:
    order = make_order(world.merchant, world.buyer)
    make_payment(order, "confirming", key="attempt-1")
    page = Page(buyer.get("/payments/attempt-1/")).main
    assert page.headings() == ["결제 확인 중"]
    assert page.says("하루상점 주문 26,500원의 승인 결과를 결제 대행사에 확인하고 있습니다.")
    assert page.says("두 번 결제되지 않습니다.")
    assert page.says(f"주문번호 {order.number}")
    assert page.links() == {"지금 확인하기": "/payments/attempt-1/", "MY 페이지": "/my/"}
