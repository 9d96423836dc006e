"""입점 신청: its table of states, and the one service that writes them (R3, R70)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.mall.worlds import NOW

from minishop.kernel.machine import IllegalTransition
from minishop.mall.shops.domain.entries import EntryEvent, may_request
from minishop.mall.shops.domain.opening import EntryKind, EntryState
from minishop.mall.shops.models import Entry, Shop
from minishop.mall.shops.queries import entries_of
from minishop.mall.shops.services.entries import decide_entry, request_entry

LATER = NOW + timedelta(hours=1)
STATES: list[EntryState | None] = [None, *EntryState]


def test_who_may_apply() -> None:
    assert [state for state in STATES if may_request(state)] == [None, EntryState.REJECTED]


def test_an_application_is_requested_rejected_requested_again_and_approved(shop: Shop) -> None:
    request_entry(shop=shop, kind=EntryKind.PG, external_id="a", now=NOW)
    decide_entry(shop=shop, kind=EntryKind.PG, event=EntryEvent.REJECT, reason="서류 부족", now=NOW)
    again = request_entry(shop=shop, kind=EntryKind.PG, external_id="b", now=LATER)
    assert (again.state, again.reason, again.external_id, again.requested_at, again.decided_at) == (
        "requested",
        "",
        "b",
        LATER,
        None,
    )
    decide_entry(shop=shop, kind=EntryKind.PG, event=EntryEvent.APPROVE, now=LATER)
    assert entries_of(shop)[EntryKind.PG].decided_at == LATER
    assert Entry.objects.count() == 1


def test_the_same_decision_again_changes_nothing(shop: Shop) -> None:
    request_entry(shop=shop, kind=EntryKind.PG, external_id="a", now=NOW)
    for at in (NOW, LATER):
        decide_entry(shop=shop, kind=EntryKind.PG, event=EntryEvent.APPROVE, now=at)
    assert entries_of(shop)[EntryKind.PG].decided_at == NOW


@pytest.mark.parametrize("event", [EntryEvent.REJECT, EntryEvent.REQUEST])
def test_an_approved_entry_cannot_be_undone_or_applied_for_again(shop: Shop, event: EntryEvent) -> None:
    request_entry(shop=shop, kind=EntryKind.PG, external_id="a", now=NOW)
    decide_entry(shop=shop, kind=EntryKind.PG, event=EntryEvent.APPROVE, now=NOW)
    before = Entry.objects.values().get()
    with pytest.raises(IllegalTransition):
        if event is EntryEvent.REQUEST:
            request_entry(shop=shop, kind=EntryKind.PG, external_id="b", now=LATER)
        else:
            decide_entry(shop=shop, kind=EntryKind.PG, event=event, reason="x", now=LATER)
    assert Entry.objects.values().get() == before


def test_what_was_never_applied_for_cannot_be_decided(shop: Shop) -> None:
    with pytest.raises(Entry.DoesNotExist):
        decide_entry(shop=shop, kind=EntryKind.PG, event=EntryEvent.APPROVE, now=NOW)
    assert entries_of(shop) == {}
