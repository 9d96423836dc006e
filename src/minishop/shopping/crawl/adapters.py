"""What goes to a shop's own addresses, and to its host's."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from minishop.chassis.addresses import stands_at
from minishop.chassis.http import Request
from minishop.chassis.webhooks import signed_headers
from minishop.shopping.crawl.domain.report import Report, write_report
from minishop.shopping.partners.models import Partner

MOST_BYTES = 64_000_000
TIMEOUT, SILENCE, SLOWEST = 120.0, 20.0, 10_000
_AT_ONCE, _MOST_ANSWERED = 2, 10_000


def feed_request(url: str) -> Request:
    """The file at a feed's address: 64 MB and 120 s at most, no silence of 20 s, and 10 KB a second after the first ten seconds."""
    headers = {"Accept": "text/plain, text/html;q=0.9"}
    return Request("GET", url, None, headers, timeout=TIMEOUT, silence=SILENCE, max_bytes=MOST_BYTES, slowest=SLOWEST)


def report_request(partner: Partner, report: Report, *, now: datetime) -> Request:
    """A report to the address that the partner's host gave, signed for ``now``; the same report carries the same identity on every try
    (protocol/minishop, section 6). Two at once go to a stranger's host; our own mall is none."""
    body = write_report(report)
    message_id = f"report_{report.run}"
    headers = signed_headers(partner.report_secret, message_id=message_id, timestamp=int(now.timestamp()), body=body)
    at_once = None if stands_at(partner.report_url, settings.OWN_HOSTS) else _AT_ONCE
    return Request("POST", partner.report_url, body, headers, max_bytes=_MOST_ANSWERED, at_once=at_once)
