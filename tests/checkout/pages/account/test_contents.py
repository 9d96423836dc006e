"""The pages of logging in and signing up: their fields, and that each leads to the other and on to where one was going."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.reading import Button, Field, Page

pytestmark = pytest.mark.django_db
SHEET = "/customer/order.nhn?ORDER_ID=a&TOTAL_PRICE=1"
QUOTED = "%2Fcustomer%2Forder.nhn%3FORDER_ID%3Da%26TOTAL_PRICE%3D1"


def page_of(path: str) -> Page:
    return Page(Client().get(path, {"next": SHEET})).main


def test_a_login_asks_for_a_name_and_a_password_and_goes_on_to_the_sheet() -> None:
    """R20."""
    page = page_of("/login/")
    assert page.headings() == ["로그인"]
    assert page.says("로그인하면 주문서로 바로 이어집니다.")
    assert page.fields() == {
        "아이디": Field("login", "text", "", required=True),
        "비밀번호": Field("password", "password", "", required=True),
    }
    assert page.buttons() == {"로그인": Button("", "post", {"next": SHEET})}
    assert page.links() == {"아이디나 비밀번호를 잊으셨나요?": "/password/forgotten/", "가입하기": f"/signup/?next={QUOTED}"}


def test_signing_up_asks_for_what_an_order_needs_and_goes_on() -> None:
    page = page_of("/signup/")
    assert page.headings() == ["회원 가입"]
    assert page.says("한 번 가입하면 모든 미니샵에서 체크아웃으로 주문할 수 있습니다.")
    assert {label: (field.name, field.kind, field.required) for label, field in page.fields().items()} == {
        "아이디": ("login", "text", True),
        "비밀번호": ("password", "password", True),
        "이름": ("name", "text", True),
        "휴대전화": ("mobile", "tel", True),
        "이메일": ("email", "email", True),
    }
    assert page.says("영문 소문자와 숫자 4~20자")
    assert page.says("10자 이상")
    assert page.buttons() == {"가입하고 계속하기": Button("", "post", {"next": SHEET})}
    assert page.links() == {"이용약관": "/terms/", "개인정보 처리방침": "/privacy/", "로그인": f"/login/?next={QUOTED}"}
