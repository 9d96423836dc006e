"""재고 관리: what a seller says of the numbers, and what begins with a product."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Greatest

from minishop.chassis.tenancy import scope
from minishop.kernel.ids import new_id
from minishop.mall.catalog.models import Product, Variant
from minishop.mall.catalog.services.locking import lock_products, locked
from minishop.mall.shops.models import Shop
from minishop.mall.stock.domain.levels import ShelfMoved, TooLow, count_shelf, counts, differ, lose, receive, typed
from minishop.mall.stock.models import StockBuffer, StockLevel, StockMovement
from minishop.mall.stock.queries import shelves
from minishop.mall.stock.services.books import Entry, book, ensure_levels, of_pieces

_BATCH = 500


def left(shop: Shop, variant_ids: Iterable[int]) -> dict[int, int | None]:
    """What is counted of each variant, whether or not it was switched off; None is not counted."""
    wanted = list(variant_ids)
    found = dict(StockLevel.objects.filter(shop=shop, variant_id__in=wanted).values_list("variant_id", "quantity"))
    return {variant_id: found.get(variant_id) for variant_id in wanted}


def begin(*, shop: Shop, quantities: Mapping[int, int], now: datetime) -> None:
    """Begins to count variants that have no level yet, in the open transaction."""
    entries = [Entry(one, partial(counts, quantity=pieces), f"set-{new_id()}") for one, pieces in quantities.items()]
    book(shop=shop, entries=entries, who="", now=now)


@transaction.atomic
def set_stock(
    *, shop: Shop, variant: Variant, quantity: int | None, sold_out: bool = False, key: str, who: str = "", now: datetime
) -> StockLevel:
    """Writes a variant's quantity and the seller's switch; a quantity of None stops counting. The same ``key`` sets once; a level that is
    already so is not written again."""
    rows = StockLevel.objects.filter(shop=shop, variant_id=variant.id)
    present = rows.first()
    if present is None or present.quantity != quantity:
        book(shop=shop, entries=[Entry(variant.id, partial(counts, quantity=quantity), key)], who=who, now=now)
    rows.exclude(sold_out=sold_out).update(sold_out=sold_out)
    return rows.get()


@transaction.atomic
def restock(
    *, shop: Shop, variant: Variant, shown: int | None, wanted: int | None, key: str = "", who: str = "", now: datetime
) -> int | None:
    """Writes what someone who was shown ``shown`` pieces wants to be there, as a difference, and returns what is there then (None: not
    counted). The same ``key`` writes once. Raises TooLow where the difference would go below 0."""
    entry = Entry(variant.id, partial(typed, shown=shown, wanted=wanted), f"typed:{key or new_id()}:{variant.id}")
    book(shop=shop, entries=[entry], who=who, now=now)
    return left(shop, [variant.id])[variant.id]


def added(shop: Shop, variant_ids: Iterable[int], key: str) -> set[int]:
    """Of which of these variants pieces were added under a key."""
    keys = [_added_under(key, one) for one in variant_ids]
    return set(StockMovement.objects.filter(shop=shop, key__in=keys).values_list("variant_id", flat=True))


def add(*, shop: Shop, variant: Variant, pieces: int, key: str, who: str = "", now: datetime) -> bool:
    """Adds pieces, or takes them away, to what is there, once a ``key``; False, with nothing done, where there would be less than none."""
    try:
        with transaction.atomic():
            entry = Entry(variant.id, of_pieces(differ, pieces), _added_under(key, variant.id))
            book(shop=shop, entries=[entry], who=who, now=now)
    except TooLow:
        return False
    return True


def _added_under(key: str, variant_id: int) -> str:
    return f"added:{key}:{variant_id}"


@transaction.atomic
def take_in(*, shop: Shop, variant_id: int, pieces: int, key: str, who: str, now: datetime) -> None:
    """입고: pieces that came. The same ``key`` takes in once."""
    book(shop=shop, entries=[Entry(variant_id, of_pieces(receive, pieces), f"in:{key}")], who=who, now=now)


@transaction.atomic
def write_off(*, shop: Shop, variant_id: int, pieces: int, key: str, who: str, now: datetime) -> None:
    """파손·분실. The same ``key`` writes off once. Raises TooLow for more than there are."""
    book(shop=shop, entries=[Entry(variant_id, of_pieces(lose, pieces), f"off:{key}")], who=who, now=now)


@transaction.atomic
def count(*, shop: Shop, variant_id: int, shelf: int, version: int, key: str, who: str, now: datetime) -> None:
    """실사: a shelf that was counted as of a ``version``. Raises ShelfMoved, and TooLow for less than what waits to leave."""
    rows = StockLevel.objects.select_for_update().filter(shop=shop, variant_id=variant_id)
    if StockMovement.objects.filter(shop=shop, key=f"count:{key}").exists():
        return
    if list(rows.values_list("version", flat=True)) != [version]:
        raise ShelfMoved
    book(shop=shop, entries=[Entry(variant_id, of_pieces(count_shelf, shelf), f"count:{key}")], who=who, now=now)


@transaction.atomic
def write_terms(
    *, shop: Shop, variant_id: int, channel: str, safety: int, buffer: int | None, sold_out: bool, now: datetime
) -> None:
    """안전재고, 채널 여유분, 품절 스위치. A ``buffer`` of None: as for all products."""
    ensure_levels(shop, [variant_id])
    with _newer_where_crossed(shop, [variant_id], channel, now):
        StockLevel.objects.filter(shop=shop, variant_id=variant_id).update(safety=safety, sold_out=sold_out)
        StockBuffer.objects.filter(shop=shop, channel=channel, variant_id=variant_id).delete()
        if buffer is not None:
            StockBuffer.objects.create(shop=shop, channel=channel, variant_id=variant_id, pieces=buffer)


@transaction.atomic
def write_buffer(*, shop: Shop, channel: str, pieces: int, now: datetime) -> None:
    """채널 여유분 of every variant that has none of its own. Products of which something begins or ceases to be offered are newer, as in
    ``write_terms``."""
    for_all = StockBuffer.objects.filter(shop=shop, channel=channel, variant_id__isnull=True)
    before = for_all.values_list("pieces", flat=True).first() or 0
    crossed, last = _crossed(shop, channel, *sorted((before, pieces))), 0
    while ids := list(locked(crossed.filter(id__gt=last)).values_list("id", flat=True)[:_BATCH]):
        Product.objects.filter(shop=shop, id__in=ids).update(updated_at=now)
        last = ids[-1]
    for_all.delete()
    if pieces:
        StockBuffer.objects.create(shop=shop, channel=channel, variant_id=None, pieces=pieces)


def _crossed(shop: Shop, channel: str, fewer: int, more: int) -> QuerySet[Product]:
    """The products of which a variant is offered with one buffer for all, and not with the other."""
    own = StockBuffer.objects.filter(shop=shop, channel=channel, variant_id=OuterRef("variant_id"))
    between = StockLevel.objects.filter(~Exists(own), shop=shop, sold_out=False, quantity__gt=Greatest(fewer, F("safety")))
    variants = Variant.objects.filter(shop=shop, id__in=between.filter(quantity__lte=more).values("variant_id"))
    return Product.objects.filter(shop=shop, id__in=variants.values("product_id"))


@contextmanager
def _newer_where_crossed(shop: Shop, variant_ids: Collection[int], channel: str, now: datetime) -> Iterator[None]:
    """A product of which something begins or ceases to be offered inside is newer, so that feed and search hear of it; movements tell them by
    themselves. Products are locked before levels, as whoever writes products locks them."""
    products = dict(Variant.objects.filter(shop=shop, id__in=variant_ids).values_list("id", "product_id"))
    lock_products(shop, products.values())
    before = shelves(shop, products, channel)
    yield
    after = shelves(shop, products, channel)
    crossed = {product for one, product in products.items() if (before[one].offered == 0) != (after[one].offered == 0)}
    if crossed:
        Product.objects.filter(shop=shop, id__in=crossed).update(updated_at=now)


def copy_levels(*, source: Shop, target: Shop, variant_ids: Iterable[int], now: datetime) -> None:
    """Begins to count another shop's variants of the same ids at what the first one has of them."""
    with scope(source.id):
        counted = {variant_id: pieces for variant_id, pieces in left(source, variant_ids).items() if pieces is not None}
    with scope(target.id):
        begin(shop=target, quantities=counted, now=now)
