"""Later work with the search."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from minishop.chassis.jobs.domain.lines import Line
from minishop.chassis.jobs.registry import Later, task
from minishop.chassis.tenancy import scope
from minishop.mall.feed import adapters
from minishop.mall.feed.models import SearchConnection
from minishop.mall.feed.services import note_nothing_held
from minishop.mall.shops.domain.opening import EntryKind
from minishop.mall.shops.models import Entry

_NOT_HELD = 409


@task(line=Line.FEEDS)
def tell_agreement(shop_id: int, now: datetime) -> None:
    """Tells the search that the seller agrees to the loss that it holds; nothing where a newer report holds none, or another."""
    with scope(shop_id):
        connection = SearchConnection.objects.filter(shop_id=shop_id, agreed_run=F("held_run")).first()
        entry = Entry.objects.filter(shop_id=shop_id, kind=EntryKind.SHOPPING).first()
        if connection is None or connection.held_run is None or entry is None:
            return
        answer = adapters.tell_agreement(entry.external_id, connection.held_run)
        if answer.status == _NOT_HELD:
            note_nothing_held(shop_id=shop_id, run=connection.held_run)
        elif not answer.ok:
            raise Later(answer.reason, asked=answer.retry_after)
