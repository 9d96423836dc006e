"""Looking at applications until they are decided: each has its own next look, the sooner the younger it is."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from minishop.chassis.jobs.registry import find_task
from minishop.chassis.tenancy import across_tenants, scope
from minishop.mall.entries.domain import pause_after
from minishop.mall.shops.domain.opening import EntryKind, EntryState
from minishop.mall.shops.models import Entry
from minishop.mall.shops.services.entries import put_look

_LOST_AFTER, _BATCH = timedelta(minutes=20), 500


@transaction.atomic
def look_again(*, shop_id: int, kind: EntryKind, now: datetime) -> None:
    """Has an application that is handed in and undecided looked at after a pause that grows with its age; others are left alone."""
    standing = Entry.objects.select_for_update().filter(shop_id=shop_id, kind=kind, state=EntryState.REQUESTED)
    entry = standing.exclude(external_id="").first()
    if entry is not None:
        _look(entry, now + pause_after(now - (entry.handed_in_at or entry.requested_at)), now)


@transaction.atomic
def look_for_lost(*, now: datetime) -> bool:
    """Has undecided applications looked at whose look is long overdue: its job was lost or given up. Whether there may be more of them:
    a batch (index ``shops_entries_to_look_at``) was full."""
    with across_tenants("undecided applications of every shop"):
        lost = Entry.objects.filter(state=EntryState.REQUESTED, look_at__lt=now - _LOST_AFTER).order_by("look_at")
        found = list(lost.select_for_update(skip_locked=True)[:_BATCH])
    for entry in sorted(found, key=lambda entry: (entry.shop_id, entry.kind)):
        with scope(entry.shop_id):
            _look(entry, now, now)
    return len(found) == _BATCH


def _look(entry: Entry, at: datetime, now: datetime) -> None:
    kind = EntryKind(entry.kind)
    put_look(shop_id=entry.shop_id, kind=kind, at=at)
    look = find_task("mall.entries.tasks.look_at_application")
    look.enqueue(now=now, run_at=at, key=f"{entry.shop_id}-{kind}", shop_id=entry.shop_id, kind=kind.value)
