"""English is complete: every marked string is translated, and no public page has Korean left in it.

Run with each service's settings. Error pages speak both languages at once, since they render without a request.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import polib
import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation import trans_real
from tools.messages import catalogue, problems

SERVICE = os.environ["DJANGO_SETTINGS_MODULE"].split(".")[1]
PUBLIC = {
    "mall": ("/", "/signup/", "/login/"),
    "checkout": ("/", "/signup/", "/login/"),
    "shopping": ("/", "/search/?q=scarf", "/login/"),
    "sandbox": ("/", "/clock/", "/pg/", "/carriers/", "/messages/"),
}
_TAGS = re.compile(r"<(script|style|svg)\b.*?</\1>|<[^>]*>", re.DOTALL)
_HANGUL = re.compile(r"[가-힣]+")


@pytest.fixture
def english() -> Iterator[None]:
    """The catalogues as they stand in the tree, compiled, and English in force."""
    for service in (SERVICE, "chassis"):
        polib.pofile(str(catalogue(service))).save_as_mofile(str(catalogue(service).with_suffix(".mo")))
    trans_real._translations.clear()  # type: ignore[attr-defined]  # what an earlier test loaded may be older than the tree
    with translation.override("en"):
        yield
    trans_real._translations.clear()  # type: ignore[attr-defined]


@pytest.mark.parametrize("service", [SERVICE, "chassis"])
def test_every_marked_string_has_its_english(service: str) -> None:
    assert problems(service) == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", PUBLIC[SERVICE])
def test_no_korean_is_left_on_a_public_page(english: None, address: str) -> None:
    page = Client(headers={"accept-language": "en"}).get(address).content.decode()
    words = set(_HANGUL.findall(_TAGS.sub(" ", page)))
    assert words <= {"한국어"}, f"{settings.ROOT_URLCONF} {address}"
