"""Terms and privacy: texts that can be read before one joins, and in every foot."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.reading import Page

TEXTS = {"/terms/": "체크아웃 이용약관", "/privacy/": "체크아웃 개인정보 처리방침"}


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "title"), TEXTS.items())
def test_what_one_agrees_to_can_be_read(client: Client, path: str, title: str) -> None:
    signup = Page(client.get("/signup/")).main
    assert signup.says("가입하면 아래 두 가지에 동의하게 됩니다.")
    assert path in signup.links().values()
    page = Page(client.get(path))
    assert page.main.headings()[0] == title
    assert len(page.main.headings()) == 7
    assert path in Page(client.get("/login/")).links().values()
