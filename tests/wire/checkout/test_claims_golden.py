"""The hub's side of what protocol/rest says of claims: what it writes equals the files, what it reads they say."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.checkout.claims import cases
from tests.checkout.fakes import Outside
from tests.checkout.machines import Clock
from tests.wire.checkout import test_rest_golden as rest

from minishop.chassis.tenancy import scope
from minishop.checkout.claims.domain.asked import Pickup
from minishop.checkout.claims.domain.reasons import ClaimReason
from minishop.checkout.claims.domain.wanted import Way
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.services.returning import ask_return
from minishop.checkout.merchants.domain.profiles import Profile
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.models import Order

pytestmark = pytest.mark.django_db
merchant, order, as_golden = rest.merchant, rest.order, rest.as_golden
FIRST = "2026112387654321"
NUMBER = "2026112311111111"
CLAIM = f"{rest.ORDERS}/{FIRST}/claim"


@pytest.fixture
def shop(client: Client, merchant: Merchant, order: Order, clock: Clock, outside: Outside) -> rest.Shop:
    return rest.Shop(client, merchant, clock)


def first_of_query(shop: rest.Shop) -> Any:
    """The golden query's first line, under the golden claim's number."""
    Claim.objects.update(number=NUMBER)
    return [shop.post(f"{rest.ORDERS}/query", "query.request.json")["data"][0]]


def test_a_cancel_its_line_and_the_feed(shop: rest.Shop, merchant: Merchant) -> None:
    answered = shop.post(f"{CLAIM}/cancel/request", "cancel-request.request.json")
    assert answered == rest.golden("rest/cancel-request.response.json")
    with scope(merchant.id):
        assert first_of_query(shop) == rest.golden("rest/query-canceling.response.json")["data"]
    feed = shop.get("/v1/minishop/changes", after="2.2af31c95b80d3f2")
    assert feed == rest.golden("minishop/changes-claim.response.json")


def test_a_part_of_a_whole_order_is_refused(shop: rest.Shop) -> None:
    answered = shop.post(f"{CLAIM}/cancel/request", "cancel-request-part.request.json")
    assert answered == rest.golden("rest/cancel-request-refused.response.json")


def test_a_request_of_the_buyers_that_is_none(shop: rest.Shop) -> None:
    assert shop.post(f"{CLAIM}/cancel/reject", "cancel-reject.request.json") == rest.golden(
        "rest/cancel-reject-refused.response.json"
    )


def test_a_return_that_is_held(shop: rest.Shop, merchant: Merchant, order: Order, clock: Clock) -> None:
    cases.set_fees([order])
    with scope(merchant.id):
        order.contract = {**order.contract, "profile": Profile.TODAY.value}
        order.save(update_fields=["contract"])
    cases.send(order, now=clock())
    home = Pickup("이수령", "010-2345-6789", "04524", "서울시 중구 세종대로 110", "3층")
    with scope(merchant.id):
        ask_return(
            order=order, buyer=order.buyer, asked=cases.of(order), reason=ClaimReason.BROKEN, words="손잡이가 깨졌어요", way=Way.COURIER,
            pickup=home, now=clock() + timedelta(hours=1),
        )  # fmt: skip
        assert shop.post(f"{CLAIM}/return/holdback", "return-holdback.request.json") == rest.golden(
            "rest/cancel-request.response.json"
        )
        assert first_of_query(shop) == rest.golden("rest/query-return.response.json")["data"]


def test_what_a_cancel_would_come_to(shop: rest.Shop) -> None:
    body = rest.PROTOCOL / "minishop" / "claim-proposal.request.json"
    answered = shop.post("/v1/minishop/claim-proposals", str(body))
    assert answered == rest.golden("minishop/claim-proposal.response.json")
