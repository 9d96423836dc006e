"""Each bad habit of a test is found, and what only looks like one is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.habits import bad_habits

BAD = {
    "벽시계": ("    begun = perf_counter()\n    assert perf_counter() - begun < 5", "how busy"),
    "모듈의 시계": ("    assert time.monotonic() - begun < 5", "how busy"),
    "자고 바라기": ("    time.sleep(1)\n    assert done", "sleeps and hopes"),
    "늘 참인 값": ("    assert True", "whatever happens"),
    "늘 참인 짝": ("    assert (a == b, 'why')", "whatever happens"),
    "자기와 같음": ("    assert a.b == a.b", "whatever happens"),
    "확인 없음": ("    run()", "asserts nothing"),
    "범위": ('    """R113–R131."""\n    assert a', "a range"),
    "짧은 범위": ('    """Q1-3: all of them."""\n    assert a', "a range"),
}
GOOD = {
    "되풀이해 살피기": "    while not done():\n        time.sleep(0.1)\n    assert done()",
    "두 번 부르기": "    assert draw() == draw()",
    "자기와 다름": "    assert a != a.strip()",
    "기다리는 오류": "    with pytest.raises(ValueError):\n        run()",
    "이 파일의 확인": "    looks_right(1)",
    "이름 하나씩": '    """R113, R131: 2–3 pieces."""\n    assert a',
}


def written(folder: Path, body: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "test_it.py").write_text(f"def looks_right(a):\n    assert a\n\n\ndef test_it():\n{body}\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(("body", "why"), BAD.values(), ids=BAD)
def test_a_bad_habit_is_found(tmp_path: Path, body: str, why: str) -> None:
    (found,) = bad_habits(written(tmp_path, body))
    assert why in found.why
    assert found.place.startswith("test_it.py:")


@pytest.mark.parametrize("body", GOOD.values(), ids=GOOD)
def test_what_is_no_bad_habit_is_left_alone(tmp_path: Path, body: str) -> None:
    assert bad_habits(written(tmp_path, body)) == []


def test_whole_systems_may_wait_and_look_at_the_clock(tmp_path: Path) -> None:
    written(tmp_path / "chaos", "    time.sleep(1)\n    assert time.monotonic() < end")
    assert bad_habits(tmp_path) == []
