"""Pictures from phones become small before they are sent, and what is too large is said beside the field."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page

SCRIPT = Path(__file__).resolve().parents[2] / "src/minishop/chassis/ui/static/ui/uploads.js"
FORM = """<form method="post"><div>
<input type="file" name="pictures" multiple data-photos data-most-bytes="5000000" data-too-large="너무 큽니다"
 data-choose="파일 고르기" data-none="고른 파일 없음"></div>
<button name="go" value="1">저장</button></form>"""


@pytest.fixture
def form(browser: Browser) -> Iterator[Page]:
    """The form on a page; what is submitted is counted and goes nowhere."""
    page = browser.new_page()
    page.set_content(FORM)
    page.evaluate("window.sent = []")
    page.add_script_tag(path=str(SCRIPT))
    page.evaluate("""document.forms[0].addEventListener("submit", (event) => {
        if (!event.defaultPrevented) window.sent.push(event.submitter.value); event.preventDefault(); })""")
    yield page
    page.close()


def photo(width: int = 2600, height: int = 1900) -> bytes:
    """Noise, which no format makes small."""
    content = io.BytesIO()
    Image.frombytes("RGB", (width, height), os.urandom(width * height * 3)).save(content, "JPEG", quality=95)
    return content.getvalue()


def chosen(form: Page, *files: tuple[str, str, bytes]) -> list[Any]:
    """Chooses files and returns what stands in the field once the script is done with them: name, type and size."""
    payloads: list[FilePayload] = [{"name": name, "mimeType": kind, "buffer": content} for name, kind, content in files]
    form.set_input_files("input", payloads)
    form.wait_for_selector("input:not([aria-busy])")
    found: list[Any] = form.evaluate("[...document.querySelector('input').files].map((file) => [file.name, file.type, file.size])")
    return found


def test_a_large_photo_is_made_small_and_sent(form: Page) -> None:
    content = photo()
    assert len(content) > 3_000_000
    [[name, kind, size]] = chosen(form, ("IMG_1.HEIC.jpeg", "image/jpeg", content))
    assert (name, kind) == ("IMG_1.HEIC.jpg", "image/jpeg")
    assert size < len(content) / 2
    form.click("button")
    form.wait_for_function("window.sent.length == 1", timeout=5000)
    assert form.evaluate("window.sent") == ["1"]


def test_a_small_picture_and_what_is_none_are_left_alone(form: Page) -> None:
    files = [("a.png", "image/png", b"x" * 100), ("b.jpg", "image/jpeg", b"y" * 900_000)]
    assert chosen(form, *files) == [[name, kind, len(content)] for name, kind, content in files]


def test_what_is_too_large_is_said_beside_the_field_and_not_sent(form: Page) -> None:
    chosen(form, ("a.bin", "image/jpeg", b"x" * 5_000_000))
    form.click("button")
    form.wait_for_timeout(300)
    assert form.evaluate("window.sent") == []
    assert form.inner_text(".upload-note") == "너무 큽니다"
    assert form.get_attribute("input", "aria-invalid") == "true"
    chosen(form, ("a.bin", "image/jpeg", b"x"))
    assert form.inner_text(".upload-note") == ""
    form.click("button")
    form.wait_for_function("window.sent.length == 1", timeout=5000)


def test_the_field_speaks_the_pages_language_and_names_what_was_chosen(form: Page) -> None:
    assert form.locator(".file-face span").all_inner_texts() == ["파일 고르기", "고른 파일 없음"]
    chosen(form, ("a.png", "image/png", b"x"), ("b.png", "image/png", b"y"))
    assert form.locator(".file-face span").all_inner_texts() == ["파일 고르기", "a.png, b.png"]


def test_a_form_without_files_is_sent_as_ever(form: Page) -> None:
    form.click("button")
    assert form.evaluate("window.sent") == ["1"]


def test_whoever_presses_while_pictures_are_made_small_waits_for_them(form: Page) -> None:
    one: FilePayload = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    form.set_input_files("input", one)
    form.click("button")
    form.wait_for_function("window.sent.length == 1", timeout=5000)
    assert form.evaluate("document.querySelector('input').files[0].size") < 5_000_000
