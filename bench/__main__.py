"""``python -m bench [NAME …]``: runs rows, prints the table, ends with 1 where a goal was missed."""

from __future__ import annotations

import argparse
import sys

from bench.measure import run_load
from bench.place import running_place
from bench.rows import ROWS, Row, chosen
from bench.table import Figures, reached, table
from minishop.cli.words import Refusal, pick, say


def parser() -> argparse.ArgumentParser:
    """The options, which ``./minishop bench`` shares."""
    made = argparse.ArgumentParser(prog="minishop bench", description=__doc__)
    made.add_argument("names", nargs="*", metavar="NAME", help=pick("잴 것 (없으면 목록)", "what to measure (none: the list)"))
    made.add_argument("--all", action="store_true", help=pick("모두", "everything"))
    made.add_argument("--seconds", type=float, default=10.0, help=pick("한 줄에 몇 초", "how many seconds a row"))
    made.add_argument("--postgresql", action="store_true", help=pick("SQLite 대신 PostgreSQL", "on PostgreSQL instead of SQLite"))
    return made


def main(arguments: list[str]) -> int:
    """Returns 0 when every goal was reached, 1 when one was missed, 2 for a name that is none."""
    options = parser().parse_args(arguments)
    if not options.names and not options.all:
        sys.stdout.write(listing() + "\n")
        return 0
    try:
        rows = chosen(options.names)
    except KeyError as unknown:
        sys.stderr.write(
            pick(f"{unknown.args[0]}: 그런 줄이 없습니다.\n", f"there is no row {unknown.args[0]}\n") + listing() + "\n"
        )
        return 2
    try:
        return _run(rows, seconds=options.seconds, on_postgresql=options.postgresql)
    except Refusal as refusal:
        sys.stderr.write(f"minishop: {refusal}\n")
        return 1


def listing() -> str:
    """Every row with what it measures and its goal."""
    goals = {row.name: "" if row.goal is None else pick(f"목표 {row.goal:g} ms", f"goal {row.goal:g} ms") for row in ROWS}
    return "\n".join(f"  {row.name:<13}{goals[row.name]:<13}{row.about}" for row in ROWS)


def _run(rows: list[Row], *, seconds: float, on_postgresql: bool) -> int:
    found: dict[str, tuple[Row, Figures]] = {}
    say("설치본을 띄웁니다 …", "Starting an installation …")
    with running_place(on_postgresql=on_postgresql) as place:
        for row in rows:
            say(f"  {row.name} …", f"  {row.name} …")
            for service, what, count in row.seeds:
                place.seed(service, what, count)
            found[row.name] = row, run_load(place, row, seconds)
    sys.stdout.write(("PostgreSQL" if on_postgresql else "SQLite") + "\n" + table(found) + "\n")
    baselines = {name: figures for name, (_, figures) in found.items()}
    return 0 if all(reached(row, figures, baselines.get(row.baseline)) for row, figures in found.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
