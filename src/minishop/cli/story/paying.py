"""The buyer at Checkout: an account, the order sheet, a card at the PG (R84–R94)."""

from __future__ import annotations

from minishop.cli.story.errors import Unexpected
from minishop.cli.story.money import won
from minishop.cli.story.onboarding import log_in
from minishop.cli.story.pages import Page
from minishop.cli.story.story import Story

MOBILE = "010-2345-6789"


def sign_up_buyer(story: Story) -> str:
    """회원 가입 at Checkout, on the way to the order sheet; the sheet follows at once."""
    _become_member(story)
    page = story.buyer.open(story.notes["sheet"])
    if page.path == "/login/":
        raise Unexpected(f"{page.url}: the buyer is not logged in")
    return story.url("checkout", "/signup/")


def join_checkout(story: Story) -> str:
    """The sample's buyer has an account."""
    _become_member(story)
    return story.url("checkout", "/signup/")


def _become_member(story: Story) -> None:
    buyer, cast = story.buyer, story.cast
    if buyer.open(story.url("checkout", "/my/")).path == "/my/":
        return
    page = buyer.open(story.url("checkout", "/signup/"))
    form = page.form(has="mobile")
    account = {"login": cast.buyer, "password": cast.password, "name": cast.buyer_name, "mobile": MOBILE}
    page = buyer.send(form, {**account, "email": f"{cast.buyer}@buyer.example"})
    if page.path == "/signup/":
        log_in(story, "buyer", "checkout", "/my/", cast.buyer)  # signed up when this step was played before


def read_sheet(story: Story) -> str:
    """주문서: products, amounts and the points to come are those of the cart."""
    cast = story.cast
    page = story.buyer.open(story.notes["sheet"])
    if page.path.startswith("/my/orders/"):
        return story.notes["sheet"]  # paid for when the story was played this far before
    page.expect("주문/결제", cast.shop_name, cast.scarf.name, won(cast.goods), won(cast.fee), won(cast.pay))
    page.expect(f"최종 결제금액의 0.5%인 {won(cast.points)}이 체크아웃 적립금으로 적립됩니다.")
    return page.url


def fill_sheet(story: Story) -> str:
    """주문서 작성: orderer, address, consents; pressing pay leads to the PG's window."""
    page = press_pay(story)
    if not page.path.startswith("/my/orders/"):  # else it was paid for when the story was played this far before
        # Where the shop is still being asked for an earlier press, a page says so and no window is open.
        page.form(has="card")
        story.notes["card"] = page.expect(won(story.cast.pay), story.cast.shop_name).url
    return page.url


def press_pay(story: Story) -> Page:
    """Fills the sheet in where it asks for that; what comes after the press on pay, the PG's window or why there is none."""
    page = story.buyer.open(story.notes["sheet"])
    return _fill_sheet(story, page) if page.find_form(has="consent_terms") is not None else page


def pay_by_card(story: Story) -> str:
    """결제: a card is chosen at the PG's window, and the order is there, paid once."""
    buyer = story.buyer
    page = buyer.open(story.notes["card"])
    if page.find_form(has="card") is not None:
        buyer.send(page.form(has="card"), {"card": "hana"}, button="결제하기")
    elif not is_paid(buyer.open(story.notes["sheet"])):
        # The PG has the money, and the way back was broken off: its window offers it again.
        page = buyer.open(story.notes["card"])
        buyer.open(page.link("주문으로 돌아가기"))
    # The answer may still be asked for: the page waits and leads on.
    page = story.until_true(lambda: buyer.open(story.notes["sheet"]), is_paid, "결제완료")
    story.hub_order_number = page.path.rstrip("/").rpartition("/")[2]
    page.expect("결제 금액", won(story.cast.pay), story.cast.scarf.name)
    return page.url


def is_paid(page: Page) -> bool:
    """Whether a page is that of an order that was paid."""
    return page.path.startswith("/my/orders/") and page.says("결제를 완료했습니다.")


def _fill_sheet(story: Story, page: Page) -> Page:
    form = page.form(has="consent_terms")
    address = {
        "zipcode": "04524",
        "address1": "서울특별시 중구 세종대로 110",
        "address2": "101호",
        "delivery_note": "문 앞에 놓아 주세요",
    }
    orderer = {
        "orderer_name": story.cast.buyer_name,
        "orderer_mobile": MOBILE,
        "orderer_email": f"{story.cast.buyer}@buyer.example",
    }
    agreed = {"recipient_same": True, "consent_provision": True, "consent_terms": True}
    page = story.buyer.send(form, {**orderer, **address, **agreed, "means": "card"}, button="결제하기")
    if page.find_form(has="card") is None and page.find_form(has="consent_terms") is not None:
        raise Unexpected(f"{page.url}: the order sheet was not taken: {page.text[:900]}")
    return page


def my_order(story: Story) -> Page:
    """The order on MY page."""
    return story.buyer.open(story.url("checkout", f"/my/orders/{story.hub_order_number}/"))
