"""What writing a draft would make different of a product that is there, field by field, for whoever is to agree to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from minishop.mall.catalog.domain.draft import ProductDraft, VariantDraft
from minishop.mall.catalog.domain.options import Succession
from minishop.mall.catalog.models import Product, Variant
from minishop.mall.catalog.queries import choices_of, select_options, texts_of
from minishop.mall.catalog.services.products import (
    different_values,
    options_differ,
    placements_differ,
    succession,
    surcharges_of,
    wanted_options,
)

Fact = str | int | bool | tuple[object, ...] | None


@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after: a column's name, or options, text_options, categories, quantity, more (pieces, whatever there are by
    then), surcharge, pictures (how many to fetch)."""

    field: str
    before: Fact
    after: Fact

    @property
    def is_loss(self) -> bool:
        """Something stood there, and nothing would. A yes that becomes a no is a change; of stock only that it is counted is lost."""
        if isinstance(self.before, bool) or self.field == "quantity":
            return self.before is not None and self.after is None
        return bool(self.before) and not self.after


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that would be different. ``stock_lost`` and ``surcharges_lost`` count the variants whose counted stock or price
    difference goes; ``begun_at_nothing`` new ones that start at 0 beside counted ones; ``renamed`` are options and values, before and
    after, whose variants go on."""

    changes: tuple[Change, ...] = ()
    stock_lost: int = 0
    surcharges_lost: int = 0
    begun_at_nothing: int = 0
    renamed: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes)

    @property
    def losses(self) -> list[Change]:
        return [change for change in self.changes if change.is_loss]


def difference(product: Product, draft: ProductDraft, left: Mapping[int, int | None], *, new_pictures: int = 0) -> Difference:
    """Compares a draft with a product that has its parts at hand; ``left`` is what is counted of its variants, ``new_pictures`` how many of
    its pictures were never asked for."""
    changes = [Change(name, getattr(product, name), value) for name, value in different_values(product, draft).items()]
    if placements_differ(product, draft):
        changes.append(Change("categories", _categories(product), tuple(draft.category_numbers or ())))
    variants = {choices_of(variant): variant for variant in product.variants.all()}
    if draft.quantity is not None and (only := variants.get(())) and left[only.id] != draft.quantity.pieces:
        changes.append(Change("quantity", left[only.id], draft.quantity.pieces))
    if draft.more:
        changes.append(Change("more", None, draft.more))
    if new_pictures:
        changes.append(Change("pictures", None, new_pictures))
    if not options_differ(product, draft):
        return Difference(tuple(changes))
    return _of_options(product, draft, changes, left)


def variant_difference(variant: Variant, draft: VariantDraft, left: int | None) -> Difference:
    """Compares what is said of one variant with what is there."""
    changes = []
    if draft.quantity is not None and draft.quantity.pieces != left:
        changes.append(Change("quantity", left, draft.quantity.pieces))
    if draft.more:
        changes.append(Change("more", None, draft.more))
    if draft.surcharge is not None and draft.surcharge != variant.surcharge:
        changes.append(Change("surcharge", int(variant.surcharge), int(draft.surcharge)))
    return Difference(tuple(changes))


def _of_options(product: Product, draft: ProductDraft, changes: list[Change], left: Mapping[int, int | None]) -> Difference:
    selects, texts = wanted_options(product, draft)
    if selects != select_options(product):
        changes.append(Change("options", tuple(select_options(product)), tuple(selects)))
    if texts != texts_of(product):
        changes.append(Change("text_options", tuple(texts_of(product)), tuple(texts)))
    variants = {choices_of(variant): variant for variant in product.variants.all()}
    way = succession(product, draft)
    counted = any(left[variant.id] is not None for variant in variants.values())
    return Difference(
        tuple(changes),
        stock_lost=sum(left[variants[choices].id] is not None for choices in way.gone),
        surcharges_lost=_surcharges_lost(product, draft, way),
        begun_at_nothing=len(way.like) if counted else 0,
        renamed=way.renamed,
    )


def _surcharges_lost(product: Product, draft: ProductDraft, way: Succession) -> int:
    """Variants with a price difference that no combination which came from them has."""
    wanted = surcharges_of(product, draft, way)
    kept = {source for choices, sources in way.like.items() for source in sources if wanted[choices]}
    variants = {choices_of(variant): variant.surcharge for variant in product.variants.all()}
    return sum(bool(variants[choices]) and choices not in kept for choices in way.gone)


def _categories(product: Product) -> tuple[str, ...]:
    return tuple(placement.category.name for placement in product.placements.all())
