"""A buyer who reads no page: the posts that the pages' forms send, and where each answer leads. For trials of thousands of orders."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urljoin

from tests.chaos import crowd

from minishop.cli.installation import Installation
from minishop.cli.story.errors import Unreachable
from minishop.cli.story.pages import Form, Page

TOKEN = "a" * 32
_TICKED = {name: "on" for name, value in crowd.FORM.items() if value is True}
_SHEET = [*((name, value) for name, value in crowd.FORM.items() if isinstance(value, str)), *_TICKED.items()]
_CART = "cart"
# What a buyer is told whom nothing is left for.
_GONE = ("구매불가 상품안내", "품절되어", "품절", "지금 0개까지", "결제 중인 고객", "다른 고객이 결제 중")
_PRESSES_FOR = 15.0
_LED_ASTRAY = "led to {}"


class QuickBuyer(crowd.Buyer):
    """Logged in at the hub; ``coupons`` are the ids of those that the buyer was given, used or not."""

    def __init__(self, installation: Installation, session: str, coupons: list[str], chance: random.Random) -> None:
        super().__init__(installation, session)
        self._coupons, self._chance = coupons, chance
        self._form: Form | None = None
        self._hubs, self._sandbox = f"checkout.{installation.domain}", f"sandbox.{installation.domain}"
        self._cookies[self._hubs]["checkout_csrf"] = TOKEN
        self._cookies[self._sandbox] = {"sandbox_csrf": TOKEN}

    def begin_at(self, page: Page) -> None:
        """A product's page that somebody else has read stands before this buyer too; its form's token is anybody's who has its cookie."""
        self.page = page
        form = page.form("/cart/lines/", has="quantity")
        self._form = replace(form, fields=[replace(one, values=[TOKEN]) if "csrf" in one.name else one for one in form.fields])
        self._cookies.setdefault(page.url.split("/")[2].split(":")[0], {})["mall_csrf"] = TOKEN

    def buy(self) -> str:
        """Goods, pieces, points and coupon at random: "order", the sentence of the wait for the PG, or what was seen instead."""
        form = self._form = self._form or self.page.form("/cart/lines/", has="quantity")
        baskets = [self._chosen(form) for _line in range(self._chance.choice((1, 1, 2)))]
        self.page = Page(form.page_url, 200, "")
        if len(baskets) > 1:
            self._cookies[form.page_url.split("/")[2].split(":")[0]].pop(_CART, None)
            for one in baskets:
                self._led("POST", form.action, one)
        sheet = self._led("POST", urljoin(form.page_url, "/checkout/"), baskets[0] if len(baskets) == 1 else _own(form))
        address = self._until_led(lambda: self._led("POST", sheet, [*_SHEET, *self._benefits(), ("csrfmiddlewaretoken", TOKEN)]))
        if "/pg/pay/" in address:
            back = self._until_led(lambda: self._led("POST", address, [("card", "hana"), ("csrfmiddlewaretoken", TOKEN)]))
            address = self._until_led(lambda: self._led("GET", back, None))
        return _end(address)

    def buy_last(self) -> str:
        """One piece of the last combination, in a crowd: "order", what was said to whoever it was not left for, or the wait for the PG. Whoever
        reads that a service is busy or away presses again."""
        form = self._form = self._form or self.page.form("/cart/lines/", has="quantity")
        last = {found.name: found.options[-1][0] for found in form.fields if found.options}
        self.page = Page(form.page_url, 200, "")
        chosen = form.filled({**last, "quantity": "1"})
        try:
            sheet = self._until_led(lambda: self._led("POST", urljoin(form.page_url, "/checkout/"), chosen))
            address = self._until_led(lambda: self._led("POST", sheet, [*_SHEET, ("csrfmiddlewaretoken", TOKEN)]))
            if "/pg/pay/" in address:
                back = self._until_led(lambda: self._led("POST", address, [("card", "hana"), ("csrfmiddlewaretoken", TOKEN)]))
                address = self._until_led(lambda: self._led("GET", back, None))
        except LookupError as told:
            return next((words for words in _GONE if words in str(told)), str(told)[:60])
        return _end(address)

    def _until_led(self, press: Callable[[], str]) -> str:
        """Where a press leads; whoever is told that a service does not answer, or that what was chosen has changed, presses again."""
        until = time.monotonic() + _PRESSES_FOR
        while True:
            try:
                return press()
            except (LookupError, Unreachable) as fault:
                if any(words in str(fault) for words in _GONE):
                    raise
                if time.monotonic() > until:
                    raise
                time.sleep(0.3)

    def _chosen(self, form: Form) -> list[tuple[str, str]]:
        offered = {found.name: [value for value, _said in found.options if value] for found in form.fields if found.options}
        chosen = {name: self._chance.choice(values) for name, values in offered.items()}
        return form.filled({**chosen, "quantity": str(self._chance.choice((1, 1, 2, 3, 7)))})

    def _benefits(self) -> list[tuple[str, str]]:
        points = self._chance.choice(("", "", "10", "1000", "5000", "99999999"))
        coupon = self._chance.choice(self._coupons) if self._coupons and self._chance.random() < 0.4 else ""
        return [("points", points), ("coupon", coupon)]

    def _led(self, method: str, url: str, fields: list[tuple[str, str]] | None) -> str:
        """Where an answer leads. Raises LookupError, with its words, for one that leads nowhere."""
        if self.page.url.split("/")[2] != url.split("/")[2]:
            self.page = Page(url, 200, "")
        response = self._request(method, url, fields=fields, files=None)
        location = response.headers.get("location", "")
        if not location:
            raise LookupError(f"{response.status_code} {Page(url, response.status_code, response.text).text}")
        return urljoin(url, location)


def _own(form: Form) -> list[tuple[str, str]]:
    return [(name, value) for name, value in form.filled({}) if name == "csrfmiddlewaretoken"]


def _end(address: str) -> str:
    path = f"/{address.split('/', 3)[-1]}"
    if path.startswith("/my/orders/"):
        return "order"
    return crowd.WAITS_FOR_THE_PG if path.startswith("/payments/") else _LED_ASTRAY.format(path)[:60]
