"""``create_operator``: the password never stands in the command line."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from tests.checkout.worlds import make_account

from minishop.checkout.accounts.models import Account

pytestmark = pytest.mark.django_db


def test_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINISHOP_OPERATOR_PASSWORD", "아주 긴 운영자 비밀번호")
    call_command("create_operator", login="Boss", stdout=io.StringIO())
    boss = Account.objects.get(login="boss")
    assert boss.is_operator
    assert boss.check_password("아주 긴 운영자 비밀번호")


def test_from_the_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MINISHOP_OPERATOR_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO("another long one\n"))
    call_command("create_operator", login="boss", stdout=io.StringIO())
    assert Account.objects.get().check_password("another long one")


@pytest.mark.parametrize("password", ["short", ""], ids=["짧음", "없음"])
def test_a_refusal_makes_nobody(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    monkeypatch.setenv("MINISHOP_OPERATOR_PASSWORD", password)
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    with pytest.raises(CommandError):
        call_command("create_operator", login="boss", stdout=io.StringIO())
    assert not Account.objects.filter(is_operator=True).exists()


def test_a_login_that_exists_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Starting again makes operators again: the same name is no error, and nobody becomes more than they were."""
    before = make_account("buyer").password
    monkeypatch.setenv("MINISHOP_OPERATOR_PASSWORD", "아주 긴 운영자 비밀번호")
    call_command("create_operator", login="buyer", stdout=io.StringIO())
    assert Account.objects.values_list("password", "is_operator").get() == (before, False)
