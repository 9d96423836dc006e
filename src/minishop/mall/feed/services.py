"""지식쇼핑의 말을 받고, 답한다: the search's reports are kept, and a seller's word about a held loss goes back to it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from minishop.chassis.jobs.registry import find_task
from minishop.mall.catalog.queries import products_of_feed_ids
from minishop.mall.feed.domain.report import Report
from minishop.mall.feed.models import RefusedProduct, SearchConnection
from minishop.mall.shops.models import Shop

_TELL = "mall.feed.tasks.tell_agreement"


@transaction.atomic
def connect(*, shop: Shop, partner: str, report_secret: str) -> None:
    """Keeps what the search's approval brought; an empty secret is a search that knows no reports. Another partner has other crawls."""
    if SearchConnection.objects.filter(shop=shop).exclude(partner=partner).delete()[0]:
        RefusedProduct.objects.filter(shop=shop).delete()
    SearchConnection.objects.update_or_create(shop=shop, defaults={"partner": partner, "report_secret": report_secret})


@transaction.atomic
def take_report(*, shop: Shop, report: Report) -> bool:
    """Keeps a report in place of the last one, and says whether it was newer: one that comes again, or late, changes nothing."""
    connection = SearchConnection.objects.select_for_update().get(shop=shop)
    if report.number <= connection.run:
        return False
    connection.run, connection.crawled_at = report.number, report.crawled_at
    connection.outcome, connection.fault, connection.reason = report.outcome.value, report.fault, report.reason
    connection.is_listed, connection.products, connection.refused_count = report.listed, report.products, report.refused_count
    held = report.held
    connection.held_run = int(held.run) if held else None
    connection.held_standing, connection.held_coming = (held.standing, held.coming) if held else (0, 0)
    connection.save()
    _keep_refused(shop, report)
    return True


@transaction.atomic
def agree_to_loss(*, shop: Shop, run: int, now: datetime) -> bool:
    """삭제 동의: the shop really has as few products as the held file of crawl ``run``; the search is told. False where that is not what is
    held."""
    connection = SearchConnection.objects.select_for_update().filter(shop=shop, held_run=run).first()
    if connection is None:
        return False
    connection.agreed_run = run
    connection.save(update_fields=["agreed_run"])
    find_task(_TELL).enqueue(now=now, key=str(shop.id), shop_id=shop.id)
    return True


def note_nothing_held(*, shop_id: int, run: int) -> None:
    """The search says that crawl ``run`` is not what it holds: there is nothing to ask any more."""
    SearchConnection.objects.filter(shop_id=shop_id, held_run=run).update(held_run=None, agreed_run=None)


def _keep_refused(shop: Shop, report: Report) -> None:
    RefusedProduct.objects.filter(shop=shop).delete()
    products = products_of_feed_ids(shop, {one.product_id for one in report.refused})
    rows = [
        RefusedProduct(
            shop=shop, product_id=products[one.product_id].id if one.product_id in products else None, listed_as=one.product_id,
            fault=one.fault, column=one.column, value=one.value, position=position,
        )
        for position, one in enumerate(report.refused)
    ]  # fmt: skip
    RefusedProduct.objects.bulk_create(rows)
