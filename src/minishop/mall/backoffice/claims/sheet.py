"""취소 and 교환·반품 lists as the rows of a sheet: an order's own amounts stand once, in its first row (R142, R144)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from minishop.chassis.tenancy import scope
from minishop.chassis.ui.steps import step
from minishop.kernel.clock import kst_day
from minishop.mall.backoffice.claims.rows import OrderRows, order_rows
from minishop.mall.claims.models import LineClaim
from minishop.mall.claims.queries import claims_on, orders_of
from minishop.mall.shops.models import Shop

Cell = str | int


def claim_sheet(shop: Shop, find: Callable[[], QuerySet[LineClaim]]) -> Iterator[list[Cell]]:
    """The head and a row a line of the claims that are found, orders as the list has them. It enters the shop's scope itself, since it is read while
    it is written."""
    yield [
        _("체크아웃 주문번호"), _("주문번호"), _("주문일자"), _("구분"), _("사유"), _("상태"), _("상품명"), _("옵션"), _("상품 가격"), _("수량"),
        _("배송비"), _("총 주문금액"), _("체크아웃 할인"), _("결제금액"),
    ]  # fmt: skip
    after = ""
    while True:
        with scope(shop.id):
            found = find()
            page = step(orders_of(shop, found), {"after": after})
            read = order_rows(page.rows, claims_on(found, [order.id for order in page.rows]))
            cells = [row for one in read for row in _of_order(one)]
        yield from cells
        if not page.after:
            return
        after = str(page.after)


def _of_order(one: OrderRows) -> Iterator[list[Cell]]:
    order = one.order
    amounts: list[Cell] = [int(order.shipping_fee), int(one.total), int(order.discount), int(order.paid_total)]
    for place, row in enumerate(one.rows):
        yield [
            order.hub_number, order.number, kst_day(order.ordered_at).isoformat(), str(row.kind),
            " ".join(filter(None, (str(row.reason), row.claim.words))), row.state, row.line.product_name, row.line.option_text,
            int(row.line.unit_price), row.claim.quantity, *(amounts if place == 0 else ()),
        ]  # fmt: skip
