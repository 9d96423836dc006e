"""체크아웃 홈 and the head of every page: what a visitor, a buyer and an operator find there."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.checkout.worlds import make_account
from tests.logins import log_in
from tests.reading import Button, Page

from minishop.checkout.accounts.models import Account

pytestmark = pytest.mark.django_db
HEAD = {"체크아웃": "/", "서비스 소개": "/", "MY 페이지": "/my/"}


def page_for(*, person: Account | None = None) -> Page:
    client = Client()
    if person is not None:
        log_in(client, person)
    return Page(client.get("/"))


def head_of(page: Page) -> Page:
    return page.parts("header")[0]


def test_a_visitor_is_told_what_checkout_is_and_how_to_begin() -> None:
    page = page_for()
    assert page.title == "체크아웃"
    assert page.main.headings() == [
        "어느 미니샵에서든, 한 번의 로그인으로 주문하고 결제합니다",
        "안전한 결제",
        "한눈에 보는 배송",
        "구매확정 적립금",
    ]
    for told in (
        "주문, 배송, 구매확정, 적립금을 MY 페이지 한곳에서 봅니다.",
        "같은 주문이 두 번 결제되지 않습니다.",
        "송장번호를 택배사에 확인한 뒤 배송 상태를 알려 드립니다.",
        "구매를 확정하면 다음 날, 결제금액의 0.5%가 적립됩니다.",
    ):
        assert page.says(told), told
    assert page.main.links() == {"가입하기": "/signup/", "로그인": "/login/"}


def test_the_head_leads_a_visitor_home_to_my_page_and_to_a_login() -> None:
    """R95."""
    head = head_of(page_for())
    assert head.links() == {**HEAD, "로그인": "/login/", "가입하기": "/signup/"}
    assert head.buttons() == {}


def test_the_head_names_the_buyer_and_lets_them_leave() -> None:
    """R95."""
    page = page_for(person=make_account())
    assert head_of(page).links() == HEAD
    assert head_of(page).says("이구매님")
    assert head_of(page).buttons() == {"로그아웃": Button("/logout/", "post")}
    assert page.main.links() == {"내 주문 보기": "/my/"}


def test_the_head_leads_only_operators_to_their_pages() -> None:
    assert head_of(page_for(person=make_account(operator=True))).links() == {**HEAD, "운영": "/center/"}
