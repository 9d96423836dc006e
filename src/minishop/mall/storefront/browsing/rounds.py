"""분류로 찾기: the top categories as pictures, out of what a page shows anyway."""

from __future__ import annotations

from collections.abc import Iterable

from minishop.mall.catalog.models import Category
from minishop.mall.storefront.browsing.shelf import Card

MOST, FEWEST = 8, 3


def rounds_of(cards: Iterable[Card]) -> list[tuple[Category, str]]:
    """A picture for each category that a product with a picture stands in first, in the categories' order; none where that makes a poor row."""
    found: dict[int, tuple[Category, str]] = {}
    for card in cards:
        placement = next(iter(card.product.placements.all()), None)
        if placement and card.picture:
            found.setdefault(placement.category_id, (placement.category, card.picture))
    shown = sorted(found.values(), key=lambda one: (one[0].position, one[0].id))[:MOST]
    return shown if len(shown) >= FEWEST else []
