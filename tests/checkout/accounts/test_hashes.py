"""Passwords are kept as Argon2id hashes of today's parameters; older ones are understood and made anew."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.test import Client
from tests.checkout.worlds import PASSWORD, make_account

from minishop.chassis.logins import hashing
from minishop.chassis.logins.hashing import Gate, HashingBusy
from minishop.chassis.settings import PASSWORD_HASHERS
from minishop.checkout.accounts.models import Account

pytestmark = pytest.mark.django_db
TODAY = "argon2$argon2id$v=19$m=19456,t=2,p=1$"


@pytest.fixture(autouse=True)
def real_hasher(settings: Any) -> None:
    settings.PASSWORD_HASHERS = PASSWORD_HASHERS


def test_a_new_password_is_hashed_with_the_parameters_of_today() -> None:
    assert make_account().password.startswith(TODAY)


def test_an_older_hash_still_opens_and_is_made_anew(client: Client) -> None:
    account = make_account()
    account.password = Argon2PasswordHasher().encode(PASSWORD, "an older salt 1234")
    account.save()
    assert not account.password.startswith(TODAY)
    assert client.post("/login/", {"login": "buyer", "password": PASSWORD}).status_code == 302
    assert Account.objects.get().password.startswith(TODAY)
    client.post("/logout/")
    assert client.post("/login/", {"login": "buyer", "password": PASSWORD}).status_code == 302


def test_whatever_hashes_a_password_stands_in_the_same_queue(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    account = make_account()
    monkeypatch.setattr(hashing, "gate", Gate(at_once=0, waiting=0))
    with pytest.raises(HashingBusy):
        account.check_password(PASSWORD)
    with pytest.raises(HashingBusy):
        account.set_password(PASSWORD)


def test_a_few_threads_hash_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread keeps the memory that its first hash took: with one for each page thread a process grew by 20 MB a thread."""
    seen: set[str] = set()
    real = Argon2PasswordHasher.encode

    def noted(self: Argon2PasswordHasher, password: str, salt: str) -> str:
        seen.add(threading.current_thread().name)
        return real(self, password, salt)

    monkeypatch.setattr(Argon2PasswordHasher, "encode", noted)
    with ThreadPoolExecutor(6) as pages:
        hashed = list(pages.map(make_password, [PASSWORD] * 6))
    assert all(text.startswith(TODAY) for text in hashed)
    assert len(seen) <= 2
    assert all(name.startswith("hash") for name in seen)


def test_signing_up_while_too_many_log_in_loses_nothing_that_was_typed(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "gate", Gate(at_once=0, waiting=0))
    said = {"login": "newcomer", "password": PASSWORD, "name": "새사람", "mobile": "010-1234-5678", "email": "new@example.com"}
    answer = client.post("/signup/", said)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    page = answer.content.decode()
    assert "잠시 뒤 다시 시도해 주세요" in page
    assert all(f'value="{said[name]}"' in page for name in ("login", "name", "mobile", "email"))
    assert PASSWORD not in page
    assert not Account.objects.exists()
