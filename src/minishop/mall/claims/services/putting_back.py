"""반품 입고: pieces that came back are fit for sale because a person says so, once a line of a claim (buying 1.2)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from minishop.mall.catalog.models import Variant
from minishop.mall.claims.domain.answering import may_be_put_back
from minishop.mall.claims.errors import CannotPutBack
from minishop.mall.claims.models import LineClaim
from minishop.mall.claims.queries import with_return
from minishop.mall.claims.services.cancelling import locked
from minishop.mall.orders.domain.claims import ClaimKind, ClaimState
from minishop.mall.orders.domain.states import LineState
from minishop.mall.orders.models import Order
from minishop.mall.orders.services.transition import steps
from minishop.mall.shops.models import Shop
from minishop.mall.stock.domain.levels import Kind
from minishop.mall.stock.services.sales import Moved, move_lines


@transaction.atomic
def put_back(*, shop: Shop, claim: LineClaim, pieces: int, actor: str, now: datetime) -> None:
    """재고로 되돌리기: so many of a claim's pieces on one line can be sold again. Raises CannotPutBack."""
    order = Order.objects.get(shop=shop, id=claim.order_id)
    line = next(line for line in locked(shop, order) if line.id == claim.line_id)
    claim = with_return(LineClaim.objects.filter(shop=shop)).get(id=claim.id)
    came_back = LineState(line.state) is LineState.RETURNED and not claim.has_return
    if not may_be_put_back(ClaimKind(claim.kind), ClaimState(claim.state), line_came_back=came_back):
        raise CannotPutBack(problem="not_back")
    if claim.put_back is not None:
        raise CannotPutBack(problem="before")
    if not 0 < pieces <= claim.quantity:
        raise CannotPutBack(problem="too_many")
    if line.variant_id is None or not Variant.objects.filter(shop=shop, id=line.variant_id).exists():
        raise CannotPutBack(problem="gone")
    claim.put_back = pieces
    claim.save(update_fields=["put_back"])
    moved = Moved(Kind.RETURNED, line.hub_number, line.variant_id, pieces, str(claim.id), order.hub_number)
    move_lines(shop=shop, moved=[moved], who=actor, now=now)
    with steps(now) as taken:
        taken.note(line, "put_back", actor=actor, evidence={"pieces": str(pieces)})
