"""The orders of the second story: a basket, a coupon and points on the sheet, a card (R90, R91)."""

from __future__ import annotations

from dataclasses import dataclass

from minishop.cli.story.errors import Unexpected
from minishop.cli.story.goods import code_of
from minishop.cli.story.money import CANCELLED, IN_PARTS, WHOLE, Sums, won
from minishop.cli.story.onboarding import log_in
from minishop.cli.story.ordering import checkout_sheet, open_cart
from minishop.cli.story.pages import Page, Value
from minishop.cli.story.paying import MOBILE, is_paid
from minishop.cli.story.settling import expect_at_the_pg
from minishop.cli.story.story import Story


@dataclass(frozen=True)
class Basket:
    """What an order of the second story holds, and what it costs. ``key``: what its number is noted under."""

    key: str
    scarves: int
    mugs: int
    sums: Sums


TAKEN_BACK = Basket("cancelled order", 1, 0, CANCELLED)
TO_EXCHANGE = Basket("whole order", 1, 1, WHOLE)
TO_RETURN = Basket("order in parts", 2, 1, IN_PARTS)


def buy(story: Story, basket: Basket) -> Page:
    """Buys a basket by card; returns the order's page, which says what was paid."""
    if basket.key not in story.notes:
        page = _pay(story, basket, _sheet(story, basket))
        story.notes[basket.key] = page.path.rstrip("/").rpartition("/")[2]
    page = order_page(story, basket)
    return page.expect(f"결제 금액 {won(basket.sums.pay)}")


def order_page(story: Story, basket: Basket) -> Page:
    """The order on MY page."""
    return story.buyer.open(story.url("checkout", f"/my/orders/{story.notes[basket.key]}/"))


def buy_with_benefits(story: Story) -> str:
    """쿠폰과 적립금: the best coupon stands chosen, points are typed, and sheet, PG and points page tell the same sums."""
    log_in(story, "buyer", "checkout", "/my/", story.cast.buyer)
    page = buy(story, TAKEN_BACK)
    points = benefits_page(story).expect("쓸 수 있는 적립금 0원", f"−{TAKEN_BACK.sums.points}원")
    if not points.says("사용함"):
        raise Unexpected(f"{points.url}: the coupon is not told to be used: {points.text[:600]}")
    return page.url


def buy_for_parts(story: Story) -> str:
    """The coupon and the points that came back pay again, of an order under today's profile."""
    return buy(story, TO_RETURN).url


def benefits_page(story: Story) -> Page:
    """적립금/쿠폰 on MY page."""
    return story.buyer.open(story.url("checkout", "/my/points/"))


def _sheet(story: Story, basket: Basket) -> Page:
    _empty_cart(story)
    scarf, buyer = story.cast.scarf, story.buyer
    page = buyer.open(story.notes["product page"])
    chosen: dict[str, Value] = {"option-색상": scarf.colours[0], "option-크기": scarf.sizes[0], "quantity": str(basket.scarves)}
    buyer.send(page.form("/cart/lines/", has="quantity"), chosen, button="장바구니 담기")
    if basket.mugs:
        page = buyer.open(story.storefront(f"/products/{code_of(story.cast.shop.upper(), 1)}/"))
        buyer.send(page.form("/cart/lines/", has="quantity"), {"quantity": str(basket.mugs)}, button="장바구니 담기")
    open_cart(story).expect(won(basket.sums.goods), won(basket.sums.fee))
    return checkout_sheet(story)


def _empty_cart(story: Story) -> None:
    while (form := next((form for form in open_cart(story).forms if "/cart/lines/" in form.action), None)) is not None:
        story.buyer.send(form, button="삭제")


def _pay(story: Story, basket: Basket, page: Page) -> Page:
    sums, buyer = basket.sums, story.buyer
    form = page.form(has="consent_terms")
    coupons = [value for value, _ in form.field("coupon").options if value] if "coupon" in form.names() else []
    wanted: dict[str, Value] = {}
    if coupons:
        wanted["coupon"] = coupons[0] if sums.coupon else ""
    if "points" in form.names():
        wanted["points"] = str(sums.points or "")
    page = buyer.send(form, wanted, button="적용") if wanted else page
    page.expect(f"총 구매가 {won(sums.goods)}", f"적립금 차감 {won(sums.points)}", f"결제 금액 {won(sums.pay)}")
    agreed: dict[str, Value] = {"consent_provision": True, "consent_terms": True, "orderer_mobile": MOBILE}
    page = buyer.send(page.form(has="consent_terms"), agreed, button="결제하기")
    page.expect(won(sums.pay), story.cast.shop_name)
    sheet = buyer.send(page.form(has="card"), {"card": "hana"}, button="결제하기")
    page = story.until_true(lambda: buyer.open(sheet.url), is_paid, "결제완료")
    expect_at_the_pg(story, sums.pay, "결제 완료")
    return page
