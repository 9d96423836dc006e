"""The one writer of stock levels but for what is held: every change is a movement with a key, and a key moves stock once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from minishop.chassis import sets
from minishop.mall.shops.models import Shop
from minishop.mall.stock.domain.levels import OF_HOLDS, Kind, Level, Step, after
from minishop.mall.stock.models import StockLevel, StockMovement

Rule = Callable[[Level], Step]
RuleOfPieces = Callable[[Level, int], Step]


def of_pieces(rule: RuleOfPieces, pieces: int) -> Rule:
    """A rule for so many pieces."""
    return lambda level: rule(level, pieces)


@dataclass(frozen=True, slots=True)
class Entry:
    """A movement that is wanted: what ``rule`` makes of the level as it then is. ``order_no``: the order that caused it, if one did."""

    variant_id: int
    rule: Rule
    key: str
    order_no: str = ""


def book(*, shop: Shop, entries: Sequence[Entry], also: Collection[int] = (), who: str, now: datetime) -> list[Step]:
    """Books entries in their order, in the open transaction, and returns what each did; one whose key was booked before does nothing,
    and answers as it did then.

    Levels are locked in rising order of their variants and written once each, so that no two of these ever wait for each other; those of
    ``also`` with them, where the transaction books of these too.
    """
    levels = _locked(shop, {*also, *(entry.variant_id for entry in entries)})
    known = _booked(shop, [entry.key for entry in entries])
    numbers = {variant_id: row.level for variant_id, row in levels.items()}
    new: dict[str, tuple[Entry, Step]] = {}
    for entry in entries:
        if entry.key not in known:
            step = entry.rule(numbers[entry.variant_id])
            numbers[entry.variant_id] = after(numbers[entry.variant_id], step)
            known[entry.key], new[entry.key] = step, (entry, step)
    write_movements(shop, new.values(), who=who, now=now)
    _write(levels, numbers, {entry.variant_id for entry, step in new.values() if step.kind not in OF_HOLDS})
    return [known[entry.key] for entry in entries]


def write_movements(shop: Shop, moved: Iterable[tuple[Entry, Step]], *, who: str, now: datetime) -> None:
    """Writes down what moved, in the open transaction."""
    rows = [
        StockMovement(
            shop=shop, variant_id=entry.variant_id, kind=step.kind.value, dq=step.dq, dh=step.dh, du=step.du, short=step.short,
            key=entry.key, order_no=entry.order_no, who=who[:80], at=now,
        )
        for entry, step in moved
    ]  # fmt: skip
    sets.insert(rows)


def ensure_levels(shop: Shop, variant_ids: Collection[int]) -> None:
    """Sees that each variant has a level, an uncounted one where nobody has counted it yet."""
    there = StockLevel.objects.filter(shop=shop, variant_id__in=variant_ids).values_list("variant_id", flat=True)
    missing = sorted(set(variant_ids).difference(there))
    StockLevel.objects.bulk_create([StockLevel(shop=shop, variant_id=one) for one in missing], ignore_conflicts=True)


def _locked(shop: Shop, variant_ids: Collection[int]) -> dict[int, StockLevel]:
    ensure_levels(shop, variant_ids)
    rows = StockLevel.objects.select_for_update().filter(shop=shop, variant_id__in=variant_ids)
    return {row.variant_id: row for row in rows.order_by("variant_id")}


def _booked(shop: Shop, keys: Sequence[str]) -> dict[str, Step]:
    rows = StockMovement.objects.filter(shop=shop, key__in=keys)
    return {row.key: Step(Kind(row.kind), row.dq, row.dh, row.du, row.short) for row in rows}


def _write(levels: dict[int, StockLevel], numbers: dict[int, Level], newer: Collection[int]) -> None:
    changed = []
    for variant_id, row in levels.items():
        level = numbers[variant_id]
        if level != row.level or variant_id in newer:
            row.quantity, row.held, row.unshipped = level.quantity, level.held, level.unshipped
            row.version += variant_id in newer
            changed.append(row)
    sets.update(changed, ("quantity", "held", "unshipped", "version"))
