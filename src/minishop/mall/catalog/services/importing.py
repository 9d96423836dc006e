"""상품 CSV 가져오기: a plan of what a file would do, and doing it. A second import of the same file changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from minishop.mall.catalog.domain.cafe24 import REQUIRED, Note, Verdict, read_row
from minishop.mall.catalog.domain.cells import Why
from minishop.mall.catalog.domain.csv_file import Line, decode, read_lines
from minishop.mall.catalog.domain.draft import ProductDraft
from minishop.mall.catalog.models import Category, Product
from minishop.mall.catalog.queries import find_products
from minishop.mall.catalog.services.adding import add_products
from minishop.mall.catalog.services.products import overwrite_product, save_product, would_change
from minishop.mall.shops.models import Shop


class Fate(StrEnum):
    """What a row would do."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row: its line, its product's code and name, what it would do, and to which product if there is one."""

    line: int
    code: str
    name: str
    fate: Fate
    draft: ProductDraft | None
    present: Product | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would do, and what of it was refused or ignored, cell by cell.

    ``new_categories``: numbers of categories that the import will make, each with its number for a name.
    """

    rows: tuple[PlannedRow, ...]
    notes: tuple[Note, ...]
    new_categories: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Rows by fate; every fate is present."""
        counted = Counter(row.fate for row in self.rows)
        return {fate.value: counted[fate] for fate in Fate}

    @property
    def refused(self) -> list[Note]:
        return [note for note in self.notes if note.verdict is Verdict.REFUSED]

    @property
    def ignored(self) -> list[tuple[str, Why, int, str]]:
        """Ignored cells grouped: column, reason, how many, an example."""
        groups = Counter((note.column, note.why) for note in self.notes if note.verdict is Verdict.IGNORED)
        examples = {(note.column, note.why): note.value for note in reversed(self.notes)}
        return [(column, why, count, examples[column, why][:60]) for (column, why), count in groups.most_common()]


def plan_import(*, shop: Shop, content: bytes) -> Plan:
    """Reads a file and compares it with the catalogue; changes nothing. Raises BadFile for a file that cannot be read."""
    rows: list[PlannedRow] = []
    notes: list[Note] = []
    seen: set[str] = set()
    for line in read_lines(decode(content), REQUIRED):
        draft, own_notes = _read(line, seen)
        if draft is not None:
            seen.add(draft.code)
        notes += own_notes
        rows.append(PlannedRow(line.number, line.cells.get("상품코드", ""), line.cells.get("상품명", ""), Fate.REFUSED, draft))
    with_fates = _with_fates(shop, rows)
    return Plan(tuple(with_fates), tuple(notes), _new_categories(shop, with_fates))


@transaction.atomic
def import_products(*, shop: Shop, content: bytes, now: datetime) -> Plan:
    """Does what the plan says, all rows in one transaction, and returns the plan as it was done."""
    Shop.objects.select_for_update().get(pk=shop.pk)
    plan = plan_import(shop=shop, content=content)
    wanted = {row.draft.code: row.draft for row in plan.rows if row.draft is not None and row.fate is Fate.NEW}
    deleted = _deleted(shop, wanted)
    add_products(shop=shop, drafts=[draft for code, draft in wanted.items() if code not in deleted], now=now)
    for code in deleted:
        save_product(shop=shop, draft=wanted[code], now=now)
    for row in plan.rows:
        if row.draft is not None and row.present is not None and row.fate is Fate.CHANGED:
            overwrite_product(shop=shop, product=row.present, draft=row.draft, now=now)
    return plan


def _read(line: Line, seen: set[str]) -> tuple[ProductDraft | None, list[Note]]:
    if not line.fits:
        return None, [Note(line.number, "", "", Verdict.REFUSED, Why.WRONG_WIDTH)]
    draft, notes = read_row(line.cells, line.number)
    if draft is not None and draft.code in seen:
        return None, [Note(line.number, "상품코드", draft.code, Verdict.REFUSED, Why.TWICE_IN_FILE)]
    return draft, notes


def _with_fates(shop: Shop, rows: list[PlannedRow]) -> list[PlannedRow]:
    present = {
        product.code: product
        for codes in _some([row.draft.code for row in rows if row.draft])
        for product in find_products(shop, codes)
    }
    return [_with_fate(shop, row, present) for row in rows]


def _with_fate(shop: Shop, row: PlannedRow, present: dict[str, Product]) -> PlannedRow:
    product = present.get(row.draft.code) if row.draft else None
    return replace(row, fate=_fate(shop, row.draft, product), present=product)


def _fate(shop: Shop, draft: ProductDraft | None, product: Product | None) -> Fate:
    if draft is None:
        return Fate.REFUSED
    if product is None:
        return Fate.NEW
    return Fate.CHANGED if would_change(shop, product, draft) else Fate.UNCHANGED


def _new_categories(shop: Shop, rows: list[PlannedRow]) -> tuple[str, ...]:
    written = (row.draft for row in rows if row.draft and row.fate in (Fate.NEW, Fate.CHANGED))
    numbers = dict.fromkeys(number for draft in written for number in draft.category_numbers or ())
    known = set(Category.objects.filter(shop=shop).values_list("source_number", flat=True))
    return tuple(number for number in numbers if number not in known)


def _deleted(shop: Shop, codes: Iterable[str]) -> set[str]:
    """Which codes of products that are not there belong to deleted ones, which come back."""
    return {
        code
        for some in _some(list(codes))
        for code in Product.objects.filter(shop=shop, code__in=some).values_list("code", flat=True)
    }


def _some(codes: list[str]) -> Iterator[list[str]]:
    return (codes[start : start + 400] for start in range(0, len(codes), 400))
