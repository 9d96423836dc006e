"""Every page of the search, from the table of addresses: whatever is sent to it, it has an answer."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.addresses import filled, views_of
from tests.hostile import faults
from tests.logins import log_in
from tests.shopping.worlds import operator

pytestmark = pytest.mark.django_db
PAGES = sorted(route for route, view in views_of("minishop.shopping.urls") if not getattr(view, "csrf_exempt", False))


def test_a_form_has_an_answer() -> None:
    account = operator()

    def browser() -> Client:
        client = Client(raise_request_exception=False)
        log_in(client, account)
        return client

    assert faults(map(filled, PAGES), browser) == {}
