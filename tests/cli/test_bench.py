"""The bench: its rows can be run, and its table tells a goal that was missed."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from bench.rows import ROWS, Row, chosen
from bench.table import Figures, cells, reached, table

PROJECT = Path(__file__).resolve().parents[2]
ROW = Row("page", "a page", "ProductPage", goal=5)
FIGURES = Figures(cpu_ms=4.0, per_second=100.0, p50=9.0, p99=20.0, memory_mb=80.0, failed=0)


def classes_and_functions(module: str) -> set[str]:
    """What a module defines, read and not imported: the load needs packages that only the bench installs."""
    tree = ast.parse((PROJECT / "bench" / f"{module}.py").read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef)}


def test_every_row_has_a_load_its_data_and_its_baseline() -> None:
    names = [row.name for row in ROWS]
    assert len(set(names)) == len(names)
    for program in ("load", "later", "bare"):
        assert {row.load for row in ROWS if row.program == f"bench.{program}"} <= classes_and_functions(program)
    assert {what for row in ROWS for _, what, _ in row.seeds} <= classes_and_functions("seed") | classes_and_functions("seed_hub")
    assert {row.baseline for row in ROWS if row.baseline} <= {row.name for row in ROWS}


def test_the_first_rows_stand() -> None:
    assert {"product", "category", "search", "cart", "registration", "paid", "paid-one", "bare-sale", "hold-lost", "desk"} <= {
        row.name for row in ROWS
    }


def test_a_row_comes_behind_its_baseline_once() -> None:
    assert [row.name for row in chosen(["desk", "product"])] == ["health", "desk", "product"]
    assert [row.name for row in chosen([])] == [row.name for row in ROWS]
    with pytest.raises(KeyError, match="nothing"):
        chosen(["nothing"])


@pytest.mark.parametrize(
    ("figures", "yes"),
    [
        pytest.param(replace(FIGURES, cpu_ms=5.0), True, id="목표에 꼭 맞음"),
        pytest.param(replace(FIGURES, cpu_ms=5.01), False, id="목표를 넘음"),
        pytest.param(replace(FIGURES, failed=1), False, id="실패한 요청"),
    ],
)
def test_a_goal_is_missed_by_cost_and_by_failures(figures: Figures, yes: bool) -> None:
    assert reached(ROW, figures) is yes
    assert ("NO" in cells(ROW, figures, None)[-1] or "failed" in cells(ROW, figures, None)[-1]) is not yes


def test_a_goal_may_be_a_ratio_to_the_baseline_or_a_patience() -> None:
    grown = replace(ROW, goal=None, most=2, patience=30)
    assert reached(grown, replace(FIGURES, cpu_ms=8.0, p99=30.0), FIGURES)
    assert not reached(grown, replace(FIGURES, cpu_ms=8.01), FIGURES)
    assert not reached(grown, replace(FIGURES, p99=30.5), FIGURES)
    assert cells(grown, FIGURES, FIGURES)[-2:] == ("2 x, p99 30", "yes")


def test_a_baseline_has_no_goal_to_miss() -> None:
    assert reached(replace(ROW, goal=None), FIGURES)
    assert cells(replace(ROW, goal=None), FIGURES, None)[-1] == ""


def test_the_table_gives_the_ratio_to_the_baseline_of_the_run() -> None:
    base = Row("health", "the floor", "Health", baseline="")
    lines = table({"health": (base, replace(FIGURES, cpu_ms=0.5)), "page": (ROW, FIGURES)}).splitlines()
    assert [cell.strip() for cell in lines[2].split("|")] == ["page", "4.00", "100.0", "9", "20", "80", "8.0 x health", "5", "yes"]
    assert len({len(line) for line in lines}) == 1


def test_what_no_column_holds_stands_below_the_table() -> None:
    lines = table({"page": (ROW, replace(FIGURES, said="the last began at 881"))}).splitlines()
    assert (len(lines), lines[-1]) == (3, "page: the last began at 881")
