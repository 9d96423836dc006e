"""지식쇼핑에 나가는지: what a product's row and page say of its place in the search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from minishop.mall.catalog.models import Product
from minishop.mall.feed.domain.absence import Absence
from minishop.mall.feed.labels import ABSENCES, refusal_text
from minishop.mall.feed.queries import absences, refusals
from minishop.mall.shops.models import Shop


@dataclass(frozen=True, slots=True)
class SearchWords:
    """``why`` a product is not in the search, empty for one that is told to it and not refused; ``is_refused``: the search itself says no.
    ``is_plain``: the list shows the reason anyway (진열상태, price, 품절)."""

    why: str
    is_refused: bool = False
    is_plain: bool = False


def search_words(shop: Shop, products: Sequence[Product]) -> list[SearchWords]:
    """What is said of each of these products, whose parts are at hand: what we ourselves do not tell first, since it hides what was refused."""
    absent, refused = absences(shop, products), refusals(shop, products)
    return [_words(absent[product.id], refusal_text(refused[product.id]) if product.id in refused else "") for product in products]


def _words(absence: Absence | None, refusal: str) -> SearchWords:
    if absence is not None:
        return SearchWords(str(ABSENCES[absence]), is_plain=absence is not Absence.NO_PICTURE)
    return SearchWords(refusal, is_refused=bool(refusal))
