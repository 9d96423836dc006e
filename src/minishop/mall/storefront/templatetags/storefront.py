"""Filters of a shop's pages."""

from __future__ import annotations

from django import template

from minishop.mall.catalog.models import Category
from minishop.mall.catalog.queries import CategoryNode

register = template.Library()


@register.filter
def below(tree: list[CategoryNode], category: Category) -> list[CategoryNode]:
    """The categories right below one of the tree's, in order; empty for one that is not in it."""
    todo = list(tree)
    while todo:
        node = todo.pop()
        if node.category.id == category.id:
            return node.children
        todo += node.children
    return []
