"""A phone's width holds sentences that stand where a word stands elsewhere: a reason in a badge, a mark before a sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

SOURCE = Path(__file__).resolve().parents[2] / "src/minishop"
SHEETS = [SOURCE / f"chassis/ui/static/ui/{name}.css" for name in ("tokens", "base", "layout", "tables", "signals")]
REFUSED = SOURCE / "checkout/pages/templates/pages/sheet/_refused.html"
SETTINGS = SOURCE / "mall/backoffice/templates/backoffice/checkout/settings.html"
PARKED = SOURCE / "chassis/jobs/templates/jobs/_parked.html"
ADDRESS = "a" * 40 + ".shops.example.co.kr:8443"
SENTENCE = "The price changed from ₩41,000 to ₩42,000. Please order again at the shop."


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Page:
    return browser.new_page(viewport={"width": 390, "height": 844})


def show(phone: Page, body: str) -> None:
    styles = "".join(sheet.read_text(encoding="utf-8") for sheet in SHEETS)
    phone.set_content(f'<!doctype html><style>{styles}</style><main class="page">{body}</main>')


def class_of(template: Path, before: str) -> str:
    found = re.search(r'class="([^"]*)">' + re.escape(before), template.read_text(encoding="utf-8"))
    assert found is not None
    return found[1]


def test_the_reason_of_a_refusal_breaks_into_lines(phone: Page) -> None:
    reason = f'<span class="{class_of(REFUSED, "{{ row.reason }}")}">{SENTENCE}</span>'
    show(phone, f'<table class="table"><tbody><tr><td data-label="Reason">{reason}</td></tr></tbody></table>')
    assert phone.evaluate("document.documentElement.scrollWidth") == 390


def test_a_mark_stands_beside_its_sentence(phone: Page) -> None:
    mark = '<svg class="icon" width="16" height="16"></svg>'
    show(phone, f'<ul><li class="{class_of(SETTINGS, "{% if can %}")}">{mark}<span>{SENTENCE}</span></li></ul>')
    mark_box, sentence_box = phone.locator("li svg").bounding_box(), phone.locator("li span").bounding_box()
    assert mark_box is not None
    assert sentence_box is not None
    assert mark_box["x"] + mark_box["width"] < sentence_box["x"]


def test_an_address_that_is_left_alone_breaks_into_lines(phone: Page) -> None:
    notice = class_of(PARKED, "{% icon")
    show(
        phone,
        f'<div class="{notice}"><svg class="icon" width="20" height="20"></svg><div><p><strong>{ADDRESS}</strong></p></div></div>',
    )
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
