"""구매불가 상품: the rows that say which lines a shop does not sell, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from minishop.checkout.orders.domain.offers import Refusal
from minishop.checkout.orders.labels import refusal_text
from minishop.checkout.orders.models import OrderLine, SheetLine


def refused_rows(lines: Sequence[SheetLine] | Sequence[OrderLine], refusals: Sequence[Refusal]) -> list[dict[str, Any]]:
    """Each refused line with its reason; ``lines`` in their order."""
    return [{"line": lines[refusal.place], "reason": refusal_text(refusal)} for refusal in refusals if refusal.place < len(lines)]
