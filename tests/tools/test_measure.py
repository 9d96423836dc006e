"""The size report finds what is too large, and forgives only what it was told to."""

from __future__ import annotations

from pathlib import Path

from tools.measure import measure, over_limit, worse


def project_with(tmp_path: Path, body_lines: int) -> Path:
    module = tmp_path / "src" / "minishop" / "mall" / "shipping" / "domain" / "fee.py"
    module.parent.mkdir(parents=True)
    (tmp_path / "tests").mkdir()
    module.write_text('def fee():\n    """A long\n    contract."""\n' + "    x = 1\n" * body_lines)
    return tmp_path


def test_a_docstring_costs_nothing(tmp_path: Path) -> None:
    assert over_limit(measure(project_with(tmp_path, 29))) == {}


def test_a_long_function_is_found(tmp_path: Path) -> None:
    assert over_limit(measure(project_with(tmp_path, 30))) == {"src/minishop/mall/shipping/domain/fee.py:fee": 31}


def test_the_ratchet_only_turns_one_way() -> None:
    assert worse({"a": 60, "b": 70, "c": 80}, {"a": 60, "b": 69}) == ["b: 70 lines", "c: 80 lines"]
