"""대사에서 찾은 것: what may not agree, each with a name, and one that does not (docs/rules/payments.md)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FindingKind(StrEnum):
    """What does not agree. A transfer: ``UNBALANCED``. A buyer's purse: ``WALLET_…``, and ``COUPON`` also of an order. ``PG``: what the
    comparison with a PG has found and is open. An order or one of its claims: the rest."""

    UNBALANCED = "unbalanced"
    RECEIVABLE = "receivable"
    REFUND_OWED = "refund_owed"
    FEES_HELD = "fees_held"
    PENDING = "pending"
    PAYABLE = "payable"
    REFUNDED_TOO_MUCH = "refunded_too_much"
    PAID_STATE = "paid_state"
    PIECES = "pieces"
    PAYMENT_OPEN = "payment_open"
    REFUND_OPEN = "refund_open"
    HOLD_LEFT = "hold_left"
    CLAIM_POSTING = "claim_posting"
    CLAIM_POINTS = "claim_points"
    CLAIM_REFUND = "claim_refund"
    CLAIM_STUCK = "claim_stuck"
    OPEN_CLAIM = "open_claim"
    BENEFIT_USE = "benefit_use"
    COUPON = "coupon"
    WALLET_LOTS = "wallet_lots"
    WALLET_LEDGER = "wallet_ledger"
    WALLET_HELD = "wallet_held"
    PG = "pg"


OF_PURSES = frozenset({FindingKind.WALLET_LOTS, FindingKind.WALLET_LEDGER, FindingKind.WALLET_HELD, FindingKind.COUPON})


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not agree. ``key``: the order's number, or the transfer's, the attempt's, the refund's key, the claim's number, or the
    buyer's id; sums where there are two, and of a purse's coupon its id."""

    kind: FindingKind
    key: str
    ours: int | None = None
    theirs: int | None = None
