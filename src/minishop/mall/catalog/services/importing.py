"""상품 파일 가져오기: a plan of what a file would do, and doing it. A second import of the same file changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from math import prod

from django.db import transaction

from minishop.mall.catalog.domain.cafe24 import ReadRow, read_row
from minishop.mall.catalog.domain.cafe24_columns import COLUMNS
from minishop.mall.catalog.domain.cells import Why
from minishop.mall.catalog.domain.draft import ProductDraft, VariantDraft
from minishop.mall.catalog.domain.table_file import Line, read_lines
from minishop.mall.catalog.domain.verdicts import Note, Verdict
from minishop.mall.catalog.models import Category, Product, Variant
from minishop.mall.catalog.ports import STOCK
from minishop.mall.catalog.queries import picture_folder_of
from minishop.mall.catalog.services.adding import add_products
from minishop.mall.catalog.services.locking import lock_products
from minishop.mall.catalog.services.outside import ask_for_pictures, wanted_of
from minishop.mall.catalog.services.planning import Planning, only_variant, some
from minishop.mall.catalog.services.plans import Fate, Plan, PlanMoved, PlannedRow
from minishop.mall.catalog.services.products import overwrite_product, save_product, write_variant
from minishop.mall.shops.models import Shop

AT_A_TIME = 100  # of what a transaction writes (``_weight``): others who write wait for it, on SQLite all shops


def plan_import(*, shop: Shop, content: bytes) -> Plan:
    """Reads a file and compares it with the catalogue; changes nothing. Raises BadFile for a file that cannot be read."""
    return _plan(shop, read_lines(content, COLUMNS), _name_of(content))


def import_products(
    *, shop: Shop, content: bytes, names: Mapping[str, str] | None = None, seal: str | None = None, now: datetime
) -> Plan:
    """Does what the plan says, a piece of the file a transaction, and returns the plan. Where it dies half way, whole products are there, and
    the same file imported again does the rest.

    ``names`` are those of categories, by their numbers in the file; one that still has its number for a name gets it. ``seal`` is that
    of the plan that was shown. Raises PlanMoved when what is still to be done would be something else by now; ``done`` says how many rows
    were written before.
    """
    lines = {line.number: line for line in read_lines(content, COLUMNS)}
    file = _name_of(content)
    plan = _plan(shop, list(lines.values()), file)
    if seal is not None and seal != plan.seal:
        raise PlanMoved(done=0)
    done = 0
    for rows in _pieces(plan):
        try:
            _import_some(shop=shop, rows=rows, lines=lines, file=file, is_agreed=seal is not None, now=now)
        except _HasMoved:
            raise PlanMoved(done=done) from None
        done += len(rows)
    _name_categories(shop, names or {})
    return plan


class _HasMoved(Exception):
    """What was agreed to would be something else by now; undoes the transaction."""


def _name_of(content: bytes) -> str:
    """What a file is called in the keys of what it adds, so that the same file adds nothing twice."""
    return hashlib.sha256(content).hexdigest()[:32]


def _plan(shop: Shop, lines: list[Line], file: str) -> Plan:
    old_shop = picture_folder_of(shop)
    planned = Planning(shop, [_read(line, old_shop) for line in lines], file).rows(lines)
    notes = tuple(note for _row, row_notes in planned for note in row_notes)
    rows = tuple(row for row, _notes in planned)
    return Plan(rows, notes, _new_categories(shop, rows))


def _pieces(plan: Plan) -> Iterator[list[PlannedRow]]:
    """The rows that do something, as many at a time as one transaction may write: new ones from the file's end on, since its first row is to
    be the newest product, then those that change what is there, in their order."""
    new = [row for row in plan.rows if row.fate is Fate.NEW]
    yield from (piece[::-1] for piece in _weighed(new[::-1]))
    yield from _weighed(plan.changed)


def _weighed(rows: list[PlannedRow]) -> Iterator[list[PlannedRow]]:
    piece, weight = list[PlannedRow](), 0
    for row in rows:
        piece.append(row)
        weight += _weight(row)
        if weight >= AT_A_TIME:
            yield piece
            piece, weight = [], 0
    if piece:
        yield piece


def _weight(row: PlannedRow) -> int:
    """What a row costs to write, beside a new product of some few variants: what is there is written by itself."""
    selects = row.draft.selects if isinstance(row.draft, ProductDraft) else None
    return (3 if row.fate is Fate.CHANGED else 1) + prod(len(option.values) for option in selects or ()) // 20


@transaction.atomic
def _import_some(
    *, shop: Shop, rows: list[PlannedRow], lines: Mapping[int, Line], file: str, is_agreed: bool, now: datetime
) -> None:
    """Writes rows of a plan as they are to be written by now. Raises _HasMoved where they were agreed to and have become others."""
    Shop.objects.select_for_update(no_key=True).get(pk=shop.pk)
    read = [ReadRow(_coded(row), ()) for row in rows]
    by_now = [row for row, _notes in Planning(shop, read, file).rows([lines[row.line] for row in rows])]
    if is_agreed and any(_has_moved(*both) for both in zip(rows, by_now, strict=True)):
        raise _HasMoved
    wanted = {row.code: row.draft for row in by_now if row.fate is Fate.NEW and isinstance(row.draft, ProductDraft)}
    deleted = _deleted(shop, wanted)
    lock_products(shop, [*deleted.values(), *_changed(by_now)])
    add_products(shop=shop, drafts=[draft for code, draft in wanted.items() if code not in deleted], now=now)
    for code in deleted:
        save_product(shop=shop, draft=wanted[code], now=now)
    for row in by_now:
        if row.fate is Fate.CHANGED:
            _change(shop, row, file, now)
    _ask_for_pictures(shop, by_now, now)


def _has_moved(shown: PlannedRow, by_now: PlannedRow) -> bool:
    """What is so already, because somebody did the same, is no other plan."""
    return by_now.fate is not Fate.UNCHANGED and (shown.fate, repr(shown.difference)) != (by_now.fate, repr(by_now.difference))


def _ask_for_pictures(shop: Shop, rows: Iterable[PlannedRow], now: datetime) -> None:
    """Once everything is written: what is asked for is what the texts say by then."""
    drafts = {row.code: row.draft for row in rows if row.fate in (Fate.NEW, Fate.CHANGED) and isinstance(row.draft, ProductDraft)}
    wanted = {
        product.id: wanted_of(product, drafts[product.code].pictures or ())
        for these in some(list(drafts))
        for product in Product.objects.filter(shop=shop, code__in=these)
    }
    ask_for_pictures(shop=shop, wanted=wanted, now=now)


def unnamed_categories(*, shop: Shop, plan: Plan) -> list[str]:
    """The numbers of the categories in the file that have no other name yet, whether they are there or not."""
    numbers = _numbers(plan.rows)
    named = {
        category.source_number
        for these in some(numbers)
        for category in Category.objects.filter(shop=shop, source_number__in=these)
        if category.name != category.source_number
    }
    return [number for number in numbers if number not in named]


def _read(line: Line, old_shop: str) -> ReadRow:
    if not line.fits:
        return ReadRow(None, (Note(line.number, "", "", Verdict.REFUSED, Why.WRONG_WIDTH),))
    return read_row(line.cells, line.number, old_shop)


def _change(shop: Shop, row: PlannedRow, file: str, now: datetime) -> None:
    """Raises _HasMoved where pieces that were to be taken away have gone since they were looked at."""
    if isinstance(row.draft, ProductDraft) and isinstance(row.present, Product):
        overwrite_product(shop=shop, product=row.present, draft=row.draft, now=now)
    if isinstance(row.draft, VariantDraft) and isinstance(row.present, Variant):
        draft = row.draft
        write_variant(shop=shop, variant=row.present, surcharge=draft.surcharge, quantity=draft.quantity, now=now)
    added_to = only_variant(row.present) if isinstance(row.present, Product) else row.present
    more = row.draft.more if row.draft is not None else None
    if more and added_to is not None and not STOCK.part.add(shop=shop, variant=added_to, pieces=more, key=file, now=now):
        raise _HasMoved


def _changed(rows: Iterable[PlannedRow]) -> list[int]:
    """The ids of the products that rows change, or of whose variants."""
    present = [row.present for row in rows if row.fate is Fate.CHANGED and row.present is not None]
    return [one.product_id if isinstance(one, Variant) else one.id for one in present]


def _coded(row: PlannedRow) -> ProductDraft | VariantDraft | None:
    """The row's draft with the code that the whole file has given it."""
    return replace(row.draft, code=row.code) if isinstance(row.draft, ProductDraft) else row.draft


