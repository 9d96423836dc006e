"""상품 파일 가져오기: a plan of what a file would do, and doing it. A second import of the same file changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from math import prod
from typing import TypeVar

from django.db import transaction

from minishop.kernel.batches import batches
from minishop.mall.catalog.domain.cafe24 import ReadRow, read_row
from minishop.mall.catalog.domain.cafe24_columns import CODE, COLUMNS, NAME, OWN_CODE, QUANTITY, VARIANT
from minishop.mall.catalog.domain.cells import Why
from minishop.mall.catalog.domain.description import outside_pictures
from minishop.mall.catalog.domain.draft import ProductDraft, VariantDraft
from minishop.mall.catalog.domain.naming import made_up_code
from minishop.mall.catalog.domain.table_file import Line, read_lines
from minishop.mall.catalog.domain.texts import PAGES
from minishop.mall.catalog.domain.verdicts import Note, Verdict, in_words
from minishop.mall.catalog.models import Category, Product, Variant
from minishop.mall.catalog.ports import STOCK
from minishop.mall.catalog.queries import Known, find_products, known_pictures, picture_folder_of
from minishop.mall.catalog.services.adding import add_products
from minishop.mall.catalog.services.comparing import difference, variant_difference
from minishop.mall.catalog.services.outside import ask_for_pictures, wanted_of, with_own_pictures
from minishop.mall.catalog.services.plans import Fate, Plan, PlanMoved, PlannedRow
from minishop.mall.catalog.services.products import overwrite_product, save_product, write_variant
from minishop.mall.shops.models import Shop

_AT_ONCE = 400  # of what a statement asks for
AT_A_TIME = 100  # of what a transaction writes (``_weight``): others who write wait for it, on SQLite all shops
T = TypeVar("T")


def plan_import(*, shop: Shop, content: bytes) -> Plan:
    """Reads a file and compares it with the catalogue; changes nothing. Raises BadFile for a file that cannot be read."""
    return _plan(shop, read_lines(content, COLUMNS))


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
    plan = _plan(shop, list(lines.values()))
    if seal is not None and seal != plan.seal:
        raise PlanMoved(done=0)
    done = 0
    for rows in _pieces(plan):
        if not _import_some(shop=shop, rows=rows, lines=lines, is_agreed=seal is not None, now=now):
            raise PlanMoved(done=done)
        done += len(rows)
    _name_categories(shop, names or {})
    return plan


def _plan(shop: Shop, lines: list[Line]) -> Plan:
    old_shop = picture_folder_of(shop)
    planned = _Planning(shop, [_read(line, old_shop) for line in lines]).rows(lines)
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
def _import_some(*, shop: Shop, rows: list[PlannedRow], lines: Mapping[int, Line], is_agreed: bool, now: datetime) -> bool:
    """Writes rows of a plan as they are to be written by now; False, with nothing done, where they were agreed to and have become others."""
    Shop.objects.select_for_update().get(pk=shop.pk)
    read = [ReadRow(_coded(row), ()) for row in rows]
    by_now = [row for row, _notes in _Planning(shop, read).rows([lines[row.line] for row in rows])]
    if is_agreed and any(_has_moved(*both) for both in zip(rows, by_now, strict=True)):
        return False
    wanted = {row.code: row.draft for row in by_now if row.fate is Fate.NEW and isinstance(row.draft, ProductDraft)}
    deleted = _deleted(shop, wanted)
    add_products(shop=shop, drafts=[draft for code, draft in wanted.items() if code not in deleted], now=now)
    for code in deleted:
        save_product(shop=shop, draft=wanted[code], now=now)
    for row in by_now:
        if row.fate is Fate.CHANGED:
            _change(shop, row, now)
    _ask_for_pictures(shop, by_now, now)
    return True


def _has_moved(shown: PlannedRow, by_now: PlannedRow) -> bool:
    """What is so already, because somebody did the same, is no other plan."""
    return by_now.fate is not Fate.UNCHANGED and (shown.fate, repr(shown.difference)) != (by_now.fate, repr(by_now.difference))


def _ask_for_pictures(shop: Shop, rows: Iterable[PlannedRow], now: datetime) -> None:
    """Once everything is written: what is asked for is what the texts say by then."""
    drafts = {row.code: row.draft for row in rows if row.fate in (Fate.NEW, Fate.CHANGED) and isinstance(row.draft, ProductDraft)}
    wanted = {
        product.id: wanted_of(product, drafts[product.code].pictures or ())
        for some in _some(list(drafts))
        for product in Product.objects.filter(shop=shop, code__in=some)
    }
    ask_for_pictures(shop=shop, wanted=wanted, now=now)


def unnamed_categories(*, shop: Shop, plan: Plan) -> list[str]:
    """The numbers of the categories in the file that have no other name yet, whether they are there or not."""
    numbers = _numbers(plan.rows)
    named = {
        category.source_number
        for some in _some(numbers)
        for category in Category.objects.filter(shop=shop, source_number__in=some)
        if category.name != category.source_number
    }
    return [number for number in numbers if number not in named]


def _read(line: Line, old_shop: str) -> ReadRow:
    if not line.fits:
        return ReadRow(None, (Note(line.number, "", "", Verdict.REFUSED, Why.WRONG_WIDTH),))
    return read_row(line.cells, line.number, old_shop)


class _Planning:
    """What is there of what the rows are about, read in a fixed number of statements for every few hundred rows."""

    def __init__(self, shop: Shop, read: list[ReadRow]) -> None:
        self._read, self._seen = read, set[tuple[type, str]]()
        products = [row.draft for row in read if isinstance(row.draft, ProductDraft)]
        self._of_own_code = _codes_of_own(shop, [_own_code(draft) for draft in products if not draft.code])
        codes = [self._code(row) for row in read if isinstance(row.draft, ProductDraft)]
        self._products = {one.code: one for some in _some(codes) for one in find_products(shop, some)}
        variants = [row.draft.code for row in read if isinstance(row.draft, VariantDraft)]
        self._variants = {
            one.code: one
            for some in _some(variants)
            for one in Variant.objects.filter(shop=shop, code__in=some, product__deleted_at__isnull=True).select_related("product")
        }
        ids = [one.id for product in self._products.values() for one in product.variants.all()]
        ids += [one.id for one in self._variants.values()]
        self._pictures = {
            key: known
            for some in _some([product.id for product in self._products.values()])
            for key, known in known_pictures(shop, some).items()
        }
        self._left = {key: value for some in _some(ids) for key, value in STOCK.part.left(shop, some).items()}

    def rows(self, lines: list[Line]) -> list[tuple[PlannedRow, tuple[Note, ...]]]:
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
        if product is None and read.lacks:
            if NAME in read.lacks and (draft.code or _own_code(draft)):
                return [(CODE if draft.code else OWN_CODE, Why.NO_SUCH_PRODUCT)]
            return [(column, Why.MISSING) for column in read.lacks]
        return [] if product is None else _refuse_for(product, draft)

    def _refuse_variant(self, line: Line, draft: VariantDraft) -> list[tuple[str, Why]]:
        if (VariantDraft, draft.code) in self._seen:
            return [(VARIANT, Why.TWICE_IN_FILE)]
        variant = self._variants.get(draft.code)
        if variant is None or _told(line, CODE) not in ("", variant.product.code):
            return [(VARIANT, Why.NO_SUCH_VARIANT)]
        return []

    def _product_row(self, row: PlannedRow) -> PlannedRow:
        assert isinstance(row.draft, ProductDraft)
        product = self._products.get(row.code)
        if product is None:
            return replace(row, fate=Fate.NEW, pictures=_named(row.draft, Known()))
        known = self._pictures[product.id]
        draft = with_own_pictures(row.draft, known)
        found = difference(product, draft, self._left, new_pictures=_new_in_gallery(draft, known))
        fate, pictures = (Fate.CHANGED, _named(draft, known)) if found else (Fate.UNCHANGED, 0)
        told = replace(row, draft=draft, fate=fate, present=product, difference=found, pictures=pictures)
        return replace(told, name=row.name or product.name)

    def _variant_row(self, row: PlannedRow) -> PlannedRow:
        assert isinstance(row.draft, VariantDraft)
        variant = self._variants[row.draft.code]
        found = variant_difference(variant, row.draft, self._left[variant.id])
        fate = Fate.CHANGED if found else Fate.UNCHANGED
        return replace(row, fate=fate, present=variant, difference=found, name=row.name or variant.product.name)

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


def _new_in_gallery(draft: ProductDraft, known: Known) -> int:
    return sum(address not in known.in_gallery for address in draft.pictures or ())


def _named(draft: ProductDraft, known: Known) -> int:
    """How many pictures of other hosts a draft names that were never asked for."""
    in_texts = {address for name in PAGES for address in outside_pictures(str(draft.values.get(name, "")))}
    return _new_in_gallery(draft, known) + len(in_texts - known.in_texts)


def _change(shop: Shop, row: PlannedRow, now: datetime) -> None:
    if isinstance(row.draft, ProductDraft) and isinstance(row.present, Product):
        overwrite_product(shop=shop, product=row.present, draft=row.draft, now=now)
    if isinstance(row.draft, VariantDraft) and isinstance(row.present, Variant):
        draft = row.draft
        write_variant(shop=shop, variant=row.present, surcharge=draft.surcharge, quantity=draft.quantity, now=now)


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
        number for some in _some(numbers) for number in found.filter(source_number__in=some).values_list("source_number", flat=True)
    }
    return tuple(number for number in numbers if number not in known)


def _numbers(rows: Iterable[PlannedRow]) -> list[str]:
    drafts = (row.draft for row in rows if row.fate is not Fate.REFUSED and isinstance(row.draft, ProductDraft))
    return list(dict.fromkeys(number for draft in drafts for number in draft.category_numbers or ()))


def _codes_of_own(shop: Shop, own_codes: Iterable[str]) -> dict[str, list[str]]:
    """The codes of the shop's products by their 자체 상품코드."""
    found: dict[str, list[str]] = {}
    for some in _some([one for one in own_codes if one]):
        for own, code in Product.objects.filter(shop=shop, own_code__in=some, deleted_at__isnull=True).values_list(
            "own_code", "code"
        ):
            found.setdefault(own, []).append(code)
    return found


def _deleted(shop: Shop, codes: Iterable[str]) -> set[str]:
    """Which codes of products that are not there belong to deleted ones, which come back."""
    return {
        code
        for some in _some(list(codes))
        for code in Product.objects.filter(shop=shop, code__in=some).values_list("code", flat=True)
    }


def _own_code(draft: ProductDraft) -> str:
    return str(draft.values.get("own_code") or "")


def _told(line: Line, *columns: str) -> str:
    row = in_words({column: line.cells.get(column, "") for column in columns})
    return next((told for column in columns if (told := row[column].strip())), "")


def _some(values: Sequence[T]) -> Iterator[Sequence[T]]:
    return batches(values, _AT_ONCE)
