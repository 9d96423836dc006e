"""Strangers, from the table of addresses: a new page cannot be forgotten."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from PIL import Image
from tests.checkout.claims.cases import HOME, of, paid, send
from tests.checkout.purses import make_coupon
from tests.checkout.worlds import NOW, World, make_contract, make_paid_order, make_payment, make_world
from tests.logins import log_in
from tests.one_world import expect_each

from minishop.chassis.tenancy import scope
from minishop.checkout.claims.domain.reasons import ClaimReason
from minishop.checkout.claims.domain.wanted import Way
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.pictures import keep_photos, photo_files
from minishop.checkout.claims.services.returning import ask_return

pytestmark = pytest.mark.django_db

# Pages that anyone may see, each with the reason. Everything else asks who is there.
PUBLIC = {
    "": "the front page",
    "signup/": "for those who are nobody yet",
    "login/": "for those who are nobody yet",
    "password/forgotten/": "who cannot log in asks for a letter",
    "password/sent/": "as above",
    "password/new/": "the letter's link is the permission",
    "account/email/confirmation/": "as above",
    "logout/": "leaving needs no permission",
    "customer/api/order.nhn": "a shop's server, with its own credentials",
    "customer/order.nhn": "an address that does not fit is nobody's sheet; one that fits asks to log in",
    "mobile/customer/order.nhn": "as above",
    "customer/js/naverPayButton.js": "a script for shops' pages",
    "customer/js/mobile/naverPayButton.js": "a script for shops' pages",
    "customer/js/checkoutButton2.js": "a script for shops' pages",
    "customer/js/mobile/checkoutButton.js": "a script for shops' pages",
    "payments/return/": "the PG's redirect: the attempt's key is the permission",
    "payments/cancel/": "the PG's redirect: the attempt's key is the permission",
    "payments/notify/": "the PG's notice: a reason to ask, no more",
    "terms/": "who is to agree has to read them first",
    "privacy/": "as above",
    "health/": "for supervisors",
    "metrics": "for collectors that show a token, and operators; tests/chassis/jobs/test_metrics.py",
    "i18n/setlang/": "a language is nobody's secret",
}
OPERATORS = "center/"


def routes(patterns: Any = None, prefix: str = "") -> list[str]:
    found: list[str] = []
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(pattern.pattern)
        found += [route] if isinstance(pattern, URLPattern) else routes(pattern.url_patterns, route)
    return [route for route in found if not route.startswith("v1/")]  # the API has its own table


GUARDED = [route for route in routes() if route not in PUBLIC]


@pytest.fixture
def filled() -> tuple[World, dict[str, str]]:
    """A world in which every address of the buyer's can be written down; what stands first in the table is replaced first."""
    world = make_world()
    claim = returned(world)
    order = make_paid_order(world.merchant, world.buyer)
    make_payment(order, key="attempt-1", state="declined")
    asked = make_contract(world.merchant, "mid-2")
    named = {
        "my/claims/<slug:number>": f"my/claims/{claim.number}",
        "center/claims/<int:merchant_id>/<slug:number>": f"center/claims/{world.merchant.id}/{claim.number}",
        "photos/<slug:name>": f"photos/{claim.photos[0]}",
        "<slug:number>": order.number,
        "<slug:key>": "attempt-1",
        "<int:merchant_id>": str(world.merchant.id),
    }
    return world, {
        **named,
        "<int:message_id>": "1",
        "<int:job_id>": "1",
        "<int:host_id>": "1",
        "<int:token_id>": "1",
        "<int:difference_id>": "1",
        "<int:contract_id>": str(asked.id),
        "<int:coupon_id>": str(make_coupon().id),
        f"{claim.number}/<slug:name>": f"{claim.number}/approval",
        "<slug:name>": "cancel",
    }


def returned(world: World) -> Claim:
    """A return of the buyer's, with a photo."""
    order = paid(world)
    send(order)
    photo = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(photo, "PNG")
    with scope(order.merchant_id):
        return ask_return(
            order=order,
            buyer=world.buyer,
            asked=of(order),
            reason=ClaimReason.BROKEN,
            words="깨졌어요",
            way=Way.COURIER,
            pickup=HOME,
            photos=keep_photos(order, photo_files([photo.getvalue()])),
            now=NOW,
        )


def address(route: str, named: dict[str, str]) -> str:
    for name, value in named.items():
        route = route.replace(name, value)
    assert "<" not in route, f"name a value for {route}"
    return f"/{route}"


def test_what_is_public_is_still_there() -> None:
    assert set(PUBLIC) <= set(routes())


def test_a_visitor_is_asked_to_log_in(filled: tuple[World, dict[str, str]]) -> None:
    def look(route: str) -> None:
        for method in ("get", "post"):
            answer = getattr(Client(), method)(address(route, filled[1]))
            assert answer.status_code == 302 or (method, answer.status_code) == ("post", 405)
            if answer.status_code == 302:
                assert answer["Location"].startswith("/login/?next=")

    expect_each({route: route for route in GUARDED}, look)


def test_a_stranger_finds_nothing_and_is_told_the_same_by_every_page_of_operators(filled: tuple[World, dict[str, str]]) -> None:
    client = Client()
    log_in(client, filled[0].stranger)

    def look(route: str) -> None:
        refused = 403 if route.startswith(OPERATORS) else 404
        assert client.get(address(route, filled[1])).status_code == refused
        assert client.post(address(route, filled[1])).status_code in (refused, 405)

    expect_each({route: route for route in GUARDED if "<" in route or route.startswith(OPERATORS)}, look)
