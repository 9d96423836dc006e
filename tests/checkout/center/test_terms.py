"""클레임 기한과 요율 at the centre: a merchant's deadlines, its pickups and its rates, within the hub's bounds."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.checkout.claims import cases
from tests.checkout.claims.test_examples import DRAWN
from tests.checkout.claims.test_returning import ask, does
from tests.checkout.worlds import World
from tests.logins import log_in
from tests.reading import Page

from minishop.checkout.claims.domain.reasons import ClaimReason
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.services import answering
from minishop.checkout.claims.services.withdrawing import withdraw
from minishop.checkout.merchants.domain.claim_terms import ClaimTerms
from minishop.checkout.merchants.domain.profiles import Profile
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.queries import capabilities_of
from minishop.kernel.won import Won

pytestmark = pytest.mark.django_db
PRESENT = {
    "체크아웃 규격": "manual_2011",
    "취소 요청에 답할 시간": "24",
    "반품·교환 요청에 답할 날": "3",
    "돌아온 물건을 확인할 날": "3",
    "회수 한 건의 배송비": "0",
    "체크아웃 이용료(%)": "0.8",
    "결제 대행 수수료(%)": "2.1",
    "구매 적립(%)": "0.5",
}
SENT = {
    "profile": "today",
    "cancel_hours": "36",
    "accept_days": "2",
    "look_days": "5",
    "pickup_fee": "3000",
    "hub_rate": "1.25",
    "pg_rate": "2.1",
    "points_rate": "1",
}


def address(world: World) -> str:
    return f"/center/merchants/{world.merchant.id}/terms/"


def test_they_are_shown_and_changed(world: World, operator: Client) -> None:
    page = Page(operator.get(f"/center/merchants/{world.merchant.id}/")).main
    form = Page(operator.get(page.link("클레임 기한과 요율"))).main
    assert {label: form.field(label).value for label in PRESENT} == PRESENT
    assert operator.post(form.button("저장").action, SENT).status_code == 302
    found = Merchant.objects.get(id=world.merchant.id)
    assert found.claim_terms == ClaimTerms(36, 2, 5, Won(3_000))
    assert found.profile == Profile.TODAY
    assert (found.hub_fee_basis_points, found.pg_fee_basis_points, found.points_basis_points) == (125, 210, 100)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("profile", "2026"),
        ("cancel_hours", "11"),
        ("accept_days", "6"),
        ("look_days", "0"),
        ("pg_rate", "20.01"),
        ("hub_rate", "0.805"),
    ],
)
def test_beyond_the_bounds_nothing_is_changed(world: World, operator: Client, name: str, value: str) -> None:
    answer = operator.post(address(world), {**SENT, name: value})
    assert answer.status_code == 422
    assert Merchant.objects.get(id=world.merchant.id).claim_terms == ClaimTerms()


def test_a_profile_counts_from_the_next_order_on(world: World, operator: Client) -> None:
    """R53: an order of the manual's day stays whole."""
    before = cases.paid(world)
    operator.post(address(world), SENT)
    world.merchant.refresh_from_db()
    after = cases.paid(world)
    assert [capabilities_of(order).partial_cancel for order in (before, after)] == [False, True]


def test_a_buyer_changes_no_terms(world: World) -> None:
    buyer = Client()
    log_in(buyer, world.buyer)
    assert buyer.post(address(world), SENT).status_code == 403


def test_the_pickup_stands_in_the_sellers_receipt(world: World, operator: Client) -> None:
    """The drawn order's set came broken: 22,136 in money, 1,864 of benefits, and 3,000 for the hub's courier."""
    Merchant.objects.filter(id=world.merchant.id).update(pickup_fee=3_000)
    world.merchant.refresh_from_db()
    cases.modern(world)
    order = cases.bought(world, DRAWN)
    cases.send(order)
    claim = ask(world, order, asked=cases.some(order, 0, 1), reason=ClaimReason.BROKEN)
    bill = sellers_bill(operator, claim)
    assert bill["예상 회수 배송비 체크아웃 지정 택배"] == "−3,000원"
    assert bill["판매대금에서 빠질 금액"] == "27,000원"
    does(answering.accept, claim, who="api")
    does(answering.received, claim, who="api")
    assert sellers_bill(operator, claim)["회수 배송비 체크아웃 지정 택배"] == "−3,000원"


def test_of_what_was_never_fetched_no_pickup_stands_in_the_receipt(world: World, operator: Client) -> None:
    """A return that was withdrawn before anything was posted."""
    Merchant.objects.filter(id=world.merchant.id).update(pickup_fee=3_000)
    world.merchant.refresh_from_db()
    cases.modern(world)
    order = cases.bought(world, DRAWN)
    cases.send(order)
    claim = ask(world, order, asked=cases.some(order, 0, 1), reason=ClaimReason.BROKEN)
    does(withdraw, claim, buyer=world.buyer)
    assert not [label for label in sellers_bill(operator, claim) if "회수" in label]


def sellers_bill(operator: Client, claim: Claim) -> dict[str, str]:
    page = Page(operator.get(f"/center/claims/{claim.merchant_id}/{claim.number}/"))
    return page.main.part("판매자에게서 빠질 금액").labels()
