"""Reports from the search: signed words on how the crawl of a shop's feed went (protocol/minishop, section 6)."""

from __future__ import annotations

from django.http import HttpResponse

from minishop.mall.api.signed import Message, Sender, say, signed_message
from minishop.mall.feed.domain.report import MAX_BYTES, Unreadable, read_report
from minishop.mall.feed.models import SearchConnection
from minishop.mall.feed.services import take_report
from minishop.mall.shops.models import Shop


def search_of(shop: Shop) -> Sender | None:
    """The search, as a shop's reports come from it; None before the entry is approved, and for a search that knows no reports."""
    connection = SearchConnection.objects.filter(shop=shop).first()
    return Sender(connection.partner, connection.report_secret) if connection and connection.report_secret else None


@signed_message(search_of, max_bytes=MAX_BYTES)
def receive_report(message: Message) -> HttpResponse:
    """202 for a report that was taken, also for one that says nothing new; 400 for a body that is no report to this partner."""
    try:
        report = read_report(message.body)
    except Unreadable as unreadable:
        return say(400, f"not a report: {unreadable.facts['why']}")
    if report.partner_id != message.addressed_to:
        return say(400, "not a report to this partner")
    take_report(shop=message.shop, report=report)
    return say(202, "taken")
