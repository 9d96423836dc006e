"""검색: what a buyer's words find among the products of all listed shops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet

from minishop.chassis.tenancy import across_tenants
from minishop.shopping.index.domain.plan import Plan, plans, rarest
from minishop.shopping.index.engines import engine
from minishop.shopping.index.models import Document
from minishop.shopping.partners.domain.states import State

PAGE_SIZE = 24
MOST_COUNTED = PAGE_SIZE * 100
_COMMON_SHARE, _COMMON_FLOOR = 50, 200  # a token in more than a 50th of the rows is common, unless there are few rows
_FACETS = 12
_WHY = "the search shows the products of every listed shop"


class Sort(StrEnum):
    """정렬."""

    RELEVANCE = "relevance"
    CHEAPEST = "price_asc"
    DEAREST = "price_desc"
    NEWEST = "newest"


_ORDERS: dict[Sort, tuple[str, ...]] = {
    Sort.CHEAPEST: ("price", "-id"),
    Sort.DEAREST: ("-price", "-id"),
    Sort.NEWEST: ("-first_seen_at", "-id"),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a buyer asks for. ``shop`` is a partner's public id; prices are in won and inclusive."""

    words: str
    category: str = ""
    shop: str = ""
    price_from: int | None = None
    price_to: int | None = None
    free_shipping: bool = False
    sort: Sort = Sort.RELEVANCE


@dataclass(frozen=True, slots=True)
class Facet:
    """A value by which the results can be narrowed."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Results:
    """A page of what was found. ``exact`` is False when no product has all the words and similar ones are shown."""

    page: Page[Document]
    count: int
    exact: bool
    categories: Sequence[Facet]
    shops: Sequence[Facet]

    @property
    def is_count_capped(self) -> bool:
        """There are more than were counted."""
        return self.count >= MOST_COUNTED


def search(wish: Wish, page: str | int) -> Results:
    """Finds what a buyer asks for; an unreadable page number gives the first page, one too far the last."""
    with across_tenants(_WHY):
        plan, exact = _plan(wish.words)
        found = _narrowed(_found(plan), wish)
        count = found.order_by()[:MOST_COUNTED].count()
        paginator = Paginator(_sorted(found, plan, wish.sort).select_related("partner"), PAGE_SIZE)
        paginator.__dict__["count"] = count  # counted above, up to a bound: not again and in full
        shown = paginator.get_page(page)
        shown.object_list = list(shown.object_list)
        categories = _facets(_narrowed(_found(plan), replace(wish, category="")), "category", "category")
        shops = _facets(_narrowed(_found(plan), replace(wish, shop="")), "partner__public_id", "partner__shop_name")
        return Results(shown, count, exact, categories, shops)


def newest(count: int) -> list[Document]:
    """The products that came last, of all listed shops."""
    with across_tenants(_WHY):
        return list(_listed().select_related("partner").order_by("-first_seen_at", "-id")[:count])


def find_document(document_id: int) -> Document | None:
    """The product of a listed shop with this id (index ``index_document_by_id``), or None."""
    with across_tenants("a click names a product, not its shop"):
        return _listed().select_related("partner").filter(id=document_id).first()


def document_counts(partner_ids: Sequence[int]) -> dict[int, int]:
    """How many documents each of these partners has, by the partner's id."""
    with across_tenants("the operator's list of partners"):
        of_these = Document.objects.filter(partner_id__in=partner_ids)
        return dict(of_these.values_list("partner_id").annotate(documents=Count("id")).order_by())


def _listed() -> QuerySet[Document]:
    return Document.objects.filter(partner__state=State.APPROVED)


def _found(plan: Plan) -> QuerySet[Document]:
    return _listed().filter(id__in=engine().matching(plan)) if plan else _listed().none()


def _plan(words: str) -> tuple[Plan, bool]:
    asked = plans(words)
    for plan in asked:
        if _found(plan).exists():
            return plan, True
    if not asked:
        return Plan(()), True
    common = max(Document.objects.count() // _COMMON_SHARE, _COMMON_FLOOR)
    tokens = [token for plan in asked for token in plan.tokens]
    return rarest(words, engine().frequencies(tokens, at_most=common), common=common), False


def _narrowed(found: QuerySet[Document], wish: Wish) -> QuerySet[Document]:
    if wish.category:
        found = found.filter(category=wish.category)
    if wish.shop:
        found = found.filter(partner__public_id=wish.shop)
    if wish.price_from is not None:
        found = found.filter(price__gte=wish.price_from)
    if wish.price_to is not None:
        found = found.filter(price__lte=wish.price_to)
    return found.filter(shipping=0) if wish.free_shipping else found


def _sorted(found: QuerySet[Document], plan: Plan, sort: Sort) -> QuerySet[Document]:
    if not plan:
        return found
    return engine().ranked(found, plan) if sort is Sort.RELEVANCE else found.order_by(*_ORDERS[sort])


def _facets(found: QuerySet[Document], value: str, label: str) -> list[Facet]:
    rows = found.order_by().values_list(value, label).annotate(documents=Count("id")).order_by("-documents", value)[:_FACETS]
    return [Facet(row[0], row[-2], row[-1]) for row in rows]
