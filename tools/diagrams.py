"""State diagrams in docs/rules/order-states.md, made from the tables that the code runs on.

``python -m tools.diagrams`` writes the page; ``--check`` fails when it is stale.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from minishop.checkout.orders.domain import states as hub_line
from minishop.checkout.payments.domain import states as payment
from minishop.mall.channel.domain.words import HUB_STATES
from minishop.mall.orders.domain import states as mall_line
from minishop.mall.orders.domain.hub import HubState, event_for
from minishop.mall.shops.domain import entries

PAGE = Path(__file__).resolve().parents[1] / "docs" / "rules" / "order-states.md"
Table = Mapping[Any, StrEnum]  # keyed by (state or None, event) of the machine's own kinds


@dataclass(frozen=True, slots=True)
class Machine:
    """A table with its heading, what is to be said of it, and who may cause which event."""

    title: str
    about: str
    table: Table
    caused_by: Mapping[Any, StrEnum] | None = None


MACHINES = (
    Machine(
        "A line in the mall",
        "The seller enters tracking numbers and holds; everything else is reported by the hub. The order's own state is that of its least "
        "advanced living line.",
        mall_line.TRANSITIONS,
        mall_line.CAUSED_BY,
    ),
    Machine(
        "A line at the hub",
        "발송처리요청 (dispatch_requested) is the time in which a carrier is asked whether it knows the number.",
        hub_line.TRANSITIONS,
        hub_line.CAUSED_BY,
    ),
    Machine(
        "A payment attempt",
        "While an attempt is confirming, the PG has been asked for the money and its answer is not known: it is asked again until it is.",
        payment.TRANSITIONS,
    ),
    Machine("An application for an entry", "A rejected application may be made again.", entries.TRANSITIONS),
)


def page() -> str:
    """The whole page."""
    parts = [
        "# Order states",
        "",
        "Made by `python -m tools.diagrams` from the tables in the code; a test fails when it is stale.",
        "",
    ]
    for machine in MACHINES:
        parts += [f"## {machine.title}", "", machine.about, "", *_diagram(machine), ""]
    return "\n".join([*parts, *_map()])


def _diagram(machine: Machine) -> list[str]:
    arrows = []
    for (state, event), target in machine.table.items():
        actor = f" ({machine.caused_by[event].value})" if machine.caused_by else ""
        arrows.append(f"    {state.value if state else '[*]'} --> {target.value}: {event.value}{actor}")
    first = next(iter(machine.table))[0]
    return ["```mermaid", "stateDiagram-v2", *([f"    [*] --> {first.value}"] if first else []), *arrows, "```"]


def _map() -> list[str]:
    """How the hub's status of a line moves ours."""
    rows = []
    for status, state in HUB_STATES.items():
        moves = {
            f"{ours.value} → {mall_line.TRANSITIONS[ours, event].value}"
            for ours in mall_line.LineState
            if (event := event_for(ours, state)) is not None and (ours, event) in mall_line.TRANSITIONS
        }
        rows.append(f"| `{status.value}` | `{state.value}` | {', '.join(sorted(moves)) or 'nothing'} |")
    checked = f"| `PAYED` with a delivery | `{HubState.DISPATCH_REQUESTED.value}` | nothing |"
    return [
        "## What the hub's status means in the mall",
        "",
        "| productOrderStatus | our word for it | our line moves |",
        "| --- | --- | --- |",
        *rows,
        checked,
        "",
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    if not parser.parse_args().check:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    fresh = PAGE.exists() and PAGE.read_text(encoding="utf-8") == page()
    print("diagrams fresh" if fresh else f"{PAGE.name} is stale: run python -m tools.diagrams")
    return 0 if fresh else 1


if __name__ == "__main__":
    sys.exit(main())
