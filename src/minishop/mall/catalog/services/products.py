"""Writing products: only what differs is written, so that saying the same twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from django.db import transaction

from minishop.kernel.errors import DomainError
from minishop.kernel.ids import new_id
from minishop.kernel.won import Won
from minishop.mall.catalog.domain.description import clean
from minishop.mall.catalog.domain.draft import ProductDraft, Quantity, TextOption, Value
from minishop.mall.catalog.domain.options import Choices, SelectOption, Succession, all_choices, succeed
from minishop.mall.catalog.domain.texts import PAGES
from minishop.mall.catalog.models import Category, Option, Product, ProductCategory, Variant
from minishop.mall.catalog.ports import STOCK
from minishop.mall.catalog.queries import choices_of, known_pictures, picture_folder_of, select_options, texts_of, with_parts
from minishop.mall.catalog.services.finding import FOUND_BY, write_keys
from minishop.mall.catalog.services.locking import locked
from minishop.mall.catalog.services.outside import ask_for_pictures, wanted_of, with_clean_texts, with_own_pictures
from minishop.mall.shops.models import Shop

MAX_POSITION = 1_000_000


class CodeInUse(DomainError):
    """Another product of the shop, perhaps a deleted one, has this code."""

    code: ClassVar[str] = "code_in_use"


@transaction.atomic
def save_product(*, shop: Shop, draft: ProductDraft, now: datetime, is_new: bool = False) -> tuple[Product, bool]:
    """Writes a draft to the product of its code and says whether anything changed; ``updated_at`` moves only then.

    A deleted product comes back when its code is written again. Raises CodeInUse for a new product whose code exists,
    BadOptions for options that make no sense.
    """
    product = with_parts(locked(Product.objects.filter(shop=shop, code=draft.code))).first()
    if product is not None and is_new:
        raise CodeInUse(code=draft.code)
    if product is None:
        product = Product.objects.create(shop=shop, code=draft.code, name="", created_at=now, updated_at=now)
    known = known_pictures(shop, [product.id])[product.id]
    draft = with_own_pictures(with_clean_texts(draft, picture_folder_of(shop)), known)
    changed = overwrite_product(shop=shop, product=product, draft=draft, now=now)
    product.refresh_from_db()  # its parts as they were were at hand until now
    ask_for_pictures(shop=shop, wanted={product.id: wanted_of(product, draft.pictures or ())}, now=now)
    return product, changed


def overwrite_product(*, shop: Shop, product: Product, draft: ProductDraft, now: datetime) -> bool:
    """Writes a draft, in the open transaction, to a locked product that has its parts at hand, brings it back if it was deleted, and says
    whether anything changed."""
    came_back, product.deleted_at = product.deleted_at is not None, None
    values = different_values(product, draft)
    changed = _write_parts(shop, product, draft, values, now) or came_back
    if changed:
        product.updated_at = now
        # What is not said is not written: it may have become something else since it was read.
        product.save(update_fields=[*values, "deleted_at", "updated_at"])
    if FOUND_BY & values.keys():
        write_keys(shop=shop, product_ids=[product.id])
    return changed


def write_variant(
    *, shop: Shop, variant: Variant, surcharge: Won | None = None, quantity: Quantity | None = None, now: datetime
) -> None:
    """Writes what is said of one variant, in the open transaction; what is not said stays. Products are locked before levels."""
    Product.objects.filter(shop=shop, id=variant.product_id).update(updated_at=now)
    if surcharge is not None and surcharge != variant.surcharge:
        variant.surcharge = surcharge
        variant.save(update_fields=["surcharge"])
    if quantity is not None:
        STOCK.part.set_stock(shop=shop, variant=variant, quantity=quantity.pieces, key=f"set-{new_id()}", now=now)


def delete_product(*, shop: Shop, code: str, now: datetime) -> None:
    """Takes a product out of the shop; the row stays, since orders point at it."""
    Product.objects.filter(shop=shop, code=code, deleted_at__isnull=True).update(deleted_at=now, updated_at=now, displayed=False)


def set_displayed(*, shop: Shop, codes: Iterable[str], displayed: bool, now: datetime) -> int:
    """진열/미진열: for several products at once; returns how many really changed. Products for adults are never displayed."""
    chosen = Product.objects.filter(shop=shop, code__in=list(codes), deleted_at__isnull=True, adult=False)
    return chosen.exclude(displayed=displayed).update(displayed=displayed, updated_at=now)


def touch_product(*, product: Product, now: datetime) -> None:
    """Says that something of a product changed, so that the feed tells it on."""
    product.updated_at = now
    product.save(update_fields=["updated_at"])


def _write_parts(shop: Shop, product: Product, draft: ProductDraft, different: Mapping[str, Value], now: datetime) -> bool:
    for name, value in different.items():
        setattr(product, name, value)
    options, placements = options_differ(product, draft), placements_differ(product, draft)
    if options:
        _write_options(shop, product, draft, now)
    if placements:
        _write_placements(shop, product, draft)
    restocked = draft.quantity is not None and _write_quantity(shop, product, draft.quantity, now)
    return bool(different) or options or placements or restocked


def clean_values(draft: ProductDraft) -> dict[str, Value]:
    """A draft's columns as they are stored: pieces of pages without what could run."""
    values = dict(draft.values)
    values.update({name: clean(str(values[name])).html for name in PAGES if name in values})
    if values.get("adult"):
        values["displayed"] = False
    return values


