"""A shelf for a shop to try: what another one shows everybody, copied. Rows keep their ids: a key is the shop's and the id together."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from minishop.chassis.tenancy import scope
from minishop.mall.catalog.models import Category, Option, Product, ProductCategory, ProductImage, Variant
from minishop.mall.catalog.pictures import copy_files
from minishop.mall.catalog.services.finding import add_keys
from minishop.mall.shops.models import Shop, ShopModel


@transaction.atomic
def copy_shelf(*, source: Shop, target: Shop, at_most: int) -> list[int]:
    """Copies the first displayed products with their parts, the categories and the pictures' files; returns the variants' ids."""
    with scope(source.id):
        shown = Product.objects.filter(shop=source, displayed=True, deleted_at=None)
        products = list(shown.order_by("position", "-created_at")[:at_most])
        ids = [product.id for product in products]
        placed = list(ProductCategory.objects.filter(shop=source, product_id__in=ids))
        options = list(Option.objects.filter(shop=source, product_id__in=ids))
        variants = list(Variant.objects.filter(shop=source, product_id__in=ids))
        images = list(ProductImage.objects.filter(shop=source, product_id__in=ids))
        kinds: list[Sequence[ShopModel]] = [list(Category.objects.filter(shop=source)), products, placed, options, variants, images]
    with scope(target.id):
        for rows in kinds:
            _write(target, rows)
        add_keys(shop=target, products=products)
    copy_files(source=source, target=target, files={image.file for image in images})
    return [variant.id for variant in variants]


def _write(target: Shop, rows: Sequence[ShopModel]) -> None:
    """Writes rows of one kind anew as those of another shop, whose scope is open."""
    for row in rows:
        row.shop = target
    if rows:
        type(rows[0]).objects.bulk_create(rows, batch_size=500)
