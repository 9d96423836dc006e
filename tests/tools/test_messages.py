"""Marked strings are found in code and templates, and missing English is named."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest
from django.conf import settings

from tools import messages

if not settings.configured:
    settings.configure()


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "src" / "minishop" / "mall"
    folder.mkdir(parents=True)
    (folder / "a.py").write_text(
        'from django.utils.translation import gettext as _\n_("장바구니")\nngettext("%(n)d개", "%(n)d개들", 2)\n'
    )
    (folder / "a.html").write_text(
        '{% translate "주문" %}{% blocktranslate trimmed with n=x %}\n {{ n }}원\n {% endblocktranslate %}{% translate "열기" context "문" %}'
    )
    monkeypatch.setattr(messages, "SOURCE", folder.parent)
    monkeypatch.setattr(messages, "PROJECT", tmp_path)
    return folder


def test_strings_are_found_and_what_has_no_english_is_named(source: Path) -> None:
    assert {key for key, _ in messages.marked(source)} == {
        ("", "장바구니", ""), ("", "%(n)d개", "%(n)d개들"), ("", "주문", ""), ("", "%(n)s원", ""), ("문", "열기", ""),
    }  # fmt: skip
    assert len(messages.problems("mall")) == 5
    assert messages.merge("mall") == 5
    assert [problem.split(":")[1] for problem in messages.problems("mall")] == [" no English"] * 5


def test_a_placeholder_that_the_korean_has_not_is_named(source: Path) -> None:
    messages.merge("mall")
    book = polib.pofile(str(messages.catalogue("mall")))
    for entry in book:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: "%(n)d", 1: "%(n)d"}
        else:
            entry.msgstr = "%(wrong)s won"
    book.save()
    assert {problem.split(":")[1] for problem in messages.problems("mall")} == {" other placeholders"}


def test_merging_keeps_what_is_translated(source: Path) -> None:
    messages.merge("mall")
    book = polib.pofile(str(messages.catalogue("mall")))
    for entry in book:
        entry.msgstr = "kept" if not entry.msgid_plural else ""
    book.save()
    messages.merge("mall")
    assert {entry.msgstr for entry in polib.pofile(str(messages.catalogue("mall"))) if not entry.msgid_plural} == {"kept"}
