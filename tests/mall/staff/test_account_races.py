"""계정: a link that is used twice at once changes once, and what dies half way has changed nothing."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import RequestFactory
from tests.mall.worlds import NOW, make_account
from tests.racing import broken, meanwhile, stored

from minishop.chassis.jobs.models import Job
from minishop.chassis.logins import changing
from minishop.chassis.logins.changing import ChangedMeanwhile, LinkOver
from minishop.chassis.logins.links import EmailChange, email_stamp, password_link
from minishop.mall.staff.models import Account

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
WRITES = "minishop.chassis.logins.changing._write_password"


@pytest.fixture
def account() -> Account:
    return make_account("owner")


def key_of(account: Account) -> str:
    return parse_qs(urlsplit(password_link(account)).query)["key"][0]


def using(key: str, password: str) -> Callable[[], object]:
    """Somebody who opens the link and makes a password."""
    request = RequestFactory().post("/password/new/")
    return lambda: changing.set_new_password(request, key=key, password=password, language="ko", now=NOW)


def password_of(account: Account) -> str:
    return Account.objects.get(pk=account.pk).password


def test_a_link_that_two_use_at_once_changes_once(account: Account) -> None:
    key = key_of(account)
    with meanwhile(WRITES, using(key, "둘째가 지은 비밀번호")) as rival:
        using(key, "첫째가 지은 비밀번호")()
    assert [type(error) for error in rival.raised] == [LinkOver]
    assert Job.objects.filter(task="chassis.logins.tasks.send_password_changed").count() == 1


def test_a_change_while_the_link_is_used_finds_another_password(account: Account) -> None:
    """The password that was tried is not the one that is replaced."""
    verified, key = Account.objects.get(pk=account.pk), key_of(account)

    def change() -> None:
        request = RequestFactory().post("/account/password/")
        changing.change_password(request, account=verified, password="다른 비밀번호 하나", language="ko", now=NOW)

    with meanwhile(WRITES, change) as rival:
        using(key, "링크로 지은 비밀번호")()
    assert [type(error) for error in rival.raised] == [ChangedMeanwhile]


def test_an_e_mail_is_confirmed_once(account: Account) -> None:
    change = EmailChange(account.pk, "next@mall.example", email_stamp(account))

    def confirm() -> None:
        changing.take_email(change=change, language="ko", now=NOW)

    with meanwhile("minishop.chassis.logins.changing._tell", confirm) as rival:
        confirm()
    assert [type(error) for error in rival.raised] == [LinkOver]
    assert Job.objects.count() == 1


def test_a_change_that_dies_half_way_leaves_link_and_password(account: Account) -> None:
    key, before, old = key_of(account), stored(Account), password_of(account)
    with broken(WRITES):
        using(key, "첫째가 지은 비밀번호")()
    assert (stored(Account), Job.objects.count()) == (before, 0)
    using(key, "첫째가 지은 비밀번호")()
    assert password_of(account) != old


def test_a_letter_that_is_asked_for_is_on_its_way_for_good(account: Account) -> None:
    """Outside any transaction of a test's, as a page asks."""
    request = RequestFactory().post("/password/forgotten/")
    changing.ask_for_new_password(request, email=account.email, language="ko", now=NOW)
    changing.ask_for_email(request, account=account, to="next@mall.example", language="ko", now=NOW)
    tasks = Job.objects.order_by("task").values_list("task", flat=True)
    assert [task.rpartition(".")[2] for task in tasks] == ["send_email_link", "send_password_links"]
