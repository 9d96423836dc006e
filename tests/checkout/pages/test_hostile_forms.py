"""Every page of the hub, from the table of addresses: whatever is sent to it, it has an answer."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.addresses import filled, views_of
from tests.checkout.worlds import make_account, make_world
from tests.hostile import answers
from tests.logins import log_in

pytestmark = pytest.mark.django_db
PAGES = sorted(route for route, view in views_of("minishop.checkout.urls") if not getattr(view, "csrf_exempt", False))


@pytest.mark.parametrize("operator", [False, True], ids=["구매자", "운영자"])
@pytest.mark.parametrize("route", PAGES)
def test_a_form_has_an_answer(clock: object, outside: object, route: str, *, operator: bool) -> None:
    make_world()
    client = Client(raise_request_exception=False)
    log_in(client, make_account("visitor", operator=operator))
    statuses = answers(client, filled(route))
    assert {name: status for name, status in statuses.items() if status >= 500} == {}
