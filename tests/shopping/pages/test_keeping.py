"""What the search answers is kept by nobody, except what is the same for everyone: from the table of addresses."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.addresses import filled, views_of
from tests.logins import log_in
from tests.shopping.worlds import operator

from minishop.chassis.web.keeping import is_for_everyone

pytestmark = pytest.mark.django_db
VIEWS = dict(views_of("minishop.shopping.urls"))
FOR_EVERYONE = {"", "search/"}


def test_which_pages_are_the_same_for_everyone_is_known() -> None:
    assert {route for route, view in VIEWS.items() if is_for_everyone(view)} == FOR_EVERYONE


@pytest.mark.parametrize("route", sorted(set(VIEWS) - FOR_EVERYONE))
def test_nobody_keeps_another_answer(client: Client, route: str) -> None:
    log_in(client, operator())
    assert "no-store" in client.get(filled(route)).headers["Cache-Control"]