@transaction.atomic
def _name_categories(shop: Shop, names: Mapping[str, str]) -> None:
    wanted = {number: name.strip()[:60] for number, name in names.items() if name.strip()}
    for category in Category.objects.filter(shop=shop, source_number__in=list(wanted)):
        if category.name == category.source_number:
            category.name = wanted[category.source_number]
            category.save(update_fields=["name"])


def _new_categories(shop: Shop, rows: Iterable[PlannedRow]) -> tuple[str, ...]:
    numbers = _numbers(row for row in rows if row.fate in (Fate.NEW, Fate.CHANGED))
    found = Category.objects.filter(shop=shop)
    known = {
        number
        for these in some(numbers)
        for number in found.filter(source_number__in=these).values_list("source_number", flat=True)
    }
    return tuple(number for number in numbers if number not in known)


def _numbers(rows: Iterable[PlannedRow]) -> list[str]:
    drafts = (row.draft for row in rows if row.fate is not Fate.REFUSED and isinstance(row.draft, ProductDraft))
    return list(dict.fromkeys(number for draft in drafts for number in draft.category_numbers or ()))


def _deleted(shop: Shop, codes: Iterable[str]) -> dict[str, int]:
    """Which codes of products that are not there belong to deleted ones, which come back, with their ids."""
    return {
        code: product_id
        for these in some(list(codes))
        for code, product_id in Product.objects.filter(shop=shop, code__in=these).values_list("code", "id")
    }
