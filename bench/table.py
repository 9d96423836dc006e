"""The table that the bench prints, and whether every goal was reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bench.rows import Row


@dataclass(frozen=True, slots=True)
class Figures:
    """What a row cost: CPU ms a request of all counted processes, requests a second, wall ms, memory in MB, failed requests, and in
    words what no column holds."""

    cpu_ms: float
    per_second: float
    p50: float
    p99: float
    memory_mb: float
    failed: int
    said: str = ""


HEAD = ("what", "CPU ms", "requests/s", "p50 ms", "p99 ms", "memory MB", "ratio", "goal ms", "reached")


def cells(row: Row, figures: Figures, baseline: Figures | None) -> tuple[str, ...]:
    """One line of the table; the ratio is CPU beside the baseline's of the same run."""
    ratio = f"{figures.cpu_ms / baseline.cpu_ms:.1f} x {row.baseline}" if baseline else ""
    goals = (row.goal, row.most and f"{row.most:g} x", row.patience and f"p99 {row.patience:g}")
    goal = ", ".join(f"{goal:g}" if isinstance(goal, float | int) else goal for goal in goals if goal)
    verdict = "" if not goal else "yes" if reached(row, figures, baseline) else "NO"
    wall = (
        f"{figures.cpu_ms:.2f}",
        f"{figures.per_second:.1f}",
        f"{figures.p50:.0f}",
        f"{figures.p99:.0f}",
        f"{figures.memory_mb:.0f}",
    )
    return (row.name, *wall, ratio, goal, f"{verdict} ({figures.failed} failed)" if figures.failed else verdict)


def reached(row: Row, figures: Figures, baseline: Figures | None = None) -> bool:
    """Whether a row is within its goals, with no request failed; a baseline has no goal to miss."""
    within = row.goal is None or figures.cpu_ms <= row.goal
    soon = row.patience is None or figures.p99 <= row.patience
    even = row.most is None or baseline is None or figures.cpu_ms <= row.most * baseline.cpu_ms
    return figures.failed == 0 and within and soon and even


def table(found: Mapping[str, tuple[Row, Figures]]) -> str:
    """All rows, aligned, and below them what some have to say beside their figures."""
    lines: list[tuple[str, ...]] = [HEAD]
    for row, figures in found.values():
        lines.append(cells(row, figures, found[row.baseline][1] if row.baseline in found else None))
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    aligned = [
        " | ".join(
            cell.ljust(width) if not column else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    ]
    return "\n".join([*aligned, *(f"{row.name}: {figures.said}" for row, figures in found.values() if figures.said)])
