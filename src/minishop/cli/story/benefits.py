"""A coupon of the hub: issued by an operator, redeemed by its code (R90)."""

from __future__ import annotations

import re

from minishop.cli.story.buying import benefits_page
from minishop.cli.story.errors import Unexpected
from minishop.cli.story.logins import PEOPLE
from minishop.cli.story.money import COUPON, won
from minishop.cli.story.onboarding import log_in
from minishop.cli.story.pages import Value
from minishop.cli.story.story import Story

LEAST = 30_000


def issue_coupon(story: Story) -> str:
    """쿠폰 발급: 5,000 won off an order of 30,000, borne by the hub, and one code that counts once."""
    log_in(story, "operator", "checkout", "/center/", PEOPLE.checkout_operator)
    if "coupon" not in story.notes:
        page = story.operator.open(story.url("checkout", "/center/coupons/"))
        terms: dict[str, Value] = {"name": _name(story), "kind": "cart", "amount": str(COUPON), "minimum": str(LEAST)}
        days: dict[str, Value] = {"begins_on": "2020-01-01", "ends_on": "2099-12-31"}
        form = page.form(has="code_use")
        page = story.operator.send(form, {**terms, **days, "code_use": "single"}).expect(_name(story), won(COUPON))
        page = story.operator.send(page.form("/codes/"), {"how_many": "1"})
        codes = re.findall(r"<code>([^<]+)</code>", page.body)
        if len(codes) != 1:
            raise Unexpected(f"{page.url} shows the codes {codes}, not one: {page.text[:600]}")
        story.notes |= {"coupon": codes[0], "coupon page": page.url}
    return story.notes["coupon page"]


def redeem_coupon(story: Story) -> str:
    """쿠폰 등록: the code is typed on MY page, and the coupon may be used."""
    log_in(story, "buyer", "checkout", "/my/", story.cast.buyer)
    page = benefits_page(story)
    if not page.says(_name(story)):
        story.buyer.send(page.form(has="code"), {"code": story.notes["coupon"]})
    return benefits_page(story).expect(_name(story), won(COUPON), "사용 가능").url


def _name(story: Story) -> str:
    return f"다시 만난 쿠폰 {story.cast.shop}"
