"""Every page of the mall, from the tables of addresses: whatever is sent to it, it has an answer."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse
from tests.addresses import filled, patterns_of, views_of
from tests.hostile import faults
from tests.mall.backoffice.offices import ARGUMENTS, furnish
from tests.mall.worlds import Cast

from minishop.mall.shops.models import Shop

PLATFORM = dict(views_of("minishop.mall.urls.platform"))
STOREFRONT = dict(views_of("minishop.mall.urls.storefront"))
NAMES = {route: pattern.name or "" for route, pattern in patterns_of("minishop.mall.urls.platform")}
OFFICE = "office/<slug:code>/"


def test_a_form_of_the_platform_and_the_offices_has_an_answer(cast: Cast) -> None:
    given = furnish(cast.haru)

    def browser() -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(cast.owner)
        return client

    routes = sorted(route for route, view in PLATFORM.items() if not getattr(view, "csrf_exempt", False))
    assert faults([_address(given, route) for route in routes], browser) == {}


def _address(given: dict[str, object], route: str) -> str:
    name = NAMES[route]
    if not route.startswith(OFFICE) or not ARGUMENTS.get(name):
        return filled(route)
    return reverse(name, args=["haru", *(given[argument] for argument in ARGUMENTS[name])])


def test_a_form_of_a_storefront_has_an_answer(connected: Shop) -> None:
    def browser() -> Client:
        return Client(headers={"host": "haru.shop.localhost"}, raise_request_exception=False)

    assert faults(map(filled, sorted(STOREFRONT)), browser) == {}
