"""Reading stock."""

from __future__ import annotations

from collections.abc import Iterable

from minishop.mall.catalog.domain.purchase import Offer, PurchaseInfo, purchase_info
from minishop.mall.catalog.models import Product
from minishop.mall.shops.models import Shop
from minishop.mall.stock.domain import left_of_product
from minishop.mall.stock.models import StockLevel


def sellable(shop: Shop, variant_ids: Iterable[int]) -> dict[int, int | None]:
    """What is left of each variant: None is not counted, 0 is sold out. A variant without a level is not counted."""
    wanted = list(variant_ids)
    levels = StockLevel.objects.filter(shop=shop, variant_id__in=wanted).values_list("variant_id", "quantity", "sold_out")
    found = {variant_id: 0 if sold_out else quantity for variant_id, quantity, sold_out in levels}
    return {variant_id: found.get(variant_id) for variant_id in wanted}


def offers(shop: Shop, products: Iterable[Product]) -> dict[int, Offer]:
    """The offers of products whose variants are at hand, by product id, in one query."""
    products = list(products)
    left = sellable(shop, [variant.id for product in products for variant in product.variants.all()])
    return {product.id: _offer(product, [left[variant.id] for variant in product.variants.all()]) for product in products}


def purchase_infos(shop: Shop, products: Iterable[Product]) -> dict[int, PurchaseInfo]:
    """What a visitor may do with each product, by product id."""
    return {product_id: purchase_info(offer) for product_id, offer in offers(shop, products).items()}


def _offer(product: Product, left: list[int | None]) -> Offer:
    return Offer(product.displayed, product.for_sale, product.price, product.price_text, left_of_product(left))
