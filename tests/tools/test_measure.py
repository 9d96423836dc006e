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
    assert worse({"a": 60, "b": 70, "c": 80}, {"a": 60, "b": 69}) == ["b: 70", "c: 80"]


def test_a_capabilitys_one_domain_module_is_a_domain(tmp_path: Path) -> None:
    (project_with(tmp_path, 1) / "src/minishop/mall/cart").mkdir()
    (tmp_path / "src/minishop/mall/cart/domain.py").write_text("def add():\n" + "    x = 1\n" * 30)
    assert over_limit(measure(tmp_path)) == {"src/minishop/mall/cart/domain.py:add": 31}


def test_the_wires_surface_has_the_budget_of_views(tmp_path: Path) -> None:
    (project_with(tmp_path, 1) / "src/minishop/checkout/api").mkdir(parents=True)
    (tmp_path / "src/minishop/checkout/api/lines.py").write_text("def shown():\n" + "    x = 1\n" * 30)
    assert over_limit(measure(tmp_path)) == {"src/minishop/checkout/api/lines.py:shown": 31}


def test_a_templates_line_has_its_limit(tmp_path: Path) -> None:
    template = project_with(tmp_path, 1) / "src" / "minishop" / "page.html"
    template.write_text(f"<p>\n{'가' * 151}\n{'나' * 150}\n</p>\n", encoding="utf-8")
    assert over_limit(measure(tmp_path)) == {"src/minishop/page.html:2": 151}
