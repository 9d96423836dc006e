"""The mall's end of the shipping contract (protocol/minishop, section 7): what it writes, and that its own rule gives the same fee."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.wire.mall.test_registration import form_of

from minishop.kernel.won import Won
from minishop.mall.channel.domain.contract import write_contract
from minishop.mall.channel.domain.profile import PROFILES
from minishop.mall.channel.domain.registration import write_order
from minishop.mall.shipping.domain.fee import Basis, DoorGate, FixedPer, Kind, Line, Mode, Policy, Tier, shipping_fee

GOLDEN = Path(__file__).resolve().parents[3] / "protocol" / "minishop"
EXAMPLES: dict[str, dict[str, Any]] = {
    one["name"]: one for one in json.loads((GOLDEN / "shipping-contracts.json").read_text(encoding="utf-8"))
}


def policy_of(told: dict[str, Any]) -> Policy:
    return Policy(
        Mode(told["mode"]), Won(told["threshold"]), Won(told["fee"]), tuple(Tier(Won(lower), Won(fee)) for lower, fee in told["tiers"]),
        told["individualFees"], told["freeFirst"], Basis(told["basis"]), DoorGate.NEVER, FixedPer(told["fixedPer"]),
        return_fee=Won(told["returnFee"]), exchange_fee=Won(told["exchangeFee"]),
    )  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_a_contract_is_written_as_the_golden_one_and_gives_its_fee(example: dict[str, Any]) -> None:
    """R57, R58, R59, E20: A27 and A28, by the rule that the shop bills with."""
    told = example["contract"]
    fees = [(Kind(kind), Won(fee), block) for kind, fee, block in told["lines"]]
    written = write_contract(policy_of(told), fees, [(first, last, Won(amount)) for first, last, amount in told["regions"]])
    assert json.loads(written) == told
    lines = [
        Line(line["productId"], line["optionCode"], Won(line["unitPrice"]), line["quantity"], *fee)
        for line, fee in zip(example["lines"], fees, strict=True)
    ]
    assert shipping_fee(lines, policy_of(told)).total == example["fee"]


def test_a_registration_carries_it_last_where_the_hub_reads_one() -> None:
    """A hub that reads none is sent none; the names that the protocol has stay as they are."""
    body = (GOLDEN / "order-contract.form").read_bytes().rstrip(b"\n")
    told = json.loads((GOLDEN / "order-contract.json").read_text(encoding="utf-8"))
    policy = policy_of(told)
    fees = [(Kind(kind), Won(fee), block) for kind, fee, block in told["lines"]]
    contract = write_contract(policy, fees, [(first, last, Won(amount)) for first, last, amount in told["regions"]])
    plain = form_of("order-prepaid")
    assert write_order(replace(plain, contract=contract)) == body
    assert body.startswith(write_order(plain) + b"&MINISHOP_SHIPPING_CONTRACT=")
    assert {name: profile.shipping_contract for name, profile in PROFILES.items()} == {"minishop": True, "naver": False}
