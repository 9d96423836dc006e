"""보관 기간: what grows with time and goes when it is old enough. Each capability declares in its tasks what it keeps, and for how long.

What is declared is listed in docs/operations.md, and held to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Q

from minishop.chassis.jobs.stopping import in_turns
from minishop.chassis.tenancy import TenantModel, across_tenants, tenant_column

BATCH = 500


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that go with those they belong to: ``column`` holds the id of their whole, of the same tenant."""

    model: type[models.Model]
    column: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows that go once their ``moment`` lies ``span`` back. ``index`` is the one that finds them by it, among those that ``only`` says."""

    model: type[models.Model]
    moment: str
    span: timedelta
    index: str
    only: Q = field(default_factory=Q)
    parts: Sequence[Part] = ()

    @property
    def key(self) -> list[str]:
        """The columns of the primary key."""
        return [tenant_column(self.model), "id"] if issubclass(self.model, TenantModel) else [str(self.model._meta.pk.column)]

    def over(self, now: datetime) -> models.QuerySet[Any]:
        """What is over, the oldest first."""
        rows = self.model._default_manager.filter(self.only, **{f"{self.moment}__lt": now - self.span})
        return rows.order_by(self.moment)


_declared: list[Kept] = []


def keep(kept: Kept) -> Kept:
    """Declares what is kept for how long."""
    _declared.append(kept)
    return kept


def declared() -> Sequence[Kept]:
    """Everything that was declared by the service's tasks."""
    return tuple(_declared)


def remove_old(kept: Kept, *, now: datetime) -> None:
    """Deletes what is over, a batch a transaction. Raises GoOn when the turn is over before that."""
    in_turns(lambda: _remove_batch(kept, now) == BATCH)


@transaction.atomic
def _remove_batch(kept: Kept, now: datetime) -> int:
    with across_tenants("what is old goes, whoever's it is"):
        over = kept.over(now).select_for_update(skip_locked=True)
        keys = [key for (*key,) in over.values_list(*kept.key)[:BATCH]]
    if keys:
        for part in kept.parts:
            delete_by_keys(part.model, [kept.key[0], part.column], keys)
        delete_by_keys(kept.model, kept.key, keys)
    return len(keys)


def delete_by_keys(model: type[models.Model], columns: Sequence[str], keys: Sequence[Sequence[Any]]) -> None:
    """Deletes by a list of keys, in one statement that both engines answer by an index of those columns."""
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    row = f"({', '.join(['%s'] * len(columns))})"
    table = connection.ops.quote_name(model._meta.db_table)
    statement = f"DELETE FROM {table} WHERE ({quoted}) IN (VALUES {', '.join([row] * len(keys))})"  # noqa: S608  # names of our own
    with across_tenants("what is old goes, whoever's it is"), connection.cursor() as cursor:
        cursor.execute(statement, [value for key in keys for value in key])
