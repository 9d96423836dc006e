"""Making, naming and moving categories."""

from __future__ import annotations

from typing import ClassVar

from django.db import transaction

from minishop.kernel.errors import DomainError
from minishop.mall.catalog.models import Category
from minishop.mall.shops.models import Shop


class IntoItself(DomainError):
    """A category would stand below itself."""

    code: ClassVar[str] = "into_itself"


@transaction.atomic
def save_category(*, shop: Shop, category: Category | None, name: str, parent_id: int | None, position: int) -> Category:
    """Writes a category, a new one where none is given. Raises IntoItself for a parent at or below it, DoesNotExist for an unknown one."""
    Shop.objects.select_for_update().get(pk=shop.pk)
    parents = dict(Category.objects.filter(shop=shop).values_list("id", "parent_id"))
    if parent_id is not None and parent_id not in parents:
        raise Category.DoesNotExist(parent_id)
    if category is None:
        return Category.objects.create(shop=shop, name=name, parent_id=parent_id, position=position)
    if category.id in _way_up(parents, parent_id):
        raise IntoItself(category=category.id)
    category.name, category.parent_id, category.position = name, parent_id, position
    category.save(update_fields=["name", "parent_id", "position"])
    return category


def _way_up(parents: dict[int, int | None], start: int | None) -> set[int]:
    above: set[int] = set()
    while start is not None and start not in above:
        above.add(start)
        start = parents.get(start)
    return above
