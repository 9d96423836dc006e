"""배송비 내역: a bill's rows with all that it takes to say them in any language, as they are stored with an order (A25, step 8; E18)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from minishop.kernel.won import Won
from minishop.mall.shipping.domain.fee import Bill, Part, Policy, Why


@dataclass(frozen=True, slots=True)
class FeeRow:
    """One row's facts. ``about`` and ``product`` are those of the bill's row; ``threshold`` is the policy's, ``name`` the product's.

    ``given`` is a text that came instead of facts and is shown as it is; then nothing but the amount is known.
    """

    amount: Won
    part: Part | None = None
    why: Why | None = None
    product: str = ""
    about: int = 0
    threshold: Won = Won(0)
    name: str = ""
    given: str = ""


def fee_rows(bill: Bill, policy: Policy, names: Mapping[str, str]) -> tuple[FeeRow, ...]:
    """The bill's rows. ``names`` are product names by the product's key."""
    return tuple(
        FeeRow(row.amount, row.part, row.why, row.product, row.about, policy.threshold, names.get(row.product, row.product))
        for row in bill.rows
    )


def stored(bill: Bill, policy: Policy, names: Mapping[str, str]) -> dict[str, Any]:
    """The bill as it is kept with an order: the rows' facts, the rule's version, and the settings it was made with. No words."""
    rows = [_row_facts(row) for row in fee_rows(bill, policy, names)]
    return {"version": bill.version, "total": int(bill.total), "rows": rows, "policy": _policy_facts(policy)}


def read_rows(breakdown: Mapping[str, Any]) -> list[FeeRow]:
    """The rows of a stored bill, in order; a row whose reason is not known here is given by its own text."""
    return [_read(row) for row in breakdown.get("rows", [])]


def dearest_regions(surcharges: Iterable[tuple[str, Won]]) -> list[tuple[str, Won]]:
    """Each region's name once, with its dearest amount, in the order of the ranges."""
    dearest: dict[str, Won] = {}
    for name, amount in surcharges:
        dearest[name] = max(amount, dearest.get(name, amount))
    return list(dearest.items())


def _row_facts(row: FeeRow) -> dict[str, Any]:
    return {
        "part": row.part and row.part.value, "why": row.why and row.why.value, "amount": int(row.amount), "product": row.product, "about": row.about,
        "threshold": int(row.threshold), "name": row.name,
    }  # fmt: skip


def _read(row: Mapping[str, Any]) -> FeeRow:
    amount, why = Won(int(row.get("amount", 0))), str(row.get("why", ""))
    if "label" in row or why not in Why.__members__.values():
        return FeeRow(amount, given=str(row.get("label", why)))
    return FeeRow(
        amount, Part(row["part"]), Why(why), row.get("product", ""), int(row.get("about", 0)), Won(int(row.get("threshold", 0))),
        row.get("name", ""),
    )  # fmt: skip


def _policy_facts(policy: Policy) -> dict[str, Any]:
    """The settings that the bill was made with, so that it can be made again (E18, E20)."""
    tiers: Sequence[list[int]] = [[int(tier.lower), int(tier.fee)] for tier in policy.tiers]
    return {
        "mode": policy.mode.value, "threshold": int(policy.threshold), "fee": int(policy.fee), "tiers": tiers,
        "individual_fees": policy.individual_fees, "free_first": policy.free_first, "basis": policy.basis.value,
        "door_gate": policy.door_gate.value, "fixed_per": policy.fixed_per.value,
    }  # fmt: skip
