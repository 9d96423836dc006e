"""상품의 글: every text of a shop's product that the search reads, declared once.

The reader of feeds, the listing, the document and the words it is found by go by this table; only an attribute of ``Listing``, and a
column with its migration for a stored one, are written besides (docs/how-to.md, Add a product field).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListingText:
    """A column of the feed, which is also the attribute of a listing, and its most characters; a longer text is cut.

    ``stored`` keeps it in the document, ``searched`` makes the document found by its words.
    """

    name: str
    limit: int
    stored: bool = False
    searched: bool = False


TEXTS = (
    ListingText("title", 100, stored=True),  # found by, and ranked higher, in its own way
    ListingText("brand", 60, stored=True, searched=True),
    ListingText("maker", 60, stored=True, searched=True),
    ListingText("origin", 30, stored=True),
    ListingText("model_number", 60, searched=True),
    ListingText("search_tag", 100, searched=True),
    ListingText("event_words", 100, stored=True),
)
LIMITS: Mapping[str, int] = {text.name: text.limit for text in TEXTS}
STORED = tuple(text.name for text in TEXTS if text.stored)
SEARCHED = tuple(text.name for text in TEXTS if text.searched)
