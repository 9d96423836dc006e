"""Later work of applications."""

from __future__ import annotations

from datetime import datetime, timedelta

from minishop.chassis.jobs.domain.lines import Line
from minishop.chassis.jobs.registry import Later, task
from minishop.chassis.jobs.stopping import in_turns
from minishop.chassis.tenancy import scope
from minishop.mall.entries.adapters import applications
from minishop.mall.entries.adapters.applications import Refused, Unanswered
from minishop.mall.entries.models import PgContract
from minishop.mall.entries.services.applying import application_of, idempotency_key
from minishop.mall.entries.services.deciding import note_handed_over, refuse_application, take_decision
from minishop.mall.entries.services.looking import look_again, look_for_lost
from minishop.mall.shops.domain.opening import EntryKind, EntryState
from minishop.mall.shops.models import Entry, Shop

PATIENT = 500
_SOON, _MINUTE = timedelta(seconds=2), timedelta(minutes=1)


@task(line=Line.TRACKING, max_attempts=PATIENT, first=_SOON, cap=_MINUTE)
def send_application(shop_id: int, kind: str, now: datetime) -> None:
    """Hands in the shop's open application of a kind."""
    shop = Shop.objects.get(pk=shop_id)
    with scope(shop_id):
        entry = Entry.objects.filter(shop=shop, kind=kind, state=EntryState.REQUESTED).first()
        if entry is None:
            return
        try:
            application, key = application_of(shop, EntryKind(kind)), idempotency_key(entry)
            decision = applications.send(EntryKind(kind), application, party=entry.party, idempotency_key=key)
        except Unanswered as reason:
            raise Later(str(reason)) from None
        except Refused as reason:
            refuse_application(shop=shop, kind=EntryKind(kind), reason=str(reason), now=now)
        else:
            take_decision(shop=shop, kind=EntryKind(kind), decision=decision, now=now)


@task(every=timedelta(hours=1))
def look_after_applications(now: datetime) -> None:
    """Finds undecided applications that nobody looks at any more, a batch a transaction."""
    in_turns(lambda: look_for_lost(now=now))


@task(line=Line.TRACKING)
def look_at_application(shop_id: int, kind: str, now: datetime) -> None:
    """Asks where one application stands, and again later until it is decided."""
    shop = Shop.objects.get(pk=shop_id)
    with scope(shop_id):
        entry = Entry.objects.filter(shop=shop, kind=kind, state=EntryState.REQUESTED).exclude(external_id="").first()
        if entry is None:
            return
        try:
            decision = applications.look(EntryKind(kind), entry.external_id, party=entry.party)
        except (Unanswered, Refused):
            look_again(shop_id=shop_id, kind=EntryKind(kind), now=now)
        else:
            take_decision(shop=shop, kind=EntryKind(kind), decision=decision, now=now)


@task(line=Line.TRACKING, max_attempts=5, first=_SOON, cap=_MINUTE)
def ask_for_crawl(shop_id: int, now: datetime) -> None:
    """Asks the search to fetch the shop's feed, which it does at once or a pause after the last time."""
    with scope(shop_id):
        entry = Entry.objects.filter(shop_id=shop_id, kind=EntryKind.SHOPPING, state=EntryState.APPROVED).first()
        if entry is None:
            return
        try:
            applications.ask_to_crawl(entry.external_id)
        except (Unanswered, Refused) as reason:
            raise Later(str(reason)) from None


@task(line=Line.MONEY, max_attempts=PATIENT, first=_SOON, cap=_MINUTE)
def hand_over_pg_contract(shop_id: int, now: datetime) -> None:
    """Tells the hub the shop's PG contract, once both sides are known."""
    with scope(shop_id):
        contract = PgContract.objects.filter(shop_id=shop_id, handed_over_at__isnull=True).first()
        known = Entry.objects.filter(shop_id=shop_id, kind=EntryKind.CHECKOUT).exclude(external_id="")
        hub = known.exclude(state=EntryState.REJECTED).first()
        if contract is None or hub is None:
            return
        try:
            applications.hand_over_pg(hub.external_id, contract)
        except (Unanswered, Refused) as reason:
            raise Later(str(reason)) from None
        note_handed_over(shop_id=shop_id, application_id=hub.external_id, now=now)
