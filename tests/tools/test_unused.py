"""What counts as a use, and what the reviewed list lets stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.unused import ALLOWED, Allowed, judged, unused


def tree(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


DEAD = {"a.py": "def dead():\n    pass\n"}


@pytest.mark.parametrize(
    ("more", "left"),
    [
        ({}, ["a.py:1: function dead"]),
        ({"b.py": "from a import dead\ndead()\n"}, []),
        ({"b.html": "<p>{{ row.dead }}</p>"}, []),
        ({"b.html": "<p>dead</p>"}, ["a.py:1: function dead"]),
        ({"b.py": "VIEW = 'a.dead'\nprint(VIEW)\n"}, []),
        ({"b.py": "__all__ = ['dead']\n"}, ["a.py:1: function dead"]),
        ({"b.py": "print(filter(dead__in=[1]))\n"}, []),
        ({"b.py": "print(rows.filter(dead=True))\n"}, []),
        ({"b.py": "print(rows.update(dead=True))\n"}, ["a.py:1: function dead"]),
        ({"migrations/0001.py": "from a import dead\n"}, []),
        ({"migrations/0001.py": "print('dead')\n"}, ["a.py:1: function dead"]),
    ],
    ids=[
        "아무도",
        "부름",
        "화면에서",
        "화면의 글",
        "이름으로",
        "내보내기만",
        "조회에서",
        "조건으로",
        "쓰기만",
        "옮김에서",
        "옮김의 글",
    ],
)
def test_what_is_a_use(tmp_path: Path, more: dict[str, str], left: list[str]) -> None:
    source = tree(tmp_path, {**DEAD, **more})
    assert judged(unused(source), (), source) == (left, [])


def test_an_entry_allows_what_it_names_and_is_itself_missed_when_that_is_gone(tmp_path: Path) -> None:
    source = tree(tmp_path, DEAD)
    allowed = (Allowed("*.py", ("dea?", "gone"), "because"),)
    assert judged(unused(source), allowed, source) == ([], ["*.py: gone"])


def test_every_entry_has_a_reason() -> None:
    assert all(len(entry.why) > 5 and entry.names for entry in ALLOWED)
