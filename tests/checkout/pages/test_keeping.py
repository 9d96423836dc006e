"""What the hub answers is kept by nobody: from the table of addresses."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.addresses import filled, views_of
from tests.checkout.worlds import make_account
from tests.logins import log_in
from tests.one_world import expect_each

from minishop.chassis.web.keeping import is_for_everyone

pytestmark = pytest.mark.django_db
VIEWS = dict(views_of("minishop.checkout.urls"))
SCRIPTS = {route for route in VIEWS if route.endswith(".js")}


def test_no_page_is_the_same_for_everyone() -> None:
    assert [route for route, view in VIEWS.items() if is_for_everyone(view)] == []


@pytest.mark.parametrize("operator", [False, True], ids=["구매자", "운영자"])
def test_nobody_keeps_an_answer(client: Client, *, operator: bool) -> None:
    log_in(client, make_account(operator=operator))

    def look(route: str) -> None:
        assert "no-store" in client.get(filled(route)).headers["Cache-Control"]

    expect_each({route: route for route in sorted(set(VIEWS) - SCRIPTS)}, look)


@pytest.mark.parametrize("route", sorted(SCRIPTS))
def test_the_button_script_is_kept_for_ten_minutes(client: Client, route: str) -> None:
    assert client.get(filled(route)).headers["Cache-Control"] == "public, max-age=600"
