"""The one writer of stock levels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from minishop.chassis.tenancy import scope
from minishop.kernel.ids import new_id
from minishop.mall.catalog.models import Variant
from minishop.mall.shops.models import Shop
from minishop.mall.stock.domain import restocked, take
from minishop.mall.stock.models import StockLevel, StockMovement


def left(shop: Shop, variant_ids: Iterable[int]) -> dict[int, int | None]:
    """What is counted of each variant, whether or not it was switched off; None is not counted."""
    wanted = list(variant_ids)
    found = dict(StockLevel.objects.filter(shop=shop, variant_id__in=wanted).values_list("variant_id", "quantity"))
    return {variant_id: found.get(variant_id) for variant_id in wanted}


def begin(*, shop: Shop, quantities: Mapping[int, int], now: datetime) -> None:
    """Begins to count variants that have no level yet, in the open transaction."""
    StockLevel.objects.bulk_create(
        [StockLevel(shop=shop, variant_id=variant_id, quantity=pieces) for variant_id, pieces in quantities.items()], batch_size=500
    )
    StockMovement.objects.bulk_create(
        [
            StockMovement(
                shop=shop, variant_id=variant_id, change=pieces, reason=StockMovement.Reason.SET, key=f"set-{new_id()}", at=now
            )
            for variant_id, pieces in quantities.items()
        ],
        batch_size=500,
    )


@transaction.atomic
def set_stock(*, shop: Shop, variant: Variant, quantity: int | None, sold_out: bool = False, key: str, now: datetime) -> StockLevel:
    """Sets a variant's level; None stops counting. The same ``key`` sets once; a level that is already so is not written again."""
    level = _locked_level(shop, variant.id)
    before = level.quantity
    done = StockMovement.objects.filter(shop=shop, key=key).exists()
    if done or (before, level.sold_out) == (quantity, sold_out):
        return level
    level.quantity, level.sold_out = quantity, sold_out
    level.save(update_fields=["quantity", "sold_out"])
    _record(shop, variant.id, (quantity or 0) - (before or 0), 0, StockMovement.Reason.SET, key, now)
    return level


@transaction.atomic
def restock(*, shop: Shop, variant: Variant, shown: int | None, wanted: int | None, now: datetime) -> int | None:
    """Writes what someone who was shown ``shown`` pieces wants to be there, and returns what is there then (None: not counted)."""
    level = _locked_level(shop, variant.id)
    quantity = restocked(0 if level.sold_out else level.quantity, shown=shown, wanted=wanted)
    return set_stock(shop=shop, variant=variant, quantity=quantity, key=f"set-{new_id()}", now=now).quantity


@transaction.atomic
def take_sold(*, shop: Shop, variant_id: int, quantity: int, key: str, now: datetime) -> int:
    """Takes sold pieces and returns how many were missing. The same ``key`` takes once and answers the same again."""
    level = _locked_level(shop, variant_id)
    done = StockMovement.objects.filter(shop=shop, key=key).first()
    if done is not None:
        return done.short
    taken = take(level.quantity, quantity)
    level.quantity = taken.quantity
    level.save(update_fields=["quantity"])
    _record(shop, variant_id, -taken.taken, taken.short, StockMovement.Reason.SOLD, key, now)
    return taken.short


@transaction.atomic
def release_sold(*, shop: Shop, sold_key: str, now: datetime) -> None:
    """Puts back what a sale really took, when it is cancelled; a sale is released once, and one that took nothing not at all."""
    sold = StockMovement.objects.filter(shop=shop, key=sold_key, reason=StockMovement.Reason.SOLD).first()
    if sold is None:
        return
    level = _locked_level(shop, sold.variant_id)
    key = f"released-{sold_key}"[:120]
    if StockMovement.objects.filter(shop=shop, key=key).exists():
        return
    if level.quantity is not None:
        level.quantity -= sold.change
        level.save(update_fields=["quantity"])
    _record(shop, sold.variant_id, -sold.change, 0, StockMovement.Reason.RELEASED, key, now)


def _locked_level(shop: Shop, variant_id: int) -> StockLevel:
    StockLevel.objects.bulk_create([StockLevel(shop=shop, variant_id=variant_id)], ignore_conflicts=True)
    return StockLevel.objects.select_for_update().get(shop=shop, variant_id=variant_id)


def _record(shop: Shop, variant_id: int, change: int, short: int, reason: StockMovement.Reason, key: str, now: datetime) -> None:
    StockMovement.objects.create(shop=shop, variant_id=variant_id, change=change, short=short, reason=reason, key=key, at=now)


def copy_levels(*, source: Shop, target: Shop, variant_ids: Iterable[int], now: datetime) -> None:
    """Begins to count another shop's variants of the same ids at what the first one has of them."""
    with scope(source.id):
        counted = {variant_id: pieces for variant_id, pieces in left(source, variant_ids).items() if pieces is not None}
    with scope(target.id):
        begin(shop=target, quantities=counted, now=now)
