"""상품 등록: a product with its stock and pictures, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from minishop.mall.catalog.domain.description import with_pictures_below
from minishop.mall.catalog.domain.draft import ProductDraft, Restock
from minishop.mall.catalog.domain.picture_places import own_path
from minishop.mall.catalog.models import Product, Variant
from minishop.mall.catalog.pictures import add_picture, keep_wide
from minishop.mall.catalog.ports import STOCK
from minishop.mall.catalog.services.products import save_product, touch_product
from minishop.mall.shops.models import Shop


@transaction.atomic
def register_product(
    *,
    shop: Shop,
    draft: ProductDraft,
    stock: Mapping[int, Restock],
    pictures: Sequence[bytes],
    in_description: Sequence[bytes] = (),
    is_new: bool,
    who: str = "",
    now: datetime,
) -> tuple[Product, dict[int, int | None]]:
    """Writes a product, the stock of the variants whose ids are in ``stock``, and adds pictures. Returns it with what is left of those.
    ``in_description`` are pictures that stand at the end of the draft's description.

    Pictures and stock move ``updated_at`` too, since the feed carries them. Raises BadPicture, BadOptions or CodeInUse, or
    what the stock refuses, and then nothing is written.
    """
    if in_description:
        paths = [own_path(keep_wide(shop=shop, content=content)) for content in in_description]
        written = with_pictures_below(str(draft.values["description"]), paths)
        draft = replace(draft, values={**draft.values, "description": written})
    product, _changed = save_product(shop=shop, draft=draft, now=now, is_new=is_new)
    for picture in pictures:
        add_picture(shop=shop, product=product, content=picture)
    if pictures or stock:
        touch_product(product=product, now=now)
    left = {
        variant.id: STOCK.part.restock(
            shop=shop,
            variant=variant,
            shown=stock[variant.id].shown,
            wanted=stock[variant.id].wanted,
            key=stock[variant.id].key,
            who=who,
            now=now,
        )
        for variant in Variant.objects.filter(shop=shop, product_id=product.id, id__in=list(stock)).order_by("id")
    }
    return product, left
