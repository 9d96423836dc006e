"""From a visitor to a person with a shop, at once and without a design choice."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.mall.worlds import NOW, PASSWORD, Cast, make_account

from minishop.mall.shops.models import Shop
from minishop.mall.staff.models import Account
from minishop.mall.staff.services import open_shop

pytestmark = pytest.mark.django_db
PERSON = {"email": "New@mall.example", "name": "새 판매자", "phone": "01012345678", "password": PASSWORD, "agreed": "on"}


def test_the_front_page_leads_to_making_a_shop_and_to_the_shop_to_try(client: Client) -> None:
    page = client.get("/").content.decode()
    assert 'href="/signup/"' in page
    assert "체험하기" not in page
    open_shop(owner=make_account("owner"), code="haru", name="하루상점", now=NOW)
    assert "http://haru.shop.localhost:8100/" in client.get("/").content.decode()


def test_signing_up_logs_in_and_goes_on_to_the_shop(client: Client) -> None:
    """R2."""
    assert client.post("/signup/", PERSON).headers["location"] == "/shops/new/"
    account = Account.objects.get()
    assert (account.email, account.phone, account.is_operator) == ("new@mall.example", "010-1234-5678", False)
    answer = client.post("/shops/new/", {"name": "새 상점", "code": "new-shop"})
    assert answer.headers["location"] == "/office/new-shop/"
    assert client.get("/office/new-shop/").status_code == 200
    assert "새 상점" in client.get("/shops/").content.decode()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"email": "owner@mall.example"}, "이미 가입된 이메일"), ({"email": "아님"}, "올바른 이메일"), ({"password": "짧다"}, "너무 짧습니다"),
        ({"password": "password123"}, "너무 흔한"), ({"phone": "12"}, "연락을 받을 수 없는"), ({"phone": "+1 202 555 0100"}, "한국 전화번호"),
        ({"agreed": ""}, "필수"), ({"name": ""}, "필수"),
    ],
    ids=["있는 이메일", "이메일 아님", "짧은 비밀번호", "흔한 비밀번호", "전화 아님", "외국 전화", "동의 안 함", "이름 없음"],
)  # fmt: skip
def test_a_refused_sign_up_says_why_beside_the_field_and_makes_nobody(client: Client, said: dict[str, str], words: str) -> None:
    make_account("owner")
    answer = client.post("/signup/", PERSON | said)
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert list(errors) == list(said)
    assert words in str(errors)
    assert f'id="id_{next(iter(said))}_error"' in answer.content.decode()
    assert Account.objects.count() == 1


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("haru", "이미 쓰고 있는 주소"),
        ("checkout", "쓸 수 없습니다"),
        ("ab", "3–30자"),
        ("1st", "시작하고"),
        ("하루", "영문"),
        ("", "필수"),
    ],
    ids=["있는 주소", "예약된 주소", "짧음", "숫자로 시작", "한글", "없음"],
)
def test_a_refused_address_says_why_and_makes_no_shop(cast: Cast, stranger: Client, code: str, words: str) -> None:
    answer = stranger.post("/shops/new/", {"name": "상점", "code": code})
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors["code"])
    assert Shop.objects.count() == 2


def test_a_taken_address_comes_with_a_free_one(cast: Cast, stranger: Client) -> None:
    said = str(stranger.post("/shops/new/", {"name": "상점", "code": "HARU"}).context["form"].errors["code"])
    other = next(word for word in said.replace(">", " ").split() if word.startswith("haru-"))
    assert stranger.post("/shops/new/", {"name": "상점", "code": other}).status_code == 302


def test_logging_in_and_out(cast: Cast, client: Client) -> None:
    wrong = client.post("/login/", {"username": "owner@mall.example", "password": "아니다"})
    assert "맞지 않습니다" in wrong.content.decode()
    page = client.post(
        "/login/?next=/office/haru/", {"username": "OWNER@mall.example", "password": PASSWORD, "next": "/office/haru/"}
    )
    assert page.headers["location"] == "/office/haru/"
    client.post("/logout/")
    assert client.get("/shops/").status_code == 302


def test_a_login_leads_to_no_other_site(cast: Cast, client: Client) -> None:
    said = {"username": "owner@mall.example", "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post("/login/", said).headers["location"] == "/shops/"


def test_own_shops_only(cast: Cast, stranger: Client) -> None:
    page = stranger.get("/shops/").content.decode()
    assert "마루" in page
    assert "하루상점" not in page