def different_values(product: Product, draft: ProductDraft) -> dict[str, Value]:
    """The columns that writing the draft would change, with their new values. A product for adults stays undisplayed whatever is said."""
    values = clean_values(draft)
    if values.get("adult", product.adult):
        values["displayed"] = False
    return {name: value for name, value in values.items() if getattr(product, name) != value}


def options_differ(product: Product, draft: ProductDraft) -> bool:
    """Whether writing the draft would change options, combinations or price differences."""
    if draft.selects is None and draft.texts is None and draft.surcharges is None:
        return False
    selects, texts = wanted_options(product, draft)
    present = {choices_of(variant): variant.surcharge for variant in product.variants.all()}
    wanted = surcharges_of(product, draft, succession(product, draft))
    return (selects, texts, wanted) != (select_options(product), texts_of(product), present)


def wanted_options(product: Product, draft: ProductDraft) -> tuple[list[SelectOption], list[TextOption]]:
    """The options that the product will have: those of the draft, or else its own."""
    selects = select_options(product) if draft.selects is None else list(draft.selects)
    return selects, texts_of(product) if draft.texts is None else list(draft.texts)


def succession(product: Product, draft: ProductDraft) -> Succession:
    """Which of the product's variants go on under what combinations."""
    selects, _texts = wanted_options(product, draft)
    return succeed(select_options(product), [choices_of(variant) for variant in product.variants.all()], selects)


def surcharges_of(product: Product, draft: ProductDraft, way: Succession) -> dict[Choices, Won]:
    """Every combination's price difference: as the draft says, or that of the variant it goes on, or the one that all which it came
    from agree on."""
    said = draft.surcharges or {}
    had = {choices_of(variant): said.get(choices_of(variant), variant.surcharge) for variant in product.variants.all()}

    def of(choices: Choices) -> Won:
        if choices in way.same:
            return had[way.same[choices]]
        agreed = {had[source] for source in way.like.get(choices, ())}
        return said.get(choices, agreed.pop() if len(agreed) == 1 else Won(0))

    selects, _texts = wanted_options(product, draft)
    return {choices: of(choices) for choices in all_choices(selects)}


