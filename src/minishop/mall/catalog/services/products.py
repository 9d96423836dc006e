"""Writing products: only what differs is written, so that saying the same twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import ClassVar

import nh3
from django.db import transaction

from minishop.kernel.errors import DomainError
from minishop.kernel.won import Won
from minishop.mall.catalog.domain.draft import ProductDraft, TextOption, Value
from minishop.mall.catalog.domain.options import SelectOption, all_choices
from minishop.mall.catalog.models import Category, Option, Product, ProductCategory, Variant
from minishop.mall.catalog.queries import select_options, texts_of, with_parts
from minishop.mall.shops.models import Shop

MAX_POSITION = 1_000_000
_DESCRIPTION_TAGS = nh3.ALLOWED_TAGS | {"img", "figure", "figcaption", "section"}


class CodeInUse(DomainError):
    """Another product of the shop, perhaps a deleted one, has this code."""

    code: ClassVar[str] = "code_in_use"


@transaction.atomic
def save_product(*, shop: Shop, draft: ProductDraft, now: datetime, is_new: bool = False) -> tuple[Product, bool]:
    """Writes a draft to the product of its code and says whether anything changed; ``updated_at`` moves only then.

    A deleted product comes back when its code is written again. Raises CodeInUse for a new product whose code exists,
    BadOptions for options that make no sense.
    """
    product = with_parts(Product.objects.filter(shop=shop, code=draft.code)).first()
    if product is not None and is_new:
        raise CodeInUse(code=draft.code)
    if product is None:
        product = Product.objects.create(shop=shop, code=draft.code, name="", created_at=now, updated_at=now)
    changed = overwrite_product(shop=shop, product=product, draft=draft, now=now)
    product.refresh_from_db()  # its parts as they were were at hand until now
    return product, changed


def overwrite_product(*, shop: Shop, product: Product, draft: ProductDraft, now: datetime) -> bool:
    """Writes a draft, in the open transaction, to a product that has its parts at hand, brings it back if it was deleted, and says
    whether anything changed."""
    came_back, product.deleted_at = product.deleted_at is not None, None
    changed = _write_parts(shop, product, draft) or came_back
    if changed:
        product.updated_at = now
        product.save()
    return changed


def would_change(shop: Shop, product: Product, draft: ProductDraft) -> bool:
    """Whether writing the draft would change the product; reads only what ``with_parts`` has at hand."""
    return any((_values_differ(product, draft), _options_differ(product, draft), _placements_differ(product, draft)))


def delete_product(*, shop: Shop, code: str, now: datetime) -> None:
    """Takes a product out of the shop; the row stays, since orders point at it."""
    Product.objects.filter(shop=shop, code=code, deleted_at__isnull=True).update(deleted_at=now, updated_at=now, displayed=False)


def set_displayed(*, shop: Shop, codes: Iterable[str], displayed: bool, now: datetime) -> int:
    """진열/미진열: for several products at once; returns how many really changed."""
    chosen = Product.objects.filter(shop=shop, code__in=list(codes), deleted_at__isnull=True)
    return chosen.exclude(displayed=displayed).update(displayed=displayed, updated_at=now)


def touch_product(*, product: Product, now: datetime) -> None:
    """Says that something of a product changed, so that the feed tells it on."""
    product.updated_at = now
    product.save(update_fields=["updated_at"])


def clean_description(html: str) -> str:
    """A seller's description without scripts, frames, forms and styles."""
    return nh3.clean(html, tags=_DESCRIPTION_TAGS)


def _write_parts(shop: Shop, product: Product, draft: ProductDraft) -> bool:
    changed = _values_differ(product, draft)
    for name, value in clean_values(draft).items():
        setattr(product, name, value)
    if _options_differ(product, draft):
        _write_options(shop, product, draft)
        changed = True
    if _placements_differ(product, draft):
        _write_placements(shop, product, draft)
        changed = True
    return changed


def clean_values(draft: ProductDraft) -> dict[str, Value]:
    """A draft's columns as they are stored: descriptions without what could run."""
    values = dict(draft.values)
    if "description" in values:
        values["description"] = clean_description(str(values["description"]))
    return values


def _values_differ(product: Product, draft: ProductDraft) -> bool:
    return any(getattr(product, name) != value for name, value in clean_values(draft).items())


def _options_differ(product: Product, draft: ProductDraft) -> bool:
    selects, texts = _wanted_options(product, draft)
    wanted = {choices: _surcharge(product, draft, choices) for choices in all_choices(selects)}
    present = {_choices(variant): variant.surcharge for variant in product.variants.all()}
    return (selects, texts, wanted) != (select_options(product), texts_of(product), present)


def _wanted_options(product: Product, draft: ProductDraft) -> tuple[list[SelectOption], list[TextOption]]:
    selects = select_options(product) if draft.selects is None else list(draft.selects)
    return selects, texts_of(product) if draft.texts is None else list(draft.texts)


def _choices(variant: Variant) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in variant.choices)


def _surcharge(product: Product, draft: ProductDraft, choices: tuple[tuple[str, str], ...]) -> Won:
    if draft.surcharges is not None:
        return draft.surcharges.get(choices, Won(0))
    return next((variant.surcharge for variant in product.variants.all() if _choices(variant) == choices), Won(0))


def _write_options(shop: Shop, product: Product, draft: ProductDraft) -> None:
    selects, texts = _wanted_options(product, draft)
    kept = {_choices(variant): variant for variant in product.variants.all()}
    wanted = {choices: _surcharge(product, draft, choices) for choices in all_choices(selects)}
    Option.objects.filter(shop=shop, product_id=product.id).delete()
    Option.objects.bulk_create(option_rows(shop, product, selects, texts))
    for choices in kept.keys() - wanted.keys():
        kept[choices].delete()
    number = max([int(variant.code.rpartition("-")[2]) for variant in kept.values()], default=0)
    for position, (choices, surcharge) in enumerate(wanted.items()):
        variant = kept.get(choices)
        if variant is None:
            number += 1
            variant = Variant(shop=shop, product_id=product.id, code=f"{product.code}-{number}", choices=[list(c) for c in choices])
        variant.surcharge, variant.position = surcharge, position
        variant.save()


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


def _placements_differ(product: Product, draft: ProductDraft) -> bool:
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
