"""How a shop does, in numbers for its home page."""

from __future__ import annotations

from django.db.models import Count, Q

from minishop.mall.catalog.models import Category
from minishop.mall.catalog.queries import living_products, without_pictures
from minishop.mall.claims.queries import open_counts
from minishop.mall.orders.queries import counts_by_tab
from minishop.mall.shops.models import Shop


def figures(shop: Shop) -> dict[str, int]:
    """Counts for the home page: products and what belongs to them, and orders by the desk's tabs, which show the same counts;
    lines with a claim under way."""
    products = living_products(shop).aggregate(products=Count("id"), displayed=Count("id", filter=Q(displayed=True)))
    parts = {"without_pictures": without_pictures(shop).count(), "categories": Category.objects.filter(shop=shop).count()}
    claims = {f"open_{name}": count for name, count in open_counts(shop).items()}
    return {**products, **parts, **counts_by_tab(shop), **claims}
