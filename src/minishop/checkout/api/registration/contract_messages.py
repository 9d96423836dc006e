"""배송 계약: the shipping contract that a shop sends with its registration (protocol/minishop, section 7)."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import DecodeError, Meta, Struct, json

from minishop.checkout.orders.domain.contract import (
    Contract,
    FeeKind,
    FeeMode,
    FlatBecause,
    LineFee,
    Region,
    Rule,
    Tier,
    are_tiers,
)
from minishop.checkout.orders.domain.registration import MAX_COUNT, MAX_LINES
from minishop.kernel.won import Won

LONGEST = 100_000
Amount = Annotated[int, Meta(ge=0, le=100_000_000)]
Zipcode = Annotated[str, Meta(pattern=r"\A[0-9]{5}\Z")]
Fee = tuple[Literal["general", "free", "growing", "fixed"], Amount, Annotated[int, Meta(ge=1, le=MAX_COUNT)]]


class ContractMessage(Struct, rename="camel", kw_only=True):
    """What the shop says. ``lines``: kind, fee and block of each registered line; ``regions``: postcodes and what they cost besides."""

    version: Literal[1]
    mode: Literal["free", "on_delivery", "below_amount", "tiers"]
    threshold: Amount
    fee: Amount
    tiers: Annotated[list[tuple[Amount, Amount]], Meta(max_length=100)]
    individual_fees: bool
    free_first: bool
    basis: Literal["general_lines", "all_lines"]
    fixed_per: Literal["product", "variant"]
    lines: Annotated[list[Fee], Meta(max_length=MAX_LINES)]
    return_fee: Amount
    exchange_fee: Amount
    regions: Annotated[list[tuple[Zipcode, Zipcode, Amount]], Meta(max_length=1_000)]

    def contract(self) -> Contract:
        """The same in the hub's words."""
        rule = Rule(
            FeeMode(self.mode), Won(self.threshold), Won(self.fee), tuple(Tier(Won(lower), Won(fee)) for lower, fee in self.tiers),
            self.individual_fees, self.free_first, self.basis == "all_lines", self.fixed_per == "variant",
        )  # fmt: skip
        return Contract(
            rule,
            lines=tuple(LineFee(FeeKind(kind), Won(fee), block) for kind, fee, block in self.lines),
            return_fee=Won(self.return_fee),
            exchange_fee=Won(self.exchange_fee),
            regions=tuple(Region(first, last, Won(amount)) for first, last, amount in self.regions),
        )


def read_contract(text: str, lines: int) -> Contract | FlatBecause:
    """The contract for so many registered lines, or why there is none: a shop that errs there loses no buyer by it."""
    if not text:
        return FlatBecause.NONE_SENT
    try:
        contract = json.decode(text[: LONGEST + 1], type=ContractMessage).contract()
    except DecodeError:
        return FlatBecause.UNREADABLE
    fits = len(text) <= LONGEST and len(contract.lines) == lines
    fits = fits and (contract.rule.mode is not FeeMode.TIERS or are_tiers(contract.rule.tiers))
    return contract if fits else FlatBecause.UNREADABLE