def _write_options(shop: Shop, product: Product, draft: ProductDraft, now: datetime) -> None:
    selects, texts = wanted_options(product, draft)
    way = succession(product, draft)
    wanted = surcharges_of(product, draft, way)
    present = {choices_of(variant): variant for variant in product.variants.all()}
    counted = bool(present) and any(left is not None for left in STOCK.part.left(shop, _ids(present.values())).values())
    Option.objects.filter(shop=shop, product_id=product.id).delete()
    Option.objects.bulk_create(option_rows(shop, product, selects, texts))
    for choices in way.gone:
        present[choices].delete()
    number = max([int(variant.code.rpartition("-")[2]) for variant in present.values()], default=0)
    added = []
    for position, (choices, surcharge) in enumerate(wanted.items()):
        if choices in way.same:
            variant = present[way.same[choices]]
        else:
            number += 1
            variant = Variant(shop=shop, product_id=product.id, code=f"{product.code}-{number}")
            added.append(variant)
        variant.choices, variant.surcharge, variant.position = [list(one) for one in choices], surcharge, position
        variant.save()
    start = draft.quantity.pieces if draft.quantity is not None else 0 if counted else None
    if start is not None:
        STOCK.part.begin(shop=shop, quantities={variant.id: start for variant in added}, now=now)


def _ids(variants: Iterable[Variant]) -> list[int]:
    return [variant.id for variant in variants]


def _write_quantity(shop: Shop, product: Product, quantity: Quantity, now: datetime) -> bool:
    """The quantity of a product that has no options; one with options has one for each variant, and this says nothing to those."""
    variant = Variant.objects.filter(shop=shop, product_id=product.id, choices=[]).first()
    if variant is None or STOCK.part.left(shop, [variant.id]) == {variant.id: quantity.pieces}:
        return False
    STOCK.part.set_stock(shop=shop, variant=variant, quantity=quantity.pieces, key=f"set-{new_id()}", now=now)
    return True


def option_rows(shop: Shop, product: Product, selects: Sequence[SelectOption], texts: Sequence[TextOption]) -> list[Option]:
    """The rows, not yet written, of a product's options in their order."""
    rows = [
        Option(shop=shop, product_id=product.id, name=one.name, values=list(one.values), position=i)
        for i, one in enumerate(selects)
    ]
    return rows + [
        Option(
            shop=shop, product_id=product.id, name=one.name, input=Option.Input.TEXT, required=one.required,
            max_length=one.max_length, position=len(rows) + i,
        )
        for i, one in enumerate(texts)
    ]  # fmt: skip


def placements_differ(product: Product, draft: ProductDraft) -> bool:
    """Whether writing the draft would change the product's categories or their order."""
    placed = [placement.category for placement in product.placements.all()]
    if draft.category_ids is not None:
        return [category.id for category in placed] != list(draft.category_ids)
    if draft.category_numbers is not None:
        return [category.source_number for category in placed] != list(draft.category_numbers)
    return False


def _write_placements(shop: Shop, product: Product, draft: ProductDraft) -> None:
    if draft.category_ids is not None:
        ids = [one.id for one in Category.objects.filter(shop=shop, id__in=draft.category_ids)]
        ids.sort(key=draft.category_ids.index)
    else:
        found = categories_by_number(shop, draft.category_numbers or ())
        ids = [found[number].id for number in draft.category_numbers or ()]
    ProductCategory.objects.filter(shop=shop, product_id=product.id).delete()
    ProductCategory.objects.bulk_create(
        [ProductCategory(shop=shop, product_id=product.id, category_id=one, position=i) for i, one in enumerate(ids)]
    )


def categories_by_number(shop: Shop, numbers: Iterable[str]) -> dict[str, Category]:
    """The shop's categories of these numbers elsewhere; a missing one is made and has its number for a name until a person names it."""
    wanted = list(dict.fromkeys(numbers))
    found = {one.source_number: one for one in Category.objects.filter(shop=shop, source_number__in=wanted)}
    for number in wanted:
        if number not in found:
            found[number] = Category.objects.create(shop=shop, name=number, source_number=number, position=_position(number))
    return found


def _position(number: str) -> int:
    return min(int(number), MAX_POSITION) if number.isascii() and number.isdigit() else MAX_POSITION
