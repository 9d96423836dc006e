"""The one writer of an entry's state."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from minishop.mall.shops.domain.entries import MACHINE, EntryEvent
from minishop.mall.shops.domain.opening import EntryKind, EntryState
from minishop.mall.shops.models import Entry, Shop


@transaction.atomic
def request_entry(*, shop: Shop, kind: EntryKind, external_id: str = "", party: str = "", now: datetime) -> Entry:
    """Records that an application was made, with whom where there is a choice; a rejected one becomes a new request (R70).

    Raises IllegalTransition while one is undecided or approved.
    """
    Shop.objects.select_for_update().get(pk=shop.pk)  # a first application has no row of its own to lock
    entry = Entry.objects.filter(shop=shop, kind=kind).first()
    state = MACHINE.next_state(EntryState(entry.state) if entry else None, EntryEvent.REQUEST)
    entry = entry or Entry(shop=shop, kind=kind)
    entry.state, entry.external_id, entry.reason, entry.party = state.value, external_id, "", party
    entry.requested_at, entry.decided_at = now, None
    entry.handed_in_at = entry.look_at = None
    entry.save()
    return entry


@transaction.atomic
def decide_entry(*, shop: Shop, kind: EntryKind, event: EntryEvent, reason: str = "", now: datetime) -> Entry:
    """Records the other party's decision; deciding the same again changes nothing.

    Raises Entry.DoesNotExist for an application never made, IllegalTransition for a decision that is not open.
    """
    entry = Entry.objects.select_for_update().get(shop=shop, kind=kind)
    if entry.state in MACHINE.leads_to(event):
        return entry
    entry.state = MACHINE.next_state(EntryState(entry.state), event).value
    entry.reason, entry.decided_at = reason[:300], now
    entry.save(update_fields=["state", "reason", "decided_at"])
    return entry


def name_entry(*, shop: Shop, kind: EntryKind, external_id: str, now: datetime) -> None:
    """Keeps the other party's own number of an application, once it has answered with one: so it is handed in."""
    named = Entry.objects.filter(shop=shop, kind=kind).exclude(external_id=external_id)
    named.update(external_id=external_id, handed_in_at=now)


def put_look(*, shop_id: int, kind: EntryKind, at: datetime) -> None:
    """Says when an undecided application is looked at next."""
    Entry.objects.filter(shop_id=shop_id, kind=kind, state=EntryState.REQUESTED).update(look_at=at)
