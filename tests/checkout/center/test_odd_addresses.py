"""Addresses of the hub that no person types: numbers and signs that no column holds."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/center/claims/{2**63}/1/", 404),
        (f"/center/orders/{2**70}/1/", 404),
        ("/center/orders/?q=%00", 400),
        ("/center/claims/1/%00/", 400),
        ("/customer/order.nhn?ORDER_ID=%00", 400),
    ],
)
def test_what_no_column_holds_is_answered_and_no_fault(operator: Client, address: str, status: int) -> None:
    assert operator.get(address).status_code == status


def test_a_program_is_refused_a_nul_in_its_own_form(client: Client) -> None:
    answer = client.post("/v1/pay-order/mall/product-orders/a%00b/claim/cancel/approve", b"{}", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "4000")
