"""쿠폰: operators issue them for the hub or for a merchant, make codes, give them, and set instant discounts (R90)."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.checkout.worlds import make_account, make_merchant
from tests.logins import log_in
from tests.reading import Page

from minishop.chassis.tenancy import scope
from minishop.checkout.benefits.models import BuyerCoupon, Coupon, CouponCode, InstantDiscount

pytestmark = pytest.mark.django_db
COUPONS = "/center/coupons/"
FILLED = {
    "name": "봄맞이 할인",
    "kind": "cart",
    "merchant": "",
    "product_id": "",
    "amount": "3000",
    "percent": "0",
    "ceiling": "0",
    "minimum": "30000",
    "begins_on": "2026-11-01",
    "ends_on": "2026-11-30",
    "hub_percent": "70",
    "valid_days": "0",
    "per_person": "2",
    "code_use": "single",
}


def issue(operator: Client, **changed: str) -> Coupon:
    assert operator.post(COUPONS, {**FILLED, **changed}).status_code == 302
    return Coupon.objects.latest("made_at")


def test_a_coupon_is_issued_with_what_was_agreed(operator: Client) -> None:
    """R90, C7: 70 % are the hub's; the last day is whole in Seoul."""
    assert Page(operator.get(COUPONS)).main.says("아직 만든 쿠폰이 없습니다.")
    coupon = issue(operator)
    assert (coupon.merchant, coupon.amount, coupon.rate, coupon.minimum, coupon.hub_share) == (None, 3000, 0, 30000, 7000)
    assert (coupon.begins_at.isoformat(), coupon.ends_at.isoformat()) == ("2026-10-31T15:00:00+00:00", "2026-11-30T15:00:00+00:00")
    assert coupon.made_by == "operator:operator"
    row = Page(operator.get(COUPONS)).main.rows()[0]
    assert (row["쿠폰"], row["종류"], row["할인"]) == ("봄맞이 할인", "주문 쿠폰", "3,000원 30,000원 이상")


def test_a_merchants_own_coupon(operator: Client) -> None:
    merchant = make_merchant()
    coupon = issue(operator, merchant=str(merchant.public_id), amount="0", percent="10", ceiling="5000", hub_percent="0")
    assert (coupon.merchant, coupon.rate, coupon.ceiling, coupon.hub_share) == (merchant, 1000, 5000, 0)


REFUSED = {
    "금액도 비율도": {"percent": "10"},
    "둘 다 없음": {"amount": "0"},
    "거꾸로 된 기간": {"ends_on": "2026-10-01"},
    "모르는 가맹점": {"merchant": "np_nobody"},
    "상품 없는 상품 쿠폰": {"kind": "product"},
}


@pytest.mark.parametrize("changed", REFUSED.values(), ids=REFUSED)
def test_what_makes_no_coupon(operator: Client, changed: dict[str, str]) -> None:
    assert operator.post(COUPONS, {**FILLED, **changed}).status_code == 400
    assert not Coupon.objects.exists()


def test_codes_are_made_in_bulk(operator: Client) -> None:
    coupon = issue(operator)
    operator.post(f"{COUPONS}{coupon.id}/codes/", {"how_many": "3"})
    codes = set(CouponCode.objects.values_list("code", flat=True))
    assert {len(code) for code in codes} == {16}
    page = Page(operator.get(f"{COUPONS}{coupon.id}/")).main
    assert len(codes) == 3
    assert all(page.says(code) for code in codes)


def test_a_coupon_without_codes_makes_none(operator: Client) -> None:
    coupon = issue(operator, code_use="none")
    assert operator.post(f"{COUPONS}{coupon.id}/codes/", {"how_many": "3"}).status_code in (200, 400)
    assert not CouponCode.objects.exists()


def test_a_coupon_is_given_to_one_buyer_as_often_as_one_may_have_it(operator: Client) -> None:
    coupon, buyer = issue(operator), make_account("buyer")
    for _ in range(3):
        operator.post(f"{COUPONS}{coupon.id}/giving/", {"login": "Buyer"})
    assert list(BuyerCoupon.objects.values_list("buyer_id", flat=True)) == [buyer.id] * 2
    assert operator.post(f"{COUPONS}{coupon.id}/giving/", {"login": "nobody"}).status_code == 400


def test_an_instant_discount_of_a_merchant(operator: Client) -> None:
    merchant = make_merchant()
    address = f"/center/merchants/{merchant.id}/discounts/"
    assert Page(operator.get(address)).main.says("지금 하는 즉시할인이 없습니다.")
    facts = {name: FILLED[name] for name in ("begins_on", "product_id")}
    operator.post(address, {**facts, "ends_on": "2099-12-31", "amount": "0", "percent": "10", "hub_percent": "0"})
    with scope(merchant.id):
        found = InstantDiscount.objects.get()
    assert (found.product_id, found.rate, found.hub_share) == ("", 1000, 0)
    row = Page(operator.get(address)).main.rows()[0]
    assert (row["할인"], row["유효기간"].partition(" – ")[2]) == ("10%", "2099.12.31")


def test_a_buyer_does_not_see_them() -> None:
    client = Client()
    log_in(client, make_account("buyer"))
    assert client.get(COUPONS).status_code == 403
