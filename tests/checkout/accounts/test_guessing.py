"""로그인 시도 제한: guessing is slowed down, for the account and address it comes from and for all of either; its owner gets in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.checkout.worlds import NOW, PASSWORD, make_account
from tests.logins import log_in

from minishop.chassis.logins.domain import LIMITS, Kind
from minishop.chassis.logins.hashing import Gate
from minishop.chassis.logins.models import GuessCounter
from minishop.checkout.accounts.models import Account

pytestmark = pytest.mark.django_db
FREE_TRIES = LIMITS[Kind.PAIR].free


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
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    moved.append(NOW + timedelta(seconds=31))
    assert try_login(client, PASSWORD)
    assert not GuessCounter.objects.filter(kind=Kind.PAIR).exists()


def test_tries_while_waiting_neither_help_nor_lengthen_the_wait(client: Client, moved: list[datetime]) -> None:
    make_account()
    guess(client, FREE_TRIES)
    before = list(GuessCounter.objects.order_by("key").values())
    guess(client, 20)
    assert list(GuessCounter.objects.order_by("key").values()) == before


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
    assert not try_login(Client(), PASSWORD, HTTP_X_FORWARDED_FOR="198.51.100.2, 203.0.113.9")


def guess_from_many(times: int, *, login: str = "buyer") -> None:
    """A fresh browser at a fresh address each time."""
    for number in range(times):
        assert not try_login(Client(), login=login, address=f"198.51.100.{number}")


def test_an_account_is_closed_to_many_addresses_too(client: Client, moved: list[datetime]) -> None:
    make_account()
    guess_from_many(LIMITS[Kind.ACCOUNT].free)
    assert not try_login(client, PASSWORD, address="203.0.113.77")
    moved.append(NOW + timedelta(seconds=31))
    assert try_login(client, PASSWORD, address="203.0.113.77")


def test_an_account_under_attack_opens_to_a_browser_that_its_owner_used_before(client: Client, moved: list[datetime]) -> None:
    make_account()
    assert try_login(client, PASSWORD)
    client.post("/logout/")
    guess_from_many(LIMITS[Kind.ACCOUNT].free)
    assert not try_login(Client(), PASSWORD)
    assert try_login(client, PASSWORD, address="203.0.113.78")


def test_a_known_browser_has_five_tries_of_its_own_and_then_waits(client: Client, moved: list[datetime]) -> None:
    make_account()
    assert try_login(client, PASSWORD)
    client.post("/logout/")
    guess(client, FREE_TRIES)
    assert not try_login(client, PASSWORD, address="203.0.113.79")


def test_a_browser_is_known_for_the_accounts_it_was_logged_in_at_only(client: Client, moved: list[datetime]) -> None:
    """Or anyone's own account would open every other one."""
    make_account()
    make_account("stranger")
    assert try_login(client, PASSWORD, login="stranger")
    client.post("/logout/")
    guess_from_many(LIMITS[Kind.ACCOUNT].free)
    assert not try_login(client, PASSWORD)


@pytest.mark.parametrize(
    "change", [lambda value: value[:-2] + "aa", lambda value: "", lambda value: "x.y.z"], ids=["서명", "없음", "글"]
)
def test_the_cookie_of_a_known_browser_cannot_be_made_up(client: Client, moved: list[datetime], change: Any) -> None:
    make_account()
    assert try_login(client, PASSWORD)
    client.post("/logout/")
    cookie = client.cookies["checkout_session_known"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    cookie.set(cookie.key, change(cookie.value), change(cookie.value))
    guess_from_many(LIMITS[Kind.ACCOUNT].free)
    assert not try_login(client, PASSWORD)


def test_an_address_is_closed_to_many_accounts_too_but_not_to_a_known_browser(client: Client, moved: list[datetime]) -> None:
    make_account()
    assert try_login(client, PASSWORD)
    client.post("/logout/")
    for number in range(LIMITS[Kind.ADDRESS].free):
        assert not try_login(Client(), login=f"name{number}")
    assert not try_login(Client(), PASSWORD)
    assert try_login(Client(), PASSWORD, address="203.0.113.80")
    assert try_login(client, PASSWORD)


def test_logging_in_at_ones_own_account_does_not_open_the_address_again(client: Client, moved: list[datetime]) -> None:
    make_account("guesser")
    for number in range(LIMITS[Kind.ADDRESS].free - 1):
        assert not try_login(Client(), login=f"name{number}")
    assert try_login(Client(), PASSWORD, login="guesser")
    assert not try_login(Client(), login="another")
    assert not try_login(Client(), PASSWORD, login="guesser")


@pytest.mark.parametrize(
    ("other", "same"), [("2001:db8:1:2:ffff::9", True), ("2001:db8:1:3::1", False)], ids=["같은 /64", "다른 /64"]
)
def test_an_ipv6_address_stands_for_its_household(moved: list[datetime], other: str, *, same: bool) -> None:
    make_account()
    guess(Client(), FREE_TRIES, address="2001:db8:1:2::1")
    assert try_login(Client(), PASSWORD, address=other) is not same


def test_whatever_strangers_type_there_are_no_more_counters_than_keys(moved: list[datetime]) -> None:
    guess_from_many(5, login="장" * 40)
    assert all(len(key) <= len("address-") + 5 for key in GuessCounter.objects.values_list("key", flat=True))


def test_a_try_costs_the_same_few_statements_whoever_is_asked_for(moved: list[datetime], django_assert_num_queries: Any) -> None:
    make_account()
    counts = []
    for login in ("buyer", "nobody"):
        with django_assert_num_queries(8) as captured:
            try_login(Client(), login=login)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_operators_see_who_is_guessed_at(client: Client, moved: list[datetime], caplog: pytest.LogCaptureFixture) -> None:
    make_account()
    make_account("boss", operator=True)
    guess_from_many(LIMITS[Kind.ACCOUNT].free)
    log_in(client, Account.objects.get(login="boss"))
    page = client.get("/center/attention/").content.decode()
    assert "비밀번호를 맞혀 보려는 시도" in page
    assert "<strong>buyer</strong>" in page
    said = [record.getMessage() for record in caplog.records if record.name == "minishop.chassis.logins.services"]
    assert len(said) == 1
    assert "buyer" not in said[0]


def test_where_too_many_log_in_at_once_one_is_asked_to_come_again_and_nothing_is_lost_or_counted(
    client: Client, moved: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_account()
    monkeypatch.setattr("minishop.chassis.logins.hashing.gate", Gate(at_once=0, waiting=0))
    answer = client.post("/login/", {"login": "buyer", "password": PASSWORD}, REMOTE_ADDR="203.0.113.5")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert "잠시 뒤 다시 시도해 주세요" in answer.content.decode()
    assert 'value="buyer"' in answer.content.decode()
    assert not GuessCounter.objects.exists()
