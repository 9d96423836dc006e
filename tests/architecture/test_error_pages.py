"""What went wrong is said in the service's look, in the reader's language, with a way on. Run with each service's settings."""

from __future__ import annotations

import os
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import polib
import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from tests.page_lines import lines
from tests.reading import Page
from tools.messages import catalogue

from minishop.chassis.web import errors
from minishop.chassis.web.limits import UNREAD

SERVICE = os.environ["DJANGO_SETTINGS_MODULE"].split(".")[1]
BRAND = {"mall": "Minishop", "checkout": "체크아웃", "shopping": "지식쇼핑", "sandbox": "샌드박스"}[SERVICE]
ONLY_LOOKED_AT = {"mall": ("put", "/logout/")}.get(SERVICE, ("post", "/"))
_HANGUL = re.compile(r"[가-힣]")


@pytest.fixture
def english(tmp_path: Path, settings: Any) -> None:
    """The catalogues as they stand in the tree."""
    for service in (SERVICE, "chassis"):
        target = tmp_path / service / "en" / "LC_MESSAGES" / "django.mo"
        target.parent.mkdir(parents=True)
        polib.pofile(str(catalogue(service))).save_as_mofile(str(target))
    settings.LOCALE_PATHS = [tmp_path / SERVICE, tmp_path / "chassis"]


def given_up(status: int) -> dict[str, Any]:
    """What the serving layer says of a body that it did not take in."""
    return {UNREAD: status}


def answers(language: str) -> dict[str, HttpResponse]:
    """One answer of each kind, as a browser of a language meets it."""
    said: dict[str, Any] = {"headers": {"accept-language": language}}
    method, address = ONLY_LOOKED_AT
    request = RequestFactory(**said).get("/somewhere/")
    table = import_module(settings.ROOT_URLCONF)
    return {
        "400": Client(headers={"accept-language": language, "host": "evil.example"}).get("/"),
        "403": table.handler403(request, PermissionError()),
        "403 stale": Client(enforce_csrf_checks=True, **said).post("/i18n/setlang/", {"language": "en"}),
        "404": Client(**said).get("/no/such/page/"),
        "405": getattr(Client(**said), method)(address),
        "413": Client(**said).post("/i18n/setlang/", {"language": "en"}, CONTENT_LENGTH="99000000"),
        "408": Client(**said).get("/", **given_up(408)),
        "429": Client(**said).get("/", **given_up(429)),
        "400 cut": Client(**said).get("/", **given_up(400)),
        "500": table.handler500(request),
        "503": errors.page(request, 503),
        "503 crowded": errors.unframed(request, 503),
    }


KINDS = ["400", "400 cut", "403", "403 stale", "404", "405", "408", "413", "429", "500", "503", "503 crowded"]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_it_is_said_in_the_look_of_the_service_with_a_way_on(kind: str) -> None:
    answer = answers("ko")[kind]
    page = Page(answer)
    assert answer.status_code == int(kind[:3])
    [title] = page.main.headings()
    assert _HANGUL.search(title)
    assert page.title
    assert page.main.link("처음으로") == "/"
    assert re.search(rf'<html lang="ko" class="theme-{SERVICE}">', answer.content.decode())
    if kind not in ("500", "503 crowded"):
        assert page.parts("header")[0].links().get(BRAND) == "/"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_whoever_reads_english_is_told_in_english(english: None, kind: str) -> None:
    answer = answers("en")[kind]
    page = Page(answer)
    assert _HANGUL.findall(page.main.text) == []
    assert '<html lang="en"' in answer.content.decode()
    assert page.main.link("Home") == "/"


@pytest.mark.django_db
def test_what_is_too_large_names_the_limit_and_how_to_get_the_text_back() -> None:
    text = Page(answers("ko")["413"]).main.text
    limit = f"{settings.BODY_LIMIT // 1000}KB" if settings.BODY_LIMIT < 1_000_000 else f"{settings.BODY_LIMIT // 1_000_000}MB"
    assert f"한 번에 {limit}까지" in text
    assert "브라우저의 ‘뒤로’를 누르면 적으신 글은 그대로 있습니다" in text


@pytest.mark.django_db
def test_a_refused_method_still_says_which_are_allowed() -> None:
    assert "Allow" in answers("ko")["405"].headers


def broken(*_: object, **__: object) -> str:
    """A template that fails."""
    raise RuntimeError("a template")


def test_a_fault_of_ours_is_said_without_templates_and_without_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """No database is open to this test: asking it would raise."""
    monkeypatch.setattr(errors, "render_to_string", broken)
    request = RequestFactory(headers={"accept-language": "ko"}).get("/")
    answer = import_module(settings.ROOT_URLCONF).handler500(request)
    assert answer.status_code == 500
    assert "# 잠시 문제가 생겼습니다" in lines(answer)
    assert "ui/tokens" in answer.content.decode()


def test_a_page_that_cannot_be_made_is_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "render_to_string", broken)
    monkeypatch.setattr(errors, "static", lambda name: (_ for _ in ()).throw(ValueError(name)))
    request = RequestFactory(headers={"accept-language": "ko"}).get("/")
    answer = errors.page(request, 404)
    assert answer.status_code == 404
    assert [line for line in lines(answer) if line[0] in "#["] == ["# 찾으시는 화면이 없습니다", "[처음으로 → /]"]
    assert "stylesheet" not in answer.content.decode()


def test_every_table_of_addresses_has_a_frame_and_the_pages() -> None:
    names = [getattr(settings, name) for name in ("ROOT_URLCONF", "STOREFRONT_URLCONF") if hasattr(settings, name)]
    for table in map(import_module, names):
        assert (table.handler400, table.handler403, table.handler404, table.handler500) == errors.handlers
        assert callable(table.error_frame)


@pytest.mark.django_db
def test_software_reads_one_line() -> None:
    path = f"{settings.WIRE_PATHS[0].rstrip('/')}/no/such/thing"
    request: HttpRequest = RequestFactory(headers={"accept-language": "en"}).get(path)
    answer = errors.page(request, 404)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == "찾으시는 화면이 없습니다\n"
