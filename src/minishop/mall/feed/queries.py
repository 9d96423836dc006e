"""What of a shop's catalogue goes into its feed, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, islice
from urllib.parse import quote

from django.db.models import Q, QuerySet

from minishop.chassis.tenancy import scope
from minishop.kernel.clock import day_start, kst_day
from minishop.mall.catalog.domain.naming import feed_id
from minishop.mall.catalog.domain.texts import FEED_COLUMNS
from minishop.mall.catalog.models import Category, Product, Variant
from minishop.mall.catalog.pictures import picture_path
from minishop.mall.catalog.queries import category_names, feed_products, living_products, with_parts
from minishop.mall.feed.domain.absence import Absence, absence_of
from minishop.mall.feed.domain.rows import FULL, SUMMARY, Item, change_of, full_row, header, summary_row
from minishop.mall.feed.models import RefusedProduct, SearchConnection
from minishop.mall.shipping.domain.fee import Kind, Line, Mode, PaidAtTheDoor, Policy, shipping_fee
from minishop.mall.shipping.queries import policy_of
from minishop.mall.shops.models import Shop
from minishop.mall.stock.models import StockMovement
from minishop.mall.stock.queries import offers

AT_ONCE = 300
AT_THE_DOOR = -1
UNCATEGORISED = "기타"


def full_feed(shop: Shop, front: str) -> Iterator[str]:
    """The full feed, line by line: every product that can be bought and has a picture (R32, R33).

    The rows are read while they are taken, in the shop's own scope; only the call itself stands in the caller's.
    """
    describer = _Describer(shop, front)
    rows = ("\n" + full_row(describer.item(product)) for product, is_in in _judged(shop, feed_products(shop)) if is_in)
    return chain([header(FULL)], rows)


def summary_feed(shop: Shop, front: str, now: datetime) -> Iterator[str]:
    """The summary, line by line: what was made, changed, sold out or came back today, and what has left the feed."""
    today = day_start(kst_day(now))
    describer = _Describer(shop, front)
    moved = _moved_since(shop, today)
    changed = Product.objects.filter(Q(updated_at__gte=today) | Q(id__in=list(moved)), shop=shop)

    def row(product: Product, is_in: bool) -> str:
        change = change_of(created_today=product.created_at >= today, in_feed=is_in)
        return "\n" + summary_row(describer.item(product), change, max(product.updated_at, moved.get(product.id, today)))

    return chain([header(SUMMARY)], (row(*judged) for judged in _judged(shop, with_parts(changed.order_by("id")))))


def _moved_since(shop: Shop, today: datetime) -> dict[int, datetime]:
    """When the stock of a product moved last, by product id, for those whose stock moved since an instant."""
    moved = StockMovement.objects.filter(shop=shop, at__gte=today).exclude(dq=0).order_by("at")
    moves = dict(moved.values_list("variant_id", "at"))
    products = Variant.objects.filter(shop=shop, id__in=list(moves)).values_list("product_id", "id")
    latest: dict[int, datetime] = {}
    for product_id, variant_id in products:
        latest[product_id] = max(moves[variant_id], latest.get(product_id, today))
    return latest


def absences(shop: Shop, products: Iterable[Product]) -> dict[int, Absence | None]:
    """Why each of these products, whose parts are at hand, is not told to the search, by product id; None for those that are."""
    products = list(products)
    found = offers(shop, products)
    return {one.id: absence_of(found[one.id], has_picture=bool(list(one.images.all()))) for one in products}


def search_connection(shop: Shop) -> SearchConnection | None:
    """What the search said last of the shop; None before its entry is approved, and before the first report."""
    return SearchConnection.objects.filter(shop=shop, run__gt=0).first()


def refused_products(shop: Shop) -> list[tuple[RefusedProduct, Product | None]]:
    """What the search does not take, in the feed's order, each with its product where it still is; at most a hundred."""
    refused = list(RefusedProduct.objects.filter(shop=shop).order_by("position"))
    living = {
        product.id: product
        for product in living_products(shop).filter(id__in=[one.product_id for one in refused if one.product_id])
    }
    return [(one, living.get(one.product_id or 0)) for one in refused]


def refusals(shop: Shop, products: Iterable[Product]) -> dict[int, RefusedProduct]:
    """Why the search refused these products, by product id; those that it takes are left out."""
    rows = RefusedProduct.objects.filter(shop=shop, product_id__in=[product.id for product in products]).order_by("-position")
    return {row.product_id: row for row in rows if row.product_id is not None}


def without_picture(shop: Shop) -> int:
    """How many products would be in the feed if they had a picture."""
    return feed_products(shop).filter(for_sale=True, images=None).count()


def shipping_of_one(product: Product, policy: Policy) -> int:
    """배송비 for one piece: won, 0 free, −1 where the buyer pays at the door."""
    line = Line(product.code, product.code, product.price, 1, Kind(product.fee_kind), product.fee_amount, product.fee_block)
    try:
        bill = shipping_fee([line], policy)
    except PaidAtTheDoor:
        return AT_THE_DOOR
    general = line.kind is Kind.GENERAL or not policy.individual_fees
    return AT_THE_DOOR if policy.mode is Mode.ON_DELIVERY and general else int(bill.total)


def _judged(shop: Shop, products: QuerySet[Product]) -> Iterator[tuple[Product, bool]]:
    """Products in batches, each with whether it belongs into the feed. It enters the scope itself: it runs while the answer streams."""
    last = 0
    while True:
        with scope(shop.id):
            batch = list(products.filter(id__gt=last)[:AT_ONCE])
            absent = absences(shop, batch)
            judged = [(one, one.deleted_at is None and absent[one.id] is None) for one in batch]
        yield from judged
        if len(batch) < AT_ONCE:
            return
        last = batch[-1].id


class _Describer:
    """Tells products as feed items; reads the fee policy and the categories once."""

    def __init__(self, shop: Shop, front: str) -> None:
        self._front = front
        self._policy = policy_of(shop)
        self._categories = {one.id: one for one in Category.objects.filter(shop=shop)}

    def item(self, product: Product) -> Item:
        """A product whose parts are at hand, as a feed item."""
        image = next(iter(product.images.all()), None)
        return Item(
            id=feed_id(product.code, product.id), title=product.name, price=product.price, list_price=product.list_price,
            link=f"{self._front}/products/{quote(product.code)}/", image=f"{self._front}{picture_path(image)}" if image else "",
            categories=category_names(product, self._categories) or [UNCATEGORISED],
            texts={column.name: getattr(product, name) for column, name in FEED_COLUMNS.items()},
            tags=[word.strip() for word in product.search_words.split(",") if word.strip()],
            shipping=shipping_of_one(product, self._policy),
        )  # fmt: skip


def batched(rows: Iterable[str], size: int = 200) -> Iterator[bytes]:
    """Rows joined into pieces worth sending."""
    rows = iter(rows)
    while piece := "".join(islice(rows, size)):
        yield piece.encode()
