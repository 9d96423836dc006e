"""아이디와 비밀번호 찾기, 내 정보: a buyer's account, with logins that are no e-mails (decision 0033)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.checkout.fakes import Outside
from tests.checkout.worlds import PASSWORD, make_account
from tests.logins import log_in
from tests.reading import Page

from minishop.chassis.clock import now
from minishop.chassis.jobs.worker import run_due
from minishop.checkout.accounts.models import Account

pytestmark = pytest.mark.django_db


def work() -> None:
    run_due(lambda: now() + timedelta(seconds=1))


def mailed(login: str, email: str, **facts: Any) -> Account:
    account = make_account(login)
    Account.objects.filter(pk=account.pk).update(email=email, **facts)
    return Account.objects.get(pk=account.pk)


def test_one_letter_names_every_login_of_an_e_mail_with_a_link_for_each(client: Client, outside: Outside) -> None:
    for name in ("haru", "maru"):
        mailed(name, "Two@example.com")
    mailed("other", "two@Example.com")  # another spelling may be another person's
    mailed("closed", "Two@example.com", is_active=False)
    assert Page(client.get("/login/")).main.link("아이디나 비밀번호를 잊으셨나요?") == "/password/forgotten/"
    client.post("/password/forgotten/", {"email": "two@example.com"})
    work()
    letters = {letter["to"]: letter["text"] for letter in outside.messages.values()}
    assert sorted(letters) == ["Two@example.com", "two@Example.com"]
    names = [line.removeprefix("아이디: ") for line in letters["Two@example.com"].split("\n") if line.startswith("아이디")]
    assert names == ["haru", "maru"]
    assert letters["Two@example.com"].count("/password/new/?key=") == 2


def test_a_buyer_makes_a_new_password_and_logs_in_with_it(client: Client, outside: Outside) -> None:
    mailed("haru", "haru@example.com")
    client.post("/password/forgotten/", {"email": "haru@example.com"})
    work()
    (letter,) = outside.messages.values()
    link = letter["text"][letter["text"].index("/password/new/") :].split()[0]
    assert client.post(link, {"password": "새로 지은 비밀번호"})["Location"] == "/login/"
    assert client.post("/login/", {"login": "haru", "password": "새로 지은 비밀번호"}).status_code == 302


def test_my_page_leads_to_the_facts_of_the_account(client: Client) -> None:
    account = mailed("haru", "haru@example.com", name="김하루", mobile="010-1234-5678")
    log_in(client, account)
    assert Page(client.get("/my/")).part("MY 페이지").link("내 정보") == "/account/"
    page = Page(client.get("/account/")).main
    assert page.labelled("이메일").startswith("haru@example.com")
    assert (page.field("이름").value, page.field("휴대전화").value) == ("김하루", "010-1234-5678")
    answer = client.post("/account/", {"name": "박하루", "mobile": "01098765432"}, follow=True)
    assert Page(answer).says("저장했습니다.")
    account.refresh_from_db()
    assert (account.name, account.mobile) == ("박하루", "010-9876-5432")


def test_a_buyers_e_mail_may_be_another_ones_too_and_is_confirmed(client: Client, outside: Outside) -> None:
    mailed("maru", "family@example.com")
    account = mailed("haru", "haru@example.com")
    log_in(client, account)
    client.post("/account/email/", {"email": "family@example.com", "current_password": PASSWORD})
    work()
    (letter,) = outside.messages.values()
    link = letter["text"][letter["text"].index("/account/email/confirmation/") :].split()[0]
    assert client.post(link, {"sent": "1"})["Location"] == "/account/"
    account.refresh_from_db()
    assert account.email == "family@example.com"
