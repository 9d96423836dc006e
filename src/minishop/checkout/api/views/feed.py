"""``/v1/minishop/changes``: our own change feed with a cursor, which has no gap (protocol/minishop, section 2)."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse

from minishop.checkout.api.changed import limit, of_claim
from minishop.checkout.api.cursors import cursor, cursor_text
from minishop.checkout.api.endpoint import merchant_api
from minishop.checkout.api.gateway import answer, trace_id
from minishop.checkout.api.messages import Answered, FeedChange, FeedData
from minishop.checkout.api.refusals import CURSOR_AHEAD, Refused
from minishop.checkout.api.words import PRODUCT_ORDER_STATUS
from minishop.checkout.merchants.domain.comparing import Place, is_ahead, is_another
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.merchants.queries import feed_end
from minishop.checkout.orders.domain.states import LineState
from minishop.checkout.orders.models import Change
from minishop.checkout.orders.queries import changes_from
from minishop.kernel.clock import kst_iso


@merchant_api("GET")
def changes(request: HttpRequest, merchant: Merchant, at: datetime) -> HttpResponse:
    """The changes after a cursor, in the order of commits. Refused is a cursor beyond the feed's end, and one that has read another change
    than stands there: this hub has lost changes."""
    after = cursor(request.GET.get("after", ""), subject="changes", name="after")
    most = limit(request.GET.get("limit", ""), "changes", "limit")
    standing, found = _around(merchant, after, most + 1)
    if is_another(after, standing.change) or (not found and is_ahead(after, feed_end(merchant))):
        raise Refused(CURSOR_AHEAD, last_cursor=cursor_text(feed_end(merchant)))
    shown = found[:most]
    data = FeedData(
        changes=[_change(row) for row in shown],
        next_cursor=cursor_text(_place(shown[-1]) if shown else standing),
        has_more=len(found) > most,
    )
    return answer(Answered(timestamp=kst_iso(at), trace_id=trace_id(request), data=data))


def _around(merchant: Merchant, after: Place, most: int) -> tuple[Place, list[Change]]:
    """The place asked for, as this feed knows it, and at most so many changes after it."""
    rows = changes_from(merchant, after.number, most + 1)
    if rows and rows[0].sequence == after.number:
        return _place(rows[0]), rows[1:]
    return after, rows[:most]


def _place(row: Change) -> Place:
    return Place(row.sequence, row.id)


def _change(row: Change) -> FeedChange:
    return FeedChange(
        cursor=cursor_text(_place(row)),
        order_id=row.order_number,
        product_order_id=row.line_number,
        last_changed_type=row.kind,
        last_changed_date=kst_iso(row.at),
        product_order_status=PRODUCT_ORDER_STATUS[LineState(row.line_state)],
        **of_claim(row),
    )
