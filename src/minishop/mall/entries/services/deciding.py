"""What a decision of another party means for the shop."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from minishop.chassis.jobs.registry import find_task
from minishop.mall.channel.services.connection import connect
from minishop.mall.channel.services.opening import expect_opening
from minishop.mall.entries.domain import Decision
from minishop.mall.entries.models import PgContract
from minishop.mall.entries.services.looking import look_again
from minishop.mall.feed.services import connect as connect_search
from minishop.mall.notices.services import note_decision
from minishop.mall.shops.domain.entries import EntryEvent
from minishop.mall.shops.domain.opening import EntryKind, EntryState
from minishop.mall.shops.models import Entry, Shop
from minishop.mall.shops.queries import opening_of
from minishop.mall.shops.services.entries import decide_entry, name_entry

_TERMS = ("means", "partial_cancel")


@transaction.atomic
def take_decision(*, shop: Shop, kind: EntryKind, decision: Decision, now: datetime) -> None:
    """Records where an application stands; an approval also brings its keys home, and what is undecided is looked at again later.

    Taking the same decision again changes nothing.
    """
    name_entry(shop=shop, kind=kind, external_id=decision.application_id, now=now)
    match decision.state:
        case EntryState.APPROVED:
            _bring_home(shop, kind, decision, now)
            _decide(shop, kind, EntryEvent.APPROVE, "", now)
            expect_opening(shop=shop, now=now)
        case EntryState.REJECTED:
            _decide(shop, kind, EntryEvent.REJECT, decision.reason, now)
            if kind is EntryKind.CHECKOUT:  # the contract went to this application; the next one must be told again
                PgContract.objects.filter(shop=shop).update(handed_over_at=None)
        case EntryState.REQUESTED:
            look_again(shop_id=shop.id, kind=kind, now=now)
    if kind is not EntryKind.SHOPPING:
        _hand_over_when_both_known(shop, now)


@transaction.atomic
def note_handed_over(*, shop_id: int, application_id: str, now: datetime) -> None:
    """The hub has the PG contract of an application; one that was rejected meanwhile does not count."""
    Entry.objects.select_for_update().filter(shop_id=shop_id, kind=EntryKind.CHECKOUT).first()
    standing = Entry.objects.filter(shop_id=shop_id, kind=EntryKind.CHECKOUT, external_id=application_id)
    if standing.exclude(state=EntryState.REJECTED).exists():
        PgContract.objects.filter(shop_id=shop_id).update(handed_over_at=now)


@transaction.atomic
def refuse_application(*, shop: Shop, kind: EntryKind, reason: str, now: datetime) -> None:
    """The other party would not even take the application: it stands as rejected with the reason, to be mended and made again."""
    _decide(shop, kind, EntryEvent.REJECT, reason, now)


def _decide(shop: Shop, kind: EntryKind, event: EntryEvent, reason: str, now: datetime) -> None:
    """Records the decision and, where it is news, has the seller told."""
    before = Entry.objects.select_for_update().get(shop=shop, kind=kind).state
    entry = decide_entry(shop=shop, kind=kind, event=event, reason=reason, now=now)
    if entry.state != before:
        opens_on = opening_of(shop, now).opens_on
        note_decision(shop=shop, kind=kind, approved=entry.state == EntryState.APPROVED, reason=reason, opens_on=opens_on, now=now)


def _bring_home(shop: Shop, kind: EntryKind, decision: Decision, now: datetime) -> None:
    keys = decision.keys
    match kind:
        case EntryKind.PG:
            party = Entry.objects.get(shop=shop, kind=kind).party
            contract = {"provider": party, "mid": keys["mid"], "secret_key": keys["secret_key"], "approved_at": now}
            terms = {name: [means for means in keys[name].split(",") if means] for name in _TERMS if name in keys}
            PgContract.objects.get_or_create(shop=shop, defaults={**contract, "terms": terms})
        case EntryKind.CHECKOUT:
            connect(shop=shop, keys=keys)
        case EntryKind.SHOPPING:
            connect_search(shop=shop, partner=keys["partner_id"], report_secret=keys.get("report_secret", ""))


def _hand_over_when_both_known(shop: Shop, now: datetime) -> None:
    waiting = PgContract.objects.filter(shop=shop, handed_over_at__isnull=True).exists()
    hub = Entry.objects.filter(shop=shop, kind=EntryKind.CHECKOUT).exclude(state=EntryState.REJECTED).exclude(external_id="")
    if waiting and hub.exists():
        find_task("mall.entries.tasks.hand_over_pg_contract").enqueue(now=now, key=str(shop.id), shop_id=shop.id)
