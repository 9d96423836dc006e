"""입점 신청: the request is recorded and its sending enqueued in one transaction."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from minishop.chassis.jobs.registry import find_task
from minishop.mall.entries.adapters.pgs import open_pgs
from minishop.mall.entries.domain import OnlyATrial, party_among
from minishop.mall.shops.domain.opening import EntryKind
from minishop.mall.shops.models import Entry, Shop
from minishop.mall.shops.services.entries import request_entry


@transaction.atomic
def apply(*, shop: Shop, kind: EntryKind, party: str = "", now: datetime) -> Entry:
    """Applies for one entry; a worker hands the application in. ``party`` is the code of a PG, empty for the first there is.

    Raises NobodyToApplyTo, IllegalTransition while one is undecided or approved, or OnlyATrial.
    """
    if shop.demo_until is not None:
        raise OnlyATrial
    chosen = party_among(open_pgs(), party) if kind is EntryKind.PG else ""
    entry = request_entry(shop=shop, kind=kind, party=chosen, now=now)
    find_task("mall.entries.tasks.send_application").enqueue(now=now, key=f"{shop.id}-{kind}", shop_id=shop.id, kind=kind.value)
    return entry


@transaction.atomic
def send_products(*, shop: Shop, now: datetime) -> None:
    """지금 보내기: a worker asks the search to fetch the shop's feed; however often it is pressed meanwhile, once."""
    find_task("mall.entries.tasks.ask_for_crawl").enqueue(now=now, key=f"{shop.id}", shop_id=shop.id)


def application_of(shop: Shop, kind: EntryKind) -> dict[str, str]:
    """What the application says: the shop's facts, and for each party the addresses it needs."""
    front = f"{settings.MALL.scheme}://{shop.code}.{settings.SHOP_DOMAIN}{settings.MALL.port_suffix}"
    facts = {
        "shopCode": shop.code,
        "shopName": shop.name,
        "businessName": shop.business_name,
        "representative": shop.representative,
        "businessNumber": shop.business_number,
        "phone": shop.phone,
        "email": shop.email,
    }
    hub = {
        "shopUrl": f"{front}/",
        "productInfoUrl": f"{front}/checkout/product-info/",
        "hintUrl": f"{settings.MALL.url}/channel/hints/{shop.code}/",
        "holdUrl": f"{settings.MALL.url}/channel/holds/{shop.code}/",
    }
    search = {
        "shopUrl": f"{front}/",
        "epVersion": "3.0",
        "feedUrl": f"{front}/ep/full.tsv",
        "summaryUrl": f"{front}/ep/summary.tsv",
        "reportUrl": f"{settings.MALL.url}/channel/reports/{shop.code}/",
    }
    return {**facts, **{EntryKind.PG: {}, EntryKind.CHECKOUT: hub, EntryKind.SHOPPING: search}[kind]}


def idempotency_key(entry: Entry) -> str:
    """One key an application: a rejected one that is made again is a new application."""
    return f"{entry.shop_id}-{entry.kind}-{int(entry.requested_at.timestamp() * 1000)}"
