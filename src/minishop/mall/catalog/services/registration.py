"""상품 등록: a product with its stock and pictures, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from minishop.kernel.ids import new_id
from minishop.mall.catalog.domain.draft import ProductDraft
from minishop.mall.catalog.models import Product, Variant
from minishop.mall.catalog.pictures import add_picture
from minishop.mall.catalog.ports import STOCK
from minishop.mall.catalog.services.products import save_product, touch_product
from minishop.mall.shops.models import Shop


@transaction.atomic
def register_product(
    *,
    shop: Shop,
    draft: ProductDraft,
    stock: Mapping[int, int | None],
    pictures: Sequence[bytes],
    is_new: bool,
    now: datetime,
) -> Product:
    """Writes a product, the stock of the variants whose ids are in ``stock``, and adds pictures.

    Pictures move ``updated_at`` too, since the feed carries them. Raises BadPicture, BadOptions or CodeInUse, and then nothing
    is written.
    """
    product, _changed = save_product(shop=shop, draft=draft, now=now, is_new=is_new)
    for picture in pictures:
        add_picture(shop=shop, product=product, content=picture)
    if pictures:
        touch_product(product=product, now=now)
    for variant in Variant.objects.filter(shop=shop, product_id=product.id, id__in=list(stock)):
        STOCK.part.set_stock(shop=shop, variant=variant, quantity=stock[variant.id], key=f"set-{new_id()}", now=now)
    return product
