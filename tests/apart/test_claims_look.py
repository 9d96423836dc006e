"""The claims' pages at the browser: nothing wider than the screen, at both widths and in both languages, and nothing that axe finds."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Route, sync_playwright
from tests.checkout.claims.cases import (
    BOWL,
    CLOTH,
    HOME,
    acknowledge,
    of,
    paid,
    paid_by,
    pay_back,
    send,
    set_fees,
    take_other_way,
)
from tests.checkout.fakes import Outside
from tests.checkout.worlds import NOW, World, make_account
from tests.logins import log_in

from minishop.chassis.tenancy import scope
from minishop.checkout.claims.domain.reasons import ClaimReason
from minishop.checkout.claims.domain.wanted import Way
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.services.cancelling import ask_cancel
from minishop.checkout.claims.services.exchanging import ask_exchange
from minishop.checkout.claims.services.returning import ask_return
from minishop.cli.checks.chromium import OPTIONS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
HOST = "http://checkout.localhost:8200"
WIDTHS = {1280: 900, 390: 844}
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


def returned(world: World) -> Claim:
    order = paid(world)
    send(order)
    set_fees([order])
    facts = {
        "order": order,
        "buyer": world.buyer,
        "asked": of(order),
        "words": "커요",
        "way": Way.COURIER,
        "pickup": HOME,
        "now": NOW,
    }
    with scope(order.merchant_id):
        return ask_return(reason=ClaimReason.INTENT_CHANGED, **facts)  # type: ignore[arg-type]


def exchanged(world: World) -> Claim:
    order = paid(world)
    send(order)
    facts = {"order": order, "buyer": world.buyer, "asked": of(order), "words": "", "way": Way.COURIER, "pickup": HOME, "now": NOW}
    with scope(order.merchant_id):
        return ask_exchange(reason=ClaimReason.BROKEN, **facts)  # type: ignore[arg-type]


def cancel_asked(world: World) -> Claim:
    order = paid(world)
    acknowledge(order)
    with scope(order.merchant_id):
        return ask_cancel(order=order, buyer=world.buyer, asked=of(order), reason=ClaimReason.INTENT_CHANGED, words="", now=NOW)


def owed(world: World, outside: Outside) -> Claim:
    """A cancel whose money goes to an account, of goods and a shop with long names."""
    world.merchant.shop_name = "하루하루정성을다해만드는수제도자기와주방용품전문점 하루상점"
    world.merchant.save(update_fields=["shop_name"])
    order = paid(world, replace(BOWL, name=f"손으로빚은유약이아름다운하루그릇세트 {'handmade-stoneware-' * 5}bowl"), CLOTH)
    paid_by(order, outside)
    with scope(order.merchant_id):
        facts = {"asked": of(order), "reason": ClaimReason.INTENT_CHANGED, "words": "", "now": NOW}
        claim = ask_cancel(order=order, buyer=world.buyer, **facts)  # type: ignore[arg-type]
    outside.pg.next_cancel = "decline"
    pay_back(order)
    take_other_way(order)
    return claim


def pages(world: World, buyer: Client, outside: Outside) -> dict[str, str]:
    """Every page of claims, by its address, in both languages."""
    cancel, goods, other, sent, debt = cancel_asked(world), returned(world), exchanged(world), paid(world), owed(world, outside)
    arrived = paid(world)
    send(arrived)
    set_fees([arrived])
    operator = Client()
    log_in(operator, make_account("operator", operator=True))
    mine = [
        "/my/", "/my/claims/", f"/my/claims/{cancel.number}/", f"/my/claims/{goods.number}/", f"/my/claims/{other.number}/",
        f"/my/orders/{sent.number}/", f"/my/orders/{sent.number}/cancellation/", f"/my/orders/{arrived.number}/cancellation/",
        f"/my/applications/{arrived.number}/", f"/my/claims/{debt.number}/", f"/my/orders/{debt.order.number}/refund-account/",
    ]  # fmt: skip
    theirs = [
        "/center/claims/", "/center/orders/?q=1", f"/center/claims/{goods.merchant_id}/{goods.number}/",
        f"/center/claims/{cancel.merchant_id}/{cancel.number}/",
        f"/center/claims/{debt.merchant_id}/{debt.number}/", f"/center/orders/{sent.merchant_id}/{sent.number}/",
    ]  # fmt: skip
    found = {}
    for browser, addresses in ((buyer, mine), (operator, theirs)):
        for language in ("ko", "en"):
            browser.cookies["language"] = language
            for address in addresses:
                found[f"/{language}{address}"] = browser.get(address).content.decode()
    refused = buyer.post(f"/my/applications/{arrived.number}/", {"kind": "return", "way": "courier"})
    found["/en/refused"] = refused.content.decode()
    unread = buyer.post(f"/my/orders/{debt.order.number}/refund-account/", {"account_number": "12"})
    found["/en/unread"] = unread.content.decode()
    return found


def serve(found: dict[str, str]) -> Callable[[Route], None]:
    def answer(route: Route) -> None:
        address = urlsplit(route.request.url)
        asked = address.path + (f"?{address.query}" if address.query else "")
        if asked in found:
            route.fulfill(body=found[asked], content_type="text/html; charset=utf-8")
            return
        place = finders.find(address.path.removeprefix("/static/")) if address.path.startswith("/static/") else None
        if isinstance(place, str):
            route.fulfill(body=Path(place).read_bytes(), content_type=_TYPES.get(Path(place).suffix, "application/octet-stream"))
        else:
            route.fulfill(status=404, body="")

    return answer


def test_nothing_stands_in_anybodys_way(world: World, buyer: Client, outside: Outside) -> None:
    """R102: by keyboard, by a screen reader and on a telephone. What axe asks of a page it asks at one of the widths, in turn."""
    found = pages(world, buyer, outside)
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=os.environ["MINISHOP_CHROMIUM"], args=OPTIONS)
        tab = opened.new_page()
        tab.route("**/*", serve(found))
        told: list[tuple[object, ...]] = []
        for number, address in enumerate(found):
            tab.goto(f"{HOST}{address}")
            for turn, (width, height) in enumerate(WIDTHS.items()):
                tab.set_viewport_size({"width": width, "height": height})
                if tab.evaluate("document.documentElement.scrollWidth") > width:
                    told.append((address, width, "wider than the screen"))
                if address.startswith("/ko") and number % 2 == turn:
                    told += [
                        (address, width, one["id"], [n["html"] for n in one["nodes"]])
                        for one in Axe().run(tab).response["violations"]
                    ]
        opened.close()
    assert told == []
