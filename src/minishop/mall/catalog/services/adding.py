"""Adding many products that are not there yet, in a few statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from minishop.mall.catalog.domain.draft import ProductDraft
from minishop.mall.catalog.domain.options import all_choices
from minishop.mall.catalog.models import Category, Option, Product, ProductCategory, Variant
from minishop.mall.catalog.ports import STOCK
from minishop.mall.catalog.services.finding import add_keys
from minishop.mall.catalog.services.products import categories_by_number, clean_values, option_rows
from minishop.mall.shops.models import Shop

BATCH = 500


@transaction.atomic
def add_products(*, shop: Shop, drafts: Sequence[ProductDraft], now: datetime) -> None:
    """Writes products whose codes the shop has never had. The first draft is the newest product, as in an export."""
    categories = categories_by_number(shop, [number for draft in drafts for number in draft.category_numbers or ()])
    made = [(draft, _product(shop, draft, now)) for draft in reversed(drafts)]
    Product.objects.bulk_create([product for _, product in made], batch_size=BATCH)
    add_keys(shop=shop, products=[product for _, product in made])
    Option.objects.bulk_create(
        [row for draft, product in made for row in option_rows(shop, product, draft.selects or (), draft.texts or ())],
        batch_size=BATCH,
    )
    variants = [(row, draft.quantity) for draft, product in made for row in _variants(shop, product, draft)]
    Variant.objects.bulk_create([row for row, _quantity in variants], batch_size=BATCH)
    counted = {row.id: quantity.pieces for row, quantity in variants if quantity and quantity.pieces is not None}
    STOCK.part.begin(shop=shop, quantities=counted, now=now)
    ProductCategory.objects.bulk_create(
        [row for draft, product in made for row in _placements(shop, product, draft, categories)], batch_size=BATCH
    )


def _product(shop: Shop, draft: ProductDraft, now: datetime) -> Product:
    return Product(shop=shop, code=draft.code, created_at=now, updated_at=now, **clean_values(draft))


def _variants(shop: Shop, product: Product, draft: ProductDraft) -> list[Variant]:
    return [
        Variant(
            shop=shop,
            product_id=product.id,
            code=f"{product.code}-{position + 1}",
            choices=[list(choice) for choice in choices],
            position=position,
        )
        for position, choices in enumerate(all_choices(draft.selects or ()))
    ]


def _placements(shop: Shop, product: Product, draft: ProductDraft, categories: dict[str, Category]) -> list[ProductCategory]:
    return [
        ProductCategory(shop=shop, product_id=product.id, category_id=categories[number].id, position=position)
        for position, number in enumerate(draft.category_numbers or ())
    ]
