"""What the pages on which a seller makes a claim share: the order, and the refund that is shown before the press."""

from __future__ import annotations

from django.http import Http404

from minishop.kernel.won import Won
from minishop.mall.backoffice.claims.forms import PiecesForm
from minishop.mall.channel.endpoints import profile
from minishop.mall.claims.domain.refunds import Refund
from minishop.mall.claims.labels import REFUND_ROWS, Label
from minishop.mall.orders.models import Order
from minishop.mall.orders.queries import find_order
from minishop.mall.shops.hosts import ShopRequest


def order_of(request: ShopRequest, number: str) -> Order:
    """The shop's order of that number. Raises Http404."""
    found = find_order(request.shop, number)
    if found is None:
        raise Http404
    return found


def is_to_be_shown(request: ShopRequest, form: PiecesForm, *, with_parts: bool = True) -> bool:
    """Whether the refund is to be looked at first: somebody asks for it, or chose other pieces than it was shown for. ``with_parts``: less than
    the whole order may be chosen."""
    if "look" in request.POST:
        return True
    return with_parts and profile().proposes_refunds and request.POST.get("shown", "") != form.selection


def refund_rows(refund: Refund | None, order: Order) -> list[tuple[Label, str, Won]]:
    """The hub's rows in words, each with the product that it is about; none where the hub did not say."""
    names = {line.hub_number: line.product_name for line in order.lines.all()}
    return [(REFUND_ROWS[row.kind], names.get(row.line, ""), row.amount) for row in (refund.rows if refund else ())]
