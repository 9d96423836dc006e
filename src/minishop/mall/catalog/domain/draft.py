"""상품 초안: what a form or a file says about a product, before it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from minishop.kernel.won import Won
from minishop.mall.catalog.domain.options import Choices, SelectOption

Value = str | int | bool | Won | None


@dataclass(frozen=True, slots=True)
class TextOption:
    """An option that the buyer writes (Q15)."""

    name: str
    required: bool = True
    max_length: int = 50


@dataclass(frozen=True, slots=True)
class Restock:
    """How many pieces a seller was shown of a variant, and wrote in their place; None is not counted. ``key``: the form's, which is
    written once however often it is sent; an empty one is always new."""

    shown: int | None
    wanted: int | None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many there are of a variant; ``None`` is not counted."""

    pieces: int | None


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """What is said of a product. What is not said (a value left out, ``None`` for a part) stays as it is.

    ``values`` are columns of the product by name; ``surcharges`` are won by combination of choices. An empty ``code`` is a product
    that has none yet. ``quantity`` is that of a product without options, and what each variant of a new product starts with; ``more`` are
    pieces that such a product has more than before, less than nothing for fewer.
    ``pictures`` are addresses of pictures on other hosts; those that the product has stay beside them.
    """

    code: str
    values: Mapping[str, Value]
    selects: tuple[SelectOption, ...] | None = None
    texts: tuple[TextOption, ...] | None = None
    surcharges: Mapping[Choices, Won] | None = None
    category_numbers: tuple[str, ...] | None = None
    category_ids: tuple[int, ...] | None = None
    quantity: Quantity | None = None
    more: int | None = None
    pictures: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class VariantDraft:
    """What is said of one variant, by its own code (품목코드). ``more``: pieces more than before, less than nothing for fewer."""

    code: str
    quantity: Quantity | None = None
    surcharge: Won | None = None
    more: int | None = None
