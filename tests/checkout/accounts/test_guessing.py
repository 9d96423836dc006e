"""로그인 시도 제한: guessing is slowed down for the account and address it comes from, and for nobody else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.checkout.worlds import NOW, PASSWORD, make_account

from minishop.chassis.logins.domain import FREE_TRIES
from minishop.chassis.logins.models import FailedLogins

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The clock of the login page: its last instant counts."""
    instants = [NOW]
    monkeypatch.setattr("minishop.chassis.logins.forms.now", lambda: instants[-1])
    return instants


def try_login(client: Client, password: str = "wrong", *, login: str = "buyer", address: str = "203.0.113.5", **meta: str) -> bool:
    """Whether it got in."""
    answer = client.post("/login/", {"login": login, "password": password}, REMOTE_ADDR=address, **meta)  # type: ignore[arg-type]
    return answer.status_code == 302


def guess(client: Client, times: int, **who: Any) -> None:
    for _ in range(times):
        assert not try_login(client, **who)


def test_after_five_wrong_passwords_even_the_right_one_has_to_wait(client: Client, moved: list[datetime]) -> None:
    make_account()
    guess(client, FREE_TRIES)
    answer = client.post("/login/", {"login": "BUYER", "password": PASSWORD}, REMOTE_ADDR="203.0.113.5")
    assert answer.context["form"].non_field_errors() == ["로그인을 여러 번 실패했습니다. 1분 뒤에 다시 시도해 주세요."]
    moved.append(NOW + timedelta(seconds=31))
    assert try_login(client, PASSWORD)
    assert not FailedLogins.objects.exists()


def test_tries_while_waiting_neither_help_nor_lengthen_the_wait(client: Client, moved: list[datetime]) -> None:
    make_account()
    guess(client, FREE_TRIES + 20)
    assert FailedLogins.objects.get().failures == FREE_TRIES


@pytest.mark.parametrize("other", [{"address": "203.0.113.6"}, {"login": "stranger"}], ids=["다른 주소에서", "다른 계정으로"])
def test_nobody_else_has_to_wait(client: Client, moved: list[datetime], other: dict[str, str]) -> None:
    make_account()
    make_account("stranger")
    guess(client, FREE_TRIES)
    assert try_login(client, PASSWORD, **other)


def test_a_right_password_in_time_forgets_the_wrong_ones(client: Client, moved: list[datetime]) -> None:
    make_account()
    for _ in range(3):
        guess(client, FREE_TRIES - 1)
        assert try_login(client, PASSWORD)


def test_a_day_without_tries_forgets_them_too(client: Client, moved: list[datetime]) -> None:
    make_account()
    guess(client, FREE_TRIES)
    moved.append(NOW + timedelta(hours=25))
    guess(client, FREE_TRIES - 1)
    assert try_login(client, PASSWORD)


def test_names_that_nobody_has_wait_alike(client: Client, moved: list[datetime]) -> None:
    """So that the wait does not tell which names exist."""
    guess(client, FREE_TRIES, login="nobody")
    answer = client.post("/login/", {"login": "nobody", "password": "x"}, REMOTE_ADDR="203.0.113.5")
    assert answer.context["form"].has_error("__all__", "too_many_tries")


@pytest.mark.parametrize(("proxies", "gets_in"), [(0, False), (1, True)], ids=["프록시 없음", "프록시 하나"])
def test_whose_address_it_is_only_our_own_proxy_tells(
    client: Client, moved: list[datetime], settings: Any, proxies: int, *, gets_in: bool
) -> None:
    """Without a proxy of ours the header is the guesser's own word; behind one, everyone would share its address."""
    settings.TRUSTED_PROXIES = proxies
    make_account()
    guess(client, FREE_TRIES, HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.9")
    assert try_login(client, PASSWORD, HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.2") is gets_in
    assert not try_login(client, PASSWORD, HTTP_X_FORWARDED_FOR="198.51.100.2, 203.0.113.9")
