"""재고 확인이 없을 때: what a merchant wants done when its shop does not say whether the goods are held."""

from __future__ import annotations

from enum import StrEnum


class HoldPolicy(StrEnum):
    """``REQUIRE``: nobody pays before the shop has said yes. ``SELL``: the payment goes on, and the shop may have to cancel."""

    REQUIRE = "require"
    SELL = "sell"
