"""From the product's page to the order sheet: options, cart, the fee explained, the Checkout button (R24, R81, A25)."""

from __future__ import annotations

from minishop.cli.story.errors import Unexpected
from minishop.cli.story.money import THRESHOLD, won
from minishop.cli.story.pages import Page
from minishop.cli.story.story import Story


def put_into_cart(story: Story) -> str:
    """장바구니 담기: a colour and a size are chosen, two pieces."""
    scarf, buyer = story.cast.scarf, story.buyer
    cart = open_cart(story)
    if not cart.says(scarf.name):
        page = buyer.open(story.notes["product page"]).expect(won(scarf.price), won(scarf.list_price))
        chosen = {"option-색상": scarf.colours[0], "option-크기": scarf.sizes[-1], "quantity": str(scarf.quantity)}
        buyer.send(page.form("/cart/lines/", has="quantity"), {**chosen}, button="장바구니 담기")
    cart = open_cart(story).expect(scarf.name, scarf.colours[0], scarf.sizes[-1])
    change = next((form for form in cart.forms if "/cart/lines/" in form.action), None)
    if change is None or change.field("quantity").values != [str(scarf.quantity)]:
        raise Unexpected(f"{cart.url}: the cart does not hold {scarf.quantity} pieces: {cart.text[:400]}")
    return cart.url


def read_fee(story: Story) -> str:
    """The cart says what the delivery costs, why, and what is missing for free delivery."""
    cast = story.cast
    page = open_cart(story)
    page.expect(won(cast.goods), won(cast.fee), won(cast.pay), "배송비가 이렇게 정해졌습니다")
    page.expect(f"{won(THRESHOLD - cast.goods)} 더 담으면 기본 배송비가 무료입니다.")
    return page.url


def press_checkout_button(story: Story) -> str:
    """체크아웃 구매하기: the cart is registered at the hub, and the buyer stands before the login, the order sheet behind it."""
    if "sheet" not in story.notes:
        story.notes["sheet"] = _sheet_address(story, checkout_sheet(story))
    return story.notes["sheet"]


def checkout_sheet(story: Story) -> Page:
    """What the Checkout button of the cart leads to: the order sheet, or the login before it. Raises Unexpected for anything else."""
    open_cart(story)
    page = story.buyer.press_checkout_button()
    if not page.url.startswith(story.url("checkout", "/")) or page.status >= 400:
        raise Unexpected(f"the Checkout button led to {page.url} ({page.status}): {page.text[:400]}")
    return page


def _sheet_address(story: Story, page: Page) -> str:
    """The order sheet's address: of the page itself, or behind the login that asks first."""
    if page.path != "/login/":
        return page.url
    behind = page.form(has="next").field("next").values[0]
    if "/customer/order.nhn?" not in behind:
        raise Unexpected(f"{page.url}: behind the login stands {behind!r}, not the order sheet")
    return story.url("checkout", behind)


def open_cart(story: Story) -> Page:
    """The cart's page."""
    return story.buyer.open(story.storefront("/cart/"))
