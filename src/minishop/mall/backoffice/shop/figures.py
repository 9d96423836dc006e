"""How a shop does, in numbers for its home page."""

from __future__ import annotations

from django.db.models import Count, Q

from minishop.mall.catalog.models import Category, ProductImage
from minishop.mall.catalog.queries import living_products
from minishop.mall.orders.domain.states import LineState
from minishop.mall.orders.models import OrderLine
from minishop.mall.shops.models import Shop

_TO_DO = {
    "preparing": LineState.PREPARING,
    "waiting": LineState.SHIPPING_WAIT,
    "in_transit": LineState.IN_TRANSIT,
    "delivered": LineState.DELIVERED,
}


def figures(shop: Shop) -> dict[str, int]:
    """Counts for the home page: products and what belongs to them, and lines by what is to be done with them."""
    products = living_products(shop).aggregate(products=Count("id"), displayed=Count("id", filter=Q(displayed=True)))
    states = {name: Count("id", filter=Q(state=state.value)) for name, state in _TO_DO.items()}
    parts = {"pictures": ProductImage.objects.filter(shop=shop).count(), "categories": Category.objects.filter(shop=shop).count()}
    return {**products, **parts, **OrderLine.objects.filter(shop=shop).aggregate(**states)}
