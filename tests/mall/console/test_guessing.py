"""The mall's login page stands behind the guard, and the operators see who is guessed at."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.mall.worlds import PASSWORD, make_account

from minishop.chassis.logins.domain import LIMITS, Kind
from minishop.chassis.logins.hashing import Gate

pytestmark = pytest.mark.django_db


def try_login(client: Client, password: str, address: str) -> bool:
    said = {"username": "owner@mall.example", "password": password}
    return client.post("/login/", said, REMOTE_ADDR=address).status_code == 302


def test_many_addresses_close_an_account_and_the_console_says_so() -> None:
    make_account("owner")
    boss = make_account("boss", is_operator=True)
    for number in range(LIMITS[Kind.ACCOUNT].free):
        assert not try_login(Client(), "wrong", f"198.51.100.{number}")
    assert not try_login(Client(), PASSWORD, "203.0.113.1")
    console = Client()
    console.force_login(boss)
    assert "<strong>owner@mall.example</strong>" in console.get("/console/").content.decode()


def test_too_many_at_once_are_asked_to_come_again_with_what_they_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    make_account("owner")
    monkeypatch.setattr("minishop.chassis.logins.hashing.gate", Gate(at_once=0, waiting=0))
    answer = Client().post("/login/", {"username": "owner@mall.example", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert 'value="owner@mall.example"' in answer.content.decode()
