"""``/v1/minishop/changes``: our own change feed with a cursor, which has no gap (protocol/minishop, section 2)."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse

from minishop.checkout.api.changed import limit
from minishop.checkout.api.cursors import cursor
from minishop.checkout.api.endpoint import merchant_api
from minishop.checkout.api.gateway import answer, trace_id
from minishop.checkout.api.messages import Answered, FeedChange, FeedData
from minishop.checkout.api.refusals import CURSOR_AHEAD, Refused
from minishop.checkout.api.words import PRODUCT_ORDER_STATUS
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.merchants.queries import feed_end
from minishop.checkout.orders.domain.states import LineState
from minishop.checkout.orders.models import Change
from minishop.checkout.orders.queries import changes_after
from minishop.kernel.clock import kst_iso


@merchant_api("GET")
def changes(request: HttpRequest, merchant: Merchant, at: datetime) -> HttpResponse:
    """The changes after a cursor, in the order of commits. A cursor beyond the feed's end is refused: this hub has lost changes."""
    after = cursor(request.GET.get("after", ""), subject="changes", name="after")
    most = limit(request.GET.get("limit", ""), "changes", "limit")
    found = changes_after(merchant, after, most + 1)
    if after and not found and after > (end := feed_end(merchant)):
        raise Refused(CURSOR_AHEAD, last_cursor=str(end))
    shown = found[:most]
    data = FeedData(
        changes=[_change(row) for row in shown],
        next_cursor=str(shown[-1].sequence if shown else after),
        has_more=len(found) > most,
    )
    return answer(Answered(timestamp=kst_iso(at), trace_id=trace_id(request), data=data))


def _change(row: Change) -> FeedChange:
    return FeedChange(
        cursor=str(row.sequence),
        order_id=row.order_number,
        product_order_id=row.line_number,
        last_changed_type=row.kind,
        last_changed_date=kst_iso(row.at),
        product_order_status=PRODUCT_ORDER_STATUS[LineState(row.line_state)],
    )
