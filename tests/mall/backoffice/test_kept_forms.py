"""A form whose sender's session had ended, or whose page was stale, comes back filled after the login. It is never saved by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.mall.backoffice.offices import furnish
from tests.mall.worlds import PASSWORD, Cast
from tests.reading import Page
from tests.sending import standing_in

from minishop.chassis.kept_forms import keeping
from minishop.chassis.tenancy import scope
from minishop.kernel.clock import utc_now
from minishop.mall.catalog.models import Product
from minishop.mall.orders.models import Dispatch

NEW = "/office/haru/products/new/"
ENDED = "로그인이 끝나 저장하지 못했습니다. 적으신 것은 그대로 있습니다. 다시 저장해 주세요."
STALE = "화면이 오래되어 저장하지 못했습니다. 적으신 것은 그대로 있습니다. 다시 저장해 주세요."
TYPED = {"name": "손뜨개 <컵>", "price": "12000", "description": "첫 줄\n둘째 줄"}


@pytest.fixture
def seller(cast: Cast) -> Client:
    """Logged in by password, so that the browser is known."""
    return logged_in(Client(), cast)


def logged_in(client: Client, cast: Cast, back: str = "/shops/") -> Client:
    assert client.post("/login/", {"username": cast.owner.email, "password": PASSWORD, "next": back}).headers["Location"] == back
    return client


def sent_after_the_end(seller: Client, cast: Cast, body: dict[str, Any], address: str = NEW) -> None:
    """The session ends, the form is sent, and the person logs in again where they are led."""
    Session.objects.all().delete()
    answer = seller.post(address, body)
    assert answer.headers["Location"] == f"/login/?next={address}"
    logged_in(seller, cast, address)


def test_a_product_typed_into_an_ended_session_stands_there_again(cast: Cast, seller: Client) -> None:
    body = standing_in(seller.get(NEW), **TYPED, displayed=None)
    sent_after_the_end(seller, cast, body)
    page = seller.get(NEW)
    assert Page(page).says(ENDED)
    assert not Page(page).says("파일")
    again = standing_in(page)
    assert {name: again[name] for name in TYPED} == TYPED
    assert "displayed" not in again
    with scope(cast.haru.id):
        assert not Product.objects.exists()
    assert seller.post(NEW, again).status_code == 302
    with scope(cast.haru.id):
        assert Product.objects.get().name == TYPED["name"]
    assert not Page(seller.get(NEW)).says(ENDED)


def test_files_have_to_be_chosen_again(cast: Cast, seller: Client) -> None:
    picture = SimpleUploadedFile("a.png", b"x", "image/png")
    sent_after_the_end(seller, cast, {**standing_in(seller.get(NEW), **TYPED), "pictures": picture})
    assert Page(seller.get(NEW)).says(f"{ENDED} 고르신 파일은 다시 골라 주세요.")


def test_what_was_sent_to_an_address_that_only_acts_stands_on_its_page(cast: Cast, seller: Client) -> None:
    order = furnish(cast.haru)["order"]
    address = f"/office/haru/orders/{order}/memo/"
    sent_after_the_end(seller, cast, {"memo": "선물 포장"}, address)
    page = seller.get(address, follow=True)
    assert page.redirect_chain == [(f"/office/haru/orders/{order}/", 302)]
    assert Page(page).says(ENDED)
    assert standing_in(page, address)["memo"] == "선물 포장"
    with scope(cast.haru.id):
        assert not Dispatch.objects.exists()


def test_the_login_goes_on_as_long_as_any(cast: Cast, seller: Client) -> None:
    sent_after_the_end(seller, cast, TYPED)
    seller.get(NEW)
    assert seller.session.get_expiry_age() == 14 * 86_400


def test_an_hour_later_the_page_is_empty(cast: Cast, seller: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    sent_after_the_end(seller, cast, TYPED)
    later = utc_now() + timedelta(minutes=61)
    monkeypatch.setattr(keeping, "utc_now", lambda: later)
    assert standing_in(seller.get(NEW))["name"] == ""


def test_too_much_is_not_kept_and_neither_is_what_a_stranger_sends(cast: Cast, seller: Client) -> None:
    sent_after_the_end(seller, cast, {**TYPED, "description": "가" * 200_001})
    assert standing_in(seller.get(NEW))["name"] == ""
    stranger = Client()
    stranger.post(NEW, TYPED)
    assert "_kept_form" not in stranger.session
    sent_after_the_end(seller, cast, {})
    assert "_kept_form" not in seller.session


def test_no_password_is_kept(cast: Cast, seller: Client) -> None:
    sent_after_the_end(seller, cast, {**TYPED, "old_password": "geheim"})
    assert "old_password" not in seller.session["_kept_form"]["fields"]


def test_other_pages_and_other_answers_leave_it_for_its_page(cast: Cast, seller: Client) -> None:
    sent_after_the_end(seller, cast, TYPED)
    for address in ("/office/haru/", "/office/haru/products/NONE/", "/shops/"):
        assert not Page(seller.get(address)).says(ENDED)
    assert Page(seller.get(NEW)).says(ENDED)


def stale_answer(cast: Cast, **headers: str) -> tuple[Client, Any]:
    """A form of a page that was opened before a login in another tab."""
    browser = Client(enforce_csrf_checks=True)
    browser.get("/login/")
    token = browser.cookies["mall_csrf"].value
    browser.post("/login/", {"username": cast.owner.email, "password": PASSWORD, "csrfmiddlewaretoken": token})
    return browser, browser.post(NEW, {**TYPED, "csrfmiddlewaretoken": token[::-1]}, headers=headers)


def test_a_stale_page_comes_back_filled(cast: Cast) -> None:
    browser, answer = stale_answer(cast, origin="http://testserver")
    assert (answer.status_code, answer.headers["Location"]) == (303, NEW)
    page = browser.get(NEW)
    assert Page(page).says(STALE)
    assert standing_in(page)["name"] == TYPED["name"]
    with scope(cast.haru.id):
        assert not Product.objects.exists()


@pytest.mark.parametrize("headers", [{}, {"origin": "http://evil.example"}])
def test_what_was_not_sent_from_here_is_refused_and_not_kept(cast: Cast, headers: dict[str, str]) -> None:
    browser, answer = stale_answer(cast, **headers)
    assert answer.status_code == 403
    assert Page(answer).main.headings() == ["화면이 오래되어 다시 확인이 필요합니다"]
    assert "_kept_form" not in browser.session


def test_who_has_just_signed_up_is_known_too(cast: Cast) -> None:
    client = Client()
    account = {"email": "new@mall.example", "name": "새 판매자", "password": "아주 긴 비밀번호 열 자", "agreed": "on"}
    assert client.post("/signup/", account).status_code == 302
    Session.objects.all().delete()
    client.post("/shops/new/", {"name": "새 상점", "code": "new"})
    client.post("/login/", {"username": account["email"], "password": account["password"]})
    assert standing_in(client.get("/shops/new/"))["name"] == "새 상점"
