"""Every page of the hub, from the table of addresses: whatever is sent to it, it has an answer."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.test import Client
from tests.addresses import filled, views_of
from tests.checkout.worlds import make_account, make_world
from tests.hostile import faults
from tests.logins import log_in

pytestmark = pytest.mark.django_db
PAGES = sorted(route for route, view in views_of("minishop.checkout.urls") if not getattr(view, "csrf_exempt", False))
# Whom each page lets in: whoever it does not, it refuses before it has read a form (test_strangers.py).
OPERATORS = [route for route in PAGES if route.startswith("center/")]
BUYERS = [route for route in PAGES if route not in OPERATORS]


@pytest.mark.parametrize(("routes", "operator"), [(BUYERS, False), (OPERATORS, True)], ids=["구매자", "운영자"])
def test_a_form_has_an_answer(clock: object, outside: object, routes: Sequence[str], *, operator: bool) -> None:
    make_world()
    account = make_account("visitor", operator=operator)

    def browser() -> Client:
        client = Client(raise_request_exception=False)
        log_in(client, account)
        return client

    assert routes
    assert faults(map(filled, routes), browser) == {}
