"""배송 계약: the fee rule as it is told to a hub that judges claims by it (protocol/minishop, section 7)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from minishop.kernel.won import Won
from minishop.mall.shipping.domain.fee import RULE_VERSION, Kind, Policy

Fee = tuple[Kind, Won, int]
Range = tuple[str, str, Won]


def write_contract(policy: Policy, lines: Iterable[Fee], ranges: Iterable[Range]) -> str:
    """``lines``: kind, fee and block of each registered line, in their order. ``ranges``: postcodes with what they cost besides."""
    facts = {
        "version": RULE_VERSION,
        "mode": policy.mode.value,
        "threshold": int(policy.threshold),
        "fee": int(policy.fee),
        "tiers": [[int(tier.lower), int(tier.fee)] for tier in policy.tiers],
        "individualFees": policy.individual_fees,
        "freeFirst": policy.free_first,
        "basis": policy.basis.value,
        "fixedPer": policy.fixed_per.value,
        "lines": [[kind.value, int(fee), block] for kind, fee, block in lines],
        "returnFee": int(policy.return_fee),
        "exchangeFee": int(policy.exchange_fee),
        "regions": [[first, last, int(amount)] for first, last, amount in ranges],
    }
    return json.dumps(facts, separators=(",", ":"))
