"""The search's login page stands behind the guard, and the operators see who is guessed at."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.logins import log_in
from tests.shopping.worlds import PASSWORD, operator

from minishop.chassis.logins.domain import LIMITS, Kind

pytestmark = pytest.mark.django_db


def try_login(client: Client, password: str, address: str) -> bool:
    said = {"username": "operator@shopping.example", "password": password}
    return client.post("/login/", said, REMOTE_ADDR=address).status_code == 302


def test_many_addresses_close_an_account_and_the_overview_says_so(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    boss = operator()
    for number in range(LIMITS[Kind.ACCOUNT].free):
        assert not try_login(Client(), "wrong", f"198.51.100.{number}")
    assert not try_login(Client(), PASSWORD, "203.0.113.1")
    centre = Client()
    log_in(centre, boss)
    assert "<strong>operator@shopping.example</strong>" in centre.get("/center/").content.decode()
