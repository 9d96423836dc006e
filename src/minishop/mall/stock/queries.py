"""Reading stock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from minishop.mall.catalog.domain.purchase import Offer, PurchaseInfo, purchase_info
from minishop.mall.catalog.models import Product
from minishop.mall.shops.models import Shop
from minishop.mall.stock.domain.holding import HoldState
from minishop.mall.stock.domain.levels import left, left_of_product, offered
from minishop.mall.stock.models import StockBuffer, StockHold, StockHoldLine, StockLevel


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a channel has of a variant: ``left`` to be held or sold now, ``offered`` without regard to who is paying just now (None: not
    counted), and the pieces it keeps back."""

    left: int | None = None
    offered: int | None = None
    reserve: int = 0


UNCOUNTED = Shelf()


def selling_channel() -> str:
    """The hub that the shops of this mall sell through, by its profile's name."""
    return str(settings.HUB_PROFILE)


def shelves(shop: Shop, variant_ids: Iterable[int], channel: str = "") -> dict[int, Shelf]:
    """What a channel (the hub's, unless another is named) has of each variant, in one statement."""
    wanted = list(variant_ids)
    rows = StockLevel.objects.filter(shop=shop, variant_id__in=wanted).annotate(buffer=_buffer(channel or selling_channel()))
    found = {}
    for variant_id, quantity, held, safety, sold_out, buffer in rows.values_list(
        "variant_id", "quantity", "held", "safety", "sold_out", "buffer"
    ):
        reserve = max(safety, buffer)
        found[variant_id] = Shelf(
            left(quantity, held, sold_out=sold_out, reserve=reserve), offered(quantity, sold_out=sold_out, reserve=reserve), reserve
        )
    return {variant_id: found.get(variant_id, UNCOUNTED) for variant_id in wanted}


def _buffer(channel: str) -> Coalesce:
    """What a channel keeps back of a level's variant: the variant's own row goes before the one for all."""
    rows = StockBuffer.objects.filter(shop_id=OuterRef("shop_id"), channel=channel)
    own, for_all = rows.filter(variant_id=OuterRef("variant_id")), rows.filter(variant_id__isnull=True)
    return Coalesce(Subquery(own.values("pieces")[:1]), Subquery(for_all.values("pieces")[:1]), 0)


def sellable(shop: Shop, variant_ids: Iterable[int]) -> dict[int, int | None]:
    """What is left of each variant for the hub: None is not counted, 0 is sold out or being paid by others."""
    return {variant_id: shelf.left for variant_id, shelf in shelves(shop, variant_ids).items()}


def standing_of(shop: Shop, channel: str, order_no: str) -> StockHold | None:
    """What is known of an order's pieces."""
    return StockHold.objects.filter(shop=shop, channel=channel, order_no=order_no).first()


def pieces_of(shop: Shop, hold: StockHold | None) -> dict[int, int]:
    """What a live hold has, by variant."""
    if hold is None:
        return {}
    return dict(StockHoldLine.objects.filter(shop=shop, hold_id=hold.id).values_list("variant_id", "quantity"))


def has_due(shop: Shop, channel: str, variant_ids: Iterable[int], until: datetime) -> bool:
    """Whether holds of one of these variants were promised until an instant or before (index ``stock_held_by_variant``: of live holds)."""
    due = StockHold.objects.filter(shop=shop, channel=channel, state=HoldState.HELD, until__lte=until)
    held = StockHoldLine.objects.filter(shop=shop, variant_id__in=list(variant_ids))
    return due.filter(id__in=held.values("hold_id")).exists()


def offers(shop: Shop, products: Iterable[Product]) -> dict[int, Offer]:
    """The offers of products whose variants are at hand, by product id, in one query. Nobody who is paying just now strikes a product
    from lists and search."""
    products = list(products)
    found = shelves(shop, [variant.id for product in products for variant in product.variants.all()])
    return {product.id: _offer(product, [found[variant.id].offered for variant in product.variants.all()]) for product in products}


def purchase_infos(shop: Shop, products: Iterable[Product]) -> dict[int, PurchaseInfo]:
    """What a visitor may do with each product, by product id."""
    return {product_id: purchase_info(offer) for product_id, offer in offers(shop, products).items()}


def _offer(product: Product, left: list[int | None]) -> Offer:
    return Offer(product.displayed, product.for_sale, product.price, product.price_text, left_of_product(left))
