"""상품의 글: every text of a product, declared once.

Model, form, product list, Cafe24 file, product page and feed read these tables; only a column and its migration, a label and its English
are written besides (docs/how-to.md, Add a product field).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class FeedColumn(NamedTuple):
    """A column of the feed (protocol/ep) and how many characters it takes; a longer text is cut."""

    name: str
    limit: int


@dataclass(frozen=True, slots=True)
class ProductText:
    """A text of a product: the column's name and its most characters, and where else it goes.

    ``html``: it is a piece of a page. ``csv`` is the column of Cafe24's file that has it in words, "" where there is none or it has a number for it;
    ``on_page`` puts it among the facts of the product page, ``in_list`` into the seller's product list.
    """

    name: str
    limit: int
    csv: str = ""
    required: bool = False
    html: bool = False
    feed: FeedColumn | None = None
    on_page: bool = False
    in_list: bool = False


# Each of these has its own place on the pages and is told to the feed in its own way.
WRITTEN = (
    ProductText("name", 250, csv="상품명", required=True),
    ProductText("summary", 255, csv="상품 요약설명"),
    ProductText("description", 500_000, csv="상품 상세설명", html=True),
    ProductText("search_words", 5_000, csv="검색어설정"),
    ProductText("price_text", 40),  # the file says it in two cells
)
# 구매 안내: what the law has a seller say about buying, below the description.
GUIDES = (
    ProductText("payment_guide", 20_000, csv="상품결제안내", html=True),
    ProductText("delivery_guide", 20_000, csv="상품배송안내", html=True),
    ProductText("return_guide", 20_000, csv="교환/반품안내", html=True),
    ProductText("service_guide", 20_000, csv="서비스문의/안내", html=True),
)
# 상품 정보: one beside the other, in this order everywhere.
DETAILS = (
    ProductText("brand", 60, feed=FeedColumn("brand", 60), on_page=True),
    ProductText("maker", 60, feed=FeedColumn("maker", 60), on_page=True, in_list=True),
    ProductText("origin", 60, feed=FeedColumn("origin", 30), on_page=True),
    ProductText("material", 200, csv="상품소재", on_page=True),
    ProductText("model_name", 60, csv="모델명", feed=FeedColumn("model_number", 60)),
    ProductText("own_code", 40, csv="자체 상품코드"),
)
TEXTS = (*WRITTEN, *GUIDES, *DETAILS)
# Those that are pieces of pages.
PAGES = tuple(text.name for text in TEXTS if text.html)
LIMITS: Mapping[str, int] = {text.name: text.limit for text in TEXTS}
FEED_COLUMNS: Mapping[FeedColumn, str] = {text.feed: text.name for text in DETAILS if text.feed}
