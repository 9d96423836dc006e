"""What the story's shop sells: a product list in Cafe24's export format, one product registered by hand, their pictures. All made up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from minishop import sandbox
from minishop.cli.story.people import Attachment
from minishop.cli.story.wares import WARES
from minishop.sandbox.oldshop import domain as export

IMPORTED = len(WARES)
COLUMNS, _ALWAYS = export.COLUMNS, export.ALWAYS  # trials from outside make their sheets of these
_DRAWINGS = Path(sandbox.__file__).parent / "static" / "sandbox" / "drawings"


def code_of(mark: str, number: int) -> str:
    """The product code of the list's ``number``-th row, from 1."""
    return f"P{mark}{number:02}"


def picture(name: str = "muffler") -> Attachment:
    """A seller's picture: one of the project's own drawings."""
    return Attachment(f"{name}.webp", (_DRAWINGS / f"{name}.webp").read_bytes(), "image/webp")


def product_list(mark: str) -> Attachment:
    """A product CSV of the wares as Cafe24 exports it (UTF-8 with a mark). ``mark`` is part of every product code."""
    rows = [
        {
            **_ALWAYS,
            "상품코드": code_of(mark, number),
            "상품분류 번호": ware.aisles,
            "상품명": ware.name,
            "상품명(관리용)": ware.name,
            "공급사 상품명": ware.name,
            "상품 요약설명": ware.summary,
            "상품 간략설명": ware.summary,
            "검색어설정": ware.words,
            "소비자가": f"{ware.list_price}.00",
            "상품가": f"{ware.price}.00",
            "판매가": f"{ware.price}.00",
        }
        for number, ware in enumerate(WARES, start=1)
    ]
    return Attachment("products.csv", export.exported(COLUMNS, rows), "text/csv")


@dataclass(frozen=True)
class Scarf:
    """The product registered by hand: two select options, stock, a picture. The buyer takes two of one variant."""

    name: str
    price: int = 39_000
    list_price: int = 45_000
    surcharge: int = 2_000
    colours: tuple[str, ...] = ("쪽빛", "먹색")
    sizes: tuple[str, ...] = ("기본", "넓은 것")
    stock: int = 30
    quantity: int = 2
    aisle: str = "옷·잡화"
    drawing: str = "muffler"
