"""회원: signing up, logging in, and that nobody is led away to another site."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from tests.checkout.worlds import PASSWORD, make_account
from tests.logins import log_in
from tests.reading import Page

from minishop.checkout.accounts.models import Account

pytestmark = pytest.mark.django_db
NEW = {
    "login": "Haru2026",
    "password": "좋은 비밀번호 열 자",
    "name": "김하루",
    "mobile": "01012345678",
    "email": "haru@example.com",
}


def test_a_buyer_signs_up_and_is_logged_in() -> None:
    client = Client()
    assert client.post("/signup/", {**NEW, "next": "/my/points/"})["Location"] == "/my/points/"
    account = Account.objects.get()
    assert (account.login, account.mobile, account.is_operator) == ("haru2026", "010-1234-5678", False)
    assert client.get("/my/").status_code == 200


WRONG = {
    "아이디 짧음": ({"login": "abc"}, "login"),
    "아이디에 한글": ({"login": "하루상점"}, "login"),
    "비밀번호 짧음": ({"password": "123456789"}, "password"),
    "흔한 비밀번호": ({"password": "password123"}, "password"),
    "이름 없음": ({"name": ""}, "name"),
    "일반 전화": ({"mobile": "02-123-4567"}, "mobile"),
    "메일이 아님": ({"email": "haru"}, "email"),
}


@pytest.mark.parametrize(("changed", "field"), WRONG.values(), ids=WRONG)
def test_a_mistake_stands_beside_its_field(changed: dict[str, str], field: str) -> None:
    page = Client().post("/signup/", {**NEW, **changed})
    assert list(page.context["form"].errors) == [field]
    assert not Account.objects.exists()


def test_a_login_name_is_taken_in_any_case() -> None:
    make_account("haru2026")
    page = Client().post("/signup/", NEW)
    assert "이미 쓰고 있는 아이디입니다." in page.content.decode()
    assert Account.objects.count() == 1


@pytest.mark.parametrize(
    "known", [{"login": "buyer", "password": "x"}, {"login": "nobody", "password": PASSWORD}], ids=["비밀번호", "아이디"]
)
def test_a_wrong_name_and_a_wrong_password_look_the_same(known: dict[str, str]) -> None:
    make_account("buyer")
    page = Client().post("/login/", known)
    assert [str(error) for error in page.context["form"].non_field_errors()] == ["아이디 또는 비밀번호가 맞지 않습니다."]


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_nobody_is_led_to_another_site(wanted: str) -> None:
    make_account("buyer")
    assert Client().post("/login/", {"login": "buyer", "password": PASSWORD, "next": wanted})["Location"] == "/my/"


def test_logging_out_takes_a_press() -> None:
    client = Client()
    log_in(client, make_account())
    assert client.get("/logout/")["Location"] == "/"
    assert client.get("/my/").status_code == 200
    client.post("/logout/")
    assert client.get("/my/").status_code == 302


ORDER = "/customer/order.nhn?ORDER_ID=K%201&SHOP_ID=np_a&TOTAL_PRICE=100"


@pytest.mark.parametrize("here", ["/login/", "/signup/"])
@pytest.mark.parametrize("words", ["로그인", "가입하기"])
def test_the_header_keeps_the_order_that_a_login_was_asked_for(here: str, words: str) -> None:
    header = Page(Client().get(here, {"next": ORDER})).parts("header")[0]
    leads = urlsplit(header.link(words))
    assert (leads.path, parse_qs(leads.query)) == ("/login/" if words == "로그인" else "/signup/", {"next": [ORDER]})


def test_the_header_keeps_the_order_after_a_wrong_password() -> None:
    page = Page(Client().post("/login/", {"login": "buyer", "password": "wrong", "next": ORDER}))
    assert parse_qs(urlsplit(page.parts("header")[0].link("로그인")).query) == {"next": [ORDER]}


@pytest.mark.parametrize("here", ["/", "/login/", "/signup/"])
def test_a_login_from_the_front_leads_where_it_leads_by_itself(here: str) -> None:
    assert Page(Client().get(here)).parts("header")[0].link("로그인") == "/login/"
