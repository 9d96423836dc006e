"""상품 한 건: what the index keeps of a shop's product, and by what it is found."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from minishop.kernel.won import Won
from minishop.shopping.index.domain.texts import SEARCHED
from minishop.shopping.index.domain.tokens import index_tokens, initial_tokens


@dataclass(frozen=True, slots=True)
class Listing:
    """상품: as its shop describes it; the texts are those of ``texts.TEXTS``. ``shipping`` is won for one piece, 0 free, -1 paid at the door."""

    product_code: str
    title: str
    price: Won
    list_price: Won | None
    shipping: int
    link: str
    image_link: str
    categories: tuple[str, ...]
    condition: str
    brand: str
    maker: str
    origin: str
    model_number: str
    search_tag: str
    event_words: str
    review_count: int

    @property
    def category_path(self) -> str:
        """``패션 > 원피스``."""
        return " > ".join(name for name in self.categories if name)

    def digest(self) -> str:
        """A fingerprint of everything above: the same facts have the same one."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Text:
    """What a document is found by: words of its title, of everything else, and initial consonants of the title."""

    document_id: int
    partner_id: int
    title: list[str]
    others: list[str]
    initials: list[str]


def text_of(listing: Listing, *, document_id: int, partner_id: int) -> Text:
    """The tokens of a listing; searched texts and categories stand apart from each other."""
    parts = (*(getattr(listing, name) for name in SEARCHED), *listing.categories)
    others = [token for part in parts for token in index_tokens(part)]
    return Text(document_id, partner_id, index_tokens(listing.title), others, initial_tokens(listing.title))
