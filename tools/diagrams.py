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

from minishop.chassis.jobs.domain import states as jobs
from minishop.chassis.outbox import domain as outbox
from minishop.checkout.benefits.domain import coupons as coupon
from minishop.checkout.benefits.domain import uses as benefit_use
from minishop.checkout.claims.domain import admin as admin_claim
from minishop.checkout.claims.domain import cancel, exchanging, returning
from minishop.checkout.holds.domain import states as hold
from minishop.checkout.merchants.domain import review
from minishop.checkout.orders.domain import states as hub_line
from minishop.checkout.parcels.domain import states as parcel
from minishop.checkout.payments.domain import contracts
from minishop.checkout.payments.domain import refunds as refund
from minishop.checkout.payments.domain import states as payment
from minishop.kernel.machine import Machine
from minishop.mall.channel.domain.words import HUB_STATES
from minishop.mall.orders.domain import checking
from minishop.mall.orders.domain import states as mall_line
from minishop.mall.orders.domain.hub import HubState, event_for
from minishop.mall.shops.domain import entries
from minishop.mall.stock.domain import holding
from minishop.sandbox.pg.domain import states as pg
from minishop.shopping.partners.domain import states as partner

PAGE = Path(__file__).resolve().parents[1] / "docs" / "rules" / "order-states.md"


@dataclass(frozen=True, slots=True)
class Diagram:
    """A machine with its heading, what is to be said of it, and who may cause which event."""

    title: str
    about: str
    machine: Machine[Any, Any]
    caused_by: Mapping[Any, StrEnum | frozenset[Any]] | None = None


DIAGRAMS = (
    Diagram(
        "A line in the mall",
        "The seller enters tracking numbers and holds; everything else is reported by the hub. An order stands in every tab of the desk in "
        "which a line of it stands.",
        mall_line.MACHINE,
        mall_line.CAUSED_BY,
    ),
    Diagram(
        "A line at the hub",
        "발송처리요청 (dispatch_requested) is the time in which a carrier is asked whether it knows the number.",
        hub_line.MACHINE,
        hub_line.CAUSED_BY,
    ),
    Diagram(
        "A cancel",
        "Before anybody has acknowledged one of its lines a buyer's cancel needs nobody; the money of an agreed one is on its way back until "
        "it is certain, and everything that follows from it is written down in that moment.",
        cancel.MACHINE,
        cancel.CAUSED_BY,
    ),
    Diagram(
        "A return",
        "While it is held it is neither refunded nor refused. By time it is accepted, and refunded once the goods are back.",
        returning.MACHINE,
        returning.CAUSED_BY,
    ),
    Diagram(
        "An exchange",
        "Its fee is paid before the seller sees it. It becomes a return as long as the other goods have not left.",
        exchanging.MACHINE,
        exchanging.CAUSED_BY,
    ),
    Diagram(
        "What the hub ends by its own authority",
        "An operator opens it on lines that are neither cancelled nor returned, and overrules whatever claim was open there.",
        admin_claim.MACHINE,
        admin_claim.CAUSED_BY,
    ),
    Diagram(
        "A parcel at the hub",
        "A carrier that has known a number and forgets it changes nothing; a carrier may also take a step back. A parcel that nobody can "
        "be asked about is not tracked from the beginning.",
        parcel.MACHINE,
    ),
    Diagram(
        "A hold of stock, as the hub knows of it",
        "The shop keeps the pieces of an order that is being paid; what was sold is told it whatever became of the hold "
        "([selling](selling.md)).",
        hold.MACHINE,
    ),
    Diagram(
        "A payment attempt",
        "While an attempt is confirming, the PG has been asked for the money and its answer is not known: it is asked again until it is.",
        payment.MACHINE,
    ),
    Diagram(
        "The check of a tracking number in the mall",
        "What the hub says of a number that the seller entered. A number that was valid once stays so.",
        checking.MACHINE,
    ),
    Diagram(
        "An order's pieces in the mall",
        "Messages of the hub and the shop's own clock (docs/rules/stock.md). What was sold moves no more; whatever was before, what was paid is "
        "sold.",
        holding.MACHINE,
    ),
    Diagram("An application for an entry", "A rejected application may be made again.", entries.MACHINE),
    Diagram("A merchant's application at the hub", "It is decided once; a new one is made under a new key.", review.MACHINE),
    Diagram(
        "A merchant's PG contract",
        "Handed over before the merchant trades it is live at once; afterwards it waits for an operator. One that was live is kept, since "
        "attempts go on asking the contract they were opened with.",
        contracts.MACHINE,
    ),
    Diagram(
        "A partner of the search", "A suspended partner's feed is still fetched: a good one ends the suspension.", partner.MACHINE
    ),
    Diagram(
        "A message to another party",
        "An attempt that may help when repeated puts the message off, until it has been tried often enough. Refused and parked ones wait for "
        "a person.",
        outbox.MACHINE,
    ),
    Diagram("A job", "One that ends well is deleted. A running one whose worker is gone is given back.", jobs.MACHINE),
    Diagram("A contract at the sandbox's PG", "It is decided once.", pg.CONTRACTS),
    Diagram(
        "A refund",
        "Money goes back through the PG that took it, under the refund's own key; while a refund is asking it is asked about until it is known.",
        refund.MACHINE,
    ),
    Diagram(
        "A coupon that a buyer has",
        "Held from the press on pay on; it comes back when nothing of its order lives (docs/rules/points-and-coupons.md).",
        coupon.MACHINE,
    ),
    Diagram(
        "What an order takes of points and coupons",
        "An attempt that ends unpaid releases it, and the next press holds it again.",
        benefit_use.MACHINE,
    ),
    Diagram(
        "A payment at the sandbox's PG",
        "The card company or bank decides once; money that it took goes back whole, or in parts where the contract allows them.",
        pg.PAYMENTS,
    ),
)


def page() -> str:
    """The whole page."""
    parts = [
        "# Order states",
        "",
        "Made by `python -m tools.diagrams` from the tables in the code; a test fails when it is stale.",
        "",
    ]
    for diagram in DIAGRAMS:
        parts += [f"## {diagram.title}", "", diagram.about, "", *_drawn(diagram), ""]
    return "\n".join([*parts, *_map()])


def _drawn(diagram: Diagram) -> list[str]:
    made = {f"    [*] --> {state.value}: {event.value}": state for event, state in diagram.machine.made_by.items()}
    arrows = [*made, *(f"    [*] --> {state.value}" for state in diagram.machine.begins if state not in made.values())]
    states: type[StrEnum] = diagram.machine.states
    order = list(states).index
    for (state, event), target in sorted(diagram.machine.table.items(), key=lambda step: order(step[0][0])):
        actor = f" ({_actors(diagram.caused_by[event])})" if diagram.caused_by else ""
        arrows.append(f"    {state.value} --> {target.value}: {event.value}{actor}")
    return ["```mermaid", "stateDiagram-v2", *arrows, "```"]


def _actors(who: StrEnum | frozenset[Any]) -> str:
    return who.value if isinstance(who, StrEnum) else " or ".join(sorted(one.value for one in who))


def _map() -> list[str]:
    """How the hub's status of a line moves ours."""
    rows = []
    for status, state in HUB_STATES.items():
        moves = {
            f"{ours.value} → {mall_line.MACHINE.next_state(ours, event).value}"
            for ours in mall_line.LineState
            if (event := event_for(ours, state)) is not None and event in mall_line.MACHINE.allowed(ours)
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
