"""What a file of products would do, row by row, beside what is there; nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from minishop.kernel.batches import batches
from minishop.mall.catalog.domain.cafe24 import ReadRow
from minishop.mall.catalog.domain.cafe24_columns import CODE, MORE, NAME, OWN_CODE, QUANTITY, VARIANT
from minishop.mall.catalog.domain.cells import Why
from minishop.mall.catalog.domain.description import outside_pictures
from minishop.mall.catalog.domain.draft import ProductDraft, VariantDraft
from minishop.mall.catalog.domain.naming import made_up_code
from minishop.mall.catalog.domain.table_file import Line
from minishop.mall.catalog.domain.texts import PAGES
from minishop.mall.catalog.domain.verdicts import Note, Verdict, in_words
from minishop.mall.catalog.models import Product, Variant
from minishop.mall.catalog.ports import STOCK
from minishop.mall.catalog.queries import Known, find_products, known_pictures
from minishop.mall.catalog.services.comparing import difference, variant_difference
from minishop.mall.catalog.services.outside import with_own_pictures
from minishop.mall.catalog.services.plans import Fate, PlannedRow
from minishop.mall.shops.models import Shop

_AT_ONCE = 400  # of what a statement asks for
T = TypeVar("T")


class Planning:
    """The rows of a file with their fates. What is there of what they are about is read in a fixed number of statements for every few hundred
    of them."""

    def __init__(self, shop: Shop, read: list[ReadRow], file: str) -> None:
        self._read, self._seen = read, set[tuple[type, str]]()
        products = [row.draft for row in read if isinstance(row.draft, ProductDraft)]
        self._of_own_code = _codes_of_own(shop, [_own_code(draft) for draft in products if not draft.code])
        codes = [self._code(row) for row in read if isinstance(row.draft, ProductDraft)]
        self._products = {one.code: one for these in some(codes) for one in find_products(shop, these)}
        variants = [row.draft.code for row in read if isinstance(row.draft, VariantDraft)]
        self._variants = {
            one.code: one
            for these in some(variants)
            for one in Variant.objects.filter(shop=shop, code__in=these, product__deleted_at__isnull=True).select_related("product")
        }
        ids = [one.id for product in self._products.values() for one in product.variants.all()]
        ids += [one.id for one in self._variants.values()]
        self._pictures = {
            key: known
            for these in some([product.id for product in self._products.values()])
            for key, known in known_pictures(shop, these).items()
        }
        self._left = {key: value for these in some(ids) for key, value in STOCK.part.left(shop, these).items()}
        adds = any(row.draft is not None and row.draft.more for row in read)
        self._added = {one for these in some(ids) for one in STOCK.part.added(shop, these, file)} if adds else set()

    def rows(self, lines: list[Line]) -> list[tuple[PlannedRow, tuple[Note, ...]]]:
        """Each row with the notes on its cells."""
        return [self._row(line, read) for line, read in zip(lines, self._read, strict=True)]

    def _row(self, line: Line, read: ReadRow) -> tuple[PlannedRow, tuple[Note, ...]]:
        told = PlannedRow(line.number, _told(line, CODE, OWN_CODE), _told(line, NAME), Fate.REFUSED, read.draft)
        if isinstance(read.draft, VariantDraft):
            told = replace(told, code=read.draft.code)
            return self._judged(line, told, read, self._refuse_variant(line, read.draft), self._variant_row)
        if read.draft is None:
            return told, read.notes
        told = replace(told, code=self._code(read))
        return self._judged(line, told, read, self._refuse_product(read, read.draft), self._product_row)

    def _judged(
        self,
        line: Line,
        told: PlannedRow,
        read: ReadRow,
        refused: list[tuple[str, Why]],
        planned: Callable[[PlannedRow], PlannedRow],
    ) -> tuple[PlannedRow, tuple[Note, ...]]:
        """The row with its fate, or its refusals before all other notes."""
        if refused:
            cells = [Note(line.number, column, line.cells.get(column, ""), Verdict.REFUSED, why) for column, why in refused]
            return replace(told, draft=None), (*cells, *read.notes)
        self._seen.add((type(read.draft), told.code))
        return planned(told), read.notes

    def _refuse_product(self, read: ReadRow, draft: ProductDraft) -> list[tuple[str, Why]]:
        code = self._code(read)
        if (ProductDraft, code) in self._seen:
            return [(CODE if draft.code else OWN_CODE if _own_code(draft) else NAME, Why.TWICE_IN_FILE)]
        product = self._products.get(code)
        if len(self._of_own_code.get(_own_code(draft), ())) > 1 and not draft.code:
            return [(OWN_CODE, Why.SEVERAL_OF_OWN_CODE)]
        if product is None and draft.more:
            return [(MORE, Why.NOT_COUNTED)]
        if product is None and read.lacks:
            if NAME in read.lacks and (draft.code or _own_code(draft)):
                return [(CODE if draft.code else OWN_CODE, Why.NO_SUCH_PRODUCT)]
            return [(column, Why.MISSING) for column in read.lacks]
        return [] if product is None else [*_refuse_for(product, draft), *self._refuse_more(only_variant(product), draft.more)]

    def _refuse_variant(self, line: Line, draft: VariantDraft) -> list[tuple[str, Why]]:
        if (VariantDraft, draft.code) in self._seen:
            return [(VARIANT, Why.TWICE_IN_FILE)]
        variant = self._variants.get(draft.code)
        if variant is None or _told(line, CODE) not in ("", variant.product.code):
            return [(VARIANT, Why.NO_SUCH_VARIANT)]
        return self._refuse_more(variant, draft.more)

    def _refuse_more(self, variant: Variant | None, more: int | None) -> list[tuple[str, Why]]:
        """Why a difference cannot be added to what is there of a variant."""
        if not more or (variant is not None and variant.id in self._added):
            return []
        if variant is None:
            return [(MORE, Why.NEEDS_VARIANT_CODE)]
        left = self._left[variant.id]
        return [(MORE, Why.NOT_COUNTED)] if left is None else [(MORE, Why.BELOW_NOTHING)] if left + more < 0 else []

    def _still(self, variant: Variant | None, more: int | None) -> int | None:
        """What of a difference is still to be added: the same file adds it once."""
        return None if variant is None or variant.id in self._added else more

    def _product_row(self, row: PlannedRow) -> PlannedRow:
        assert isinstance(row.draft, ProductDraft)
        product = self._products.get(row.code)
        if product is None:
            return replace(row, fate=Fate.NEW, pictures=_named(row.draft, Known()))
        known = self._pictures[product.id]
        draft = with_own_pictures(replace(row.draft, more=self._still(only_variant(product), row.draft.more)), known)
        found = difference(product, draft, self._left, new_pictures=_new_in_gallery(draft, known))
        fate, pictures = (Fate.CHANGED, _named(draft, known)) if found else (Fate.UNCHANGED, 0)
        told = replace(row, draft=draft, fate=fate, present=product, difference=found, pictures=pictures)
        return replace(told, name=row.name or product.name)

    def _variant_row(self, row: PlannedRow) -> PlannedRow:
        assert isinstance(row.draft, VariantDraft)
        variant = self._variants[row.draft.code]
        draft = replace(row.draft, more=self._still(variant, row.draft.more))
        found = variant_difference(variant, draft, self._left[variant.id])
        fate = Fate.CHANGED if found else Fate.UNCHANGED
        return replace(row, draft=draft, fate=fate, present=variant, difference=found, name=row.name or variant.product.name)

    def _code(self, read: ReadRow) -> str:
        """The draft's code; without one that of the shop's only product with its own code, or else one that the same row always gets."""
        assert isinstance(read.draft, ProductDraft)
        own = _own_code(read.draft)
        known = self._of_own_code.get(own, ())
        return read.draft.code or (known[0] if len(known) == 1 else made_up_code(own, read.name))


def _refuse_for(product: Product, draft: ProductDraft) -> list[tuple[str, Why]]:
    """What a product that is there cannot be told by this row."""
    least, most = (draft.values.get(name, getattr(product, name)) for name in ("min_quantity", "max_quantity"))
    if isinstance(most, int) and isinstance(least, int) and most < least:
        return [("최대 주문수량(이하)" if "max_quantity" in draft.values else "최소 주문수량(이상)", Why.BELOW_MINIMUM)]
    has_options = any(variant.choices for variant in product.variants.all())
    return [(QUANTITY, Why.NEEDS_VARIANT_CODE)] if draft.quantity is not None and has_options else []


def only_variant(product: Product) -> Variant | None:
    """The variant of a product without options."""
    return next((variant for variant in product.variants.all() if not variant.choices), None)


def _new_in_gallery(draft: ProductDraft, known: Known) -> int:
    return sum(address not in known.in_gallery for address in draft.pictures or ())


def _named(draft: ProductDraft, known: Known) -> int:
    """How many pictures of other hosts a draft names that were never asked for."""
    in_texts = {address for name in PAGES for address in outside_pictures(str(draft.values.get(name, "")))}
    return _new_in_gallery(draft, known) + len(in_texts - known.in_texts)


def _codes_of_own(shop: Shop, own_codes: Iterable[str]) -> dict[str, list[str]]:
    """The codes of the shop's products by their 자체 상품코드."""
    found: dict[str, list[str]] = {}
    for these in some([one for one in own_codes if one]):
        for own, code in Product.objects.filter(shop=shop, own_code__in=these, deleted_at__isnull=True).values_list(
            "own_code", "code"
        ):
            found.setdefault(own, []).append(code)
    return found


def _own_code(draft: ProductDraft) -> str:
    return str(draft.values.get("own_code") or "")


def _told(line: Line, *columns: str) -> str:
    row = in_words({column: line.cells.get(column, "") for column in columns})
    return next((told for column in columns if (told := row[column].strip())), "")


def some(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Of many values as many as one statement asks for, one such part after another."""
    return batches(values, _AT_ONCE)
