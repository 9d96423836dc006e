"""A form whose sender's session had ended, or whose page was stale, comes back filled after the login. It is never saved by itself."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.mall.backoffice.offices import furnish
from tests.mall.pictures import png
from tests.mall.worlds import PASSWORD, Cast
from tests.page_lines import lines
from tests.reading import Page
from tests.sending import standing_in

from minishop.chassis import clock
from minishop.chassis.kept_forms import files as kept_files
from minishop.chassis.kept_forms import keeping
from minishop.chassis.kept_forms.files import remove_before
from minishop.chassis.kept_forms.tasks import forget_kept_files
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


def kept_boxes(page: Any) -> list[str]:
    """The names that stand beside ticked boxes of kept files."""
    return [line[5:-1].split(" ")[0] for line in lines(page) if line.startswith("{[x] ") and line.endswith("B}")]


def test_chosen_files_are_kept_through_a_login(cast: Cast, seller: Client) -> None:
    sent_after_the_end(seller, cast, {**standing_in(seller.get(NEW), **TYPED), "pictures": chosen("a.png"), "code": ""})
    page = seller.get(NEW)
    assert Page(page).says(f"{ENDED} 맡아 둔 파일 고르신 파일은 그대로 있습니다.")
    assert kept_boxes(page) == ["a.png"]
    saved = seller.post(NEW, standing_in(page))
    assert saved.status_code == 302
    assert pictures_of(cast) == 1


def test_chosen_files_are_kept_through_a_refused_save_and_those_that_are_no_use_are_named(cast: Cast, seller: Client) -> None:
    body = {
        **standing_in(seller.get(NEW), **TYPED),
        "pictures": [chosen("a.png"), chosen("b.txt", b"no picture"), chosen("c.png", red=9)],
    }
    refused = seller.post(NEW, body)
    assert refused.status_code == 422
    assert Page(refused).says("b.txt: JPEG, PNG, WebP, GIF 사진이 아니거나 손상된 파일입니다.")
    assert kept_boxes(refused) == ["a.png", "c.png"]
    again = seller.post(NEW, {**standing_in(refused, name=""), "pictures": chosen("d.png", red=80)})
    assert kept_boxes(again) == ["a.png", "c.png", "d.png"]
    sent = standing_in(again, name="컵")
    sent["_kept_files"] = sent["_kept_files"][1:]  # its box is not ticked any more
    assert seller.post(NEW, sent).status_code == 302
    assert pictures_of(cast) == 2


def test_more_than_one_request_may_bring_is_named_and_not_kept(seller: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = chosen("a.png")
    monkeypatch.setattr(kept_files, "limit_of", lambda path: 2 * (picture.size or 0))
    body = {**standing_in(seller.get(NEW), name=""), "pictures": [picture, chosen("b.png"), chosen("c.png")]}
    refused = seller.post(NEW, body)
    assert kept_boxes(refused) == ["a.png", "b.png"]
    assert Page(refused).says("다시 골라 주세요: c.png")


def test_a_kept_file_that_is_gone_is_named_and_a_box_that_is_not_ours_is_none(cast: Cast, seller: Client) -> None:
    refused = seller.post(NEW, {**standing_in(seller.get(NEW), name=""), "pictures": chosen("a.png")})
    sent = standing_in(refused, name="컵", price="1")
    remove_before(utc_now().date() + timedelta(days=1))
    sent["_kept_files"] = [sent["_kept_files"], "{}", signing.dumps({"place": "../../etc/passwd"}, salt="another")]
    page = seller.post(NEW, sent, follow=True)
    assert Page(page).says("더는 맡아 두지 않은 파일이라 함께 올리지 못했습니다. 다시 골라 주세요: a.png")
    assert pictures_of(cast) == 0


def test_a_box_that_is_sent_again_and_again_is_one_file_and_more_than_a_request_may_bring_is_not_read(
    seller: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A box costs its sender nothing, and each file is read whole."""
    picture = chosen("a.png")
    monkeypatch.setattr(kept_files, "limit_of", lambda path: 2 * (picture.size or 0))
    refused = [
        seller.post(NEW, {**standing_in(seller.get(NEW), name=""), "pictures": chosen(name)})
        for name in ("a.png", "b.png", "c.png")
    ]
    boxes = [str(standing_in(page)["_kept_files"]) for page in refused]
    page = seller.post(NEW, {**standing_in(refused[0], name=""), "_kept_files": [*boxes[:1] * 50, *boxes]})
    assert kept_boxes(page) == ["a.png", "b.png"]
    assert Page(page).says("다시 골라 주세요: c.png")


def test_a_person_who_fills_the_disk_loses_the_files_that_were_kept_first(
    cast: Cast, seller: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    picture = chosen("a.png")
    monkeypatch.setattr(kept_files, "MOST_KEPT", 2 * (picture.size or 0))
    refused = [
        seller.post(NEW, {**standing_in(seller.get(NEW), name=""), "pictures": chosen(f"{number}.png")}) for number in range(4)
    ]
    assert len([*(tmp_path / "files").glob("kept-files/*/*/*")]) == 2
    assert seller.post(NEW, standing_in(refused[-1], name="컵", price="1")).status_code == 302
    assert pictures_of(cast) == 1
    page = seller.post(NEW, standing_in(refused[0], name=""))
    assert (Page(page).says("다시 골라 주세요: 0.png"), kept_boxes(page)) == (True, [])


def test_kept_files_live_through_the_next_day(seller: Client, tmp_path: Path) -> None:
    seller.post(NEW, {**standing_in(seller.get(NEW), name=""), "pictures": chosen("a.png")})
    forget_kept_files.run(now=utc_now() + clock.shift() + timedelta(days=1))
    assert len([*(tmp_path / "files").glob("kept-files/*/*")]) == 1
    forget_kept_files.run(now=utc_now() + clock.shift() + timedelta(days=2))
    assert [*(tmp_path / "files").glob("kept-files/*")] == []


def chosen(name: str, content: bytes | None = None, *, red: int = 200) -> SimpleUploadedFile:
    """A file as a browser sends it: a picture, unless its content is given."""
    return SimpleUploadedFile(name, png(f"rgb({red}, 0, 0)") if content is None else content, "image/png")


def pictures_of(cast: Cast) -> int:
    with scope(cast.haru.id):
        return Product.objects.get().images.count()


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
