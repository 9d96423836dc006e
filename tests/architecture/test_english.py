"""English is complete: every marked string is translated, and no page has Korean left in it but what people wrote.

Run with each service's settings. The error pages are walked through in test_error_pages.py.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
import pytest
from django.apps import apps
from django.test import Client
from django.utils import translation
from tests.architecture.furnished import WALKS
from tools.messages import catalogue, problems

from minishop.chassis.tenancy import across_tenants

SERVICE = os.environ["DJANGO_SETTINGS_MODULE"].split(".")[1]
PUBLIC = {
    "mall": ("/", "/signup/", "/login/", "/terms/", "/privacy/"),
    "checkout": ("/", "/signup/", "/login/", "/terms/", "/privacy/"),
    "shopping": ("/", "/search/?q=scarf", "/login/"),
    "sandbox": ("/", "/clock/", "/pg/", "/carriers/", "/messages/"),
}
_SAID_TO_BE_KOREAN = re.compile(r'<span lang="ko">[^<]*</span>')  # names that a Korean file has, as its reader has to write them
_NO_WORDS = re.compile(r"<(script|style|svg)\b.*?</\1>", re.DOTALL)
_SPOKEN = re.compile(r'\b(?:alt|title|placeholder|aria-label|data-label|value)="([^"]*)"')
_TAGS = re.compile(r"<[^>]*>")
_HANGUL = re.compile(r"[가-힣]+")


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The catalogues as they stand in the tree, compiled outside it: other tests read the compiled ones there."""
    folder = tmp_path_factory.mktemp("english")
    for service in (SERVICE, "chassis"):
        target = folder / service / "en" / "LC_MESSAGES" / "django.mo"
        target.parent.mkdir(parents=True)
        polib.pofile(str(catalogue(service))).save_as_mofile(str(target))
    return [folder / SERVICE, folder / "chassis"]


@pytest.fixture
def english(compiled: list[Path], settings: Any) -> Iterator[None]:
    """English in force; a change of the setting makes Django forget the catalogues that it has read."""
    settings.LOCALE_PATHS = compiled
    with translation.override("en"):
        yield


def hangul_of(client: Client, address: str) -> set[str]:
    """The Korean words that a reader of English is shown, or is read out."""
    answer = client.get(address, headers={"accept-language": "en"})
    assert answer.status_code == 200, address
    page = _SAID_TO_BE_KOREAN.sub(" ", _NO_WORDS.sub(" ", answer.content.decode()))
    return set(_HANGUL.findall(" ".join([_TAGS.sub(" ", page), *_SPOKEN.findall(page)]))) - {"한국어"}


def written_by_people() -> set[str]:
    """The Korean words that stand in the database."""
    with across_tenants("the test compares all data with a page"):
        rows = [row for model in apps.get_models() for row in model._default_manager.values_list()]
    return set(_HANGUL.findall(repr(rows)))


@pytest.mark.parametrize("service", [SERVICE, "chassis"])
def test_every_marked_string_has_its_english(service: str) -> None:
    assert problems(service) == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", PUBLIC[SERVICE])
def test_no_korean_is_left_on_a_public_page(english: None, address: str) -> None:
    assert hangul_of(Client(), address) == set()


@pytest.mark.django_db
def test_the_only_korean_on_a_page_with_data_is_the_data(english: None, monkeypatch: pytest.MonkeyPatch) -> None:
    left = {}
    for client, address in WALKS[SERVICE](monkeypatch):
        if words := hangul_of(client, address) - written_by_people():
            left[address] = words
    assert left == {}
