"""몫: writes what an order's shipping parts and lines consist of, at placing and whenever the discounts of an unpaid order change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from minishop.checkout.orders.domain.contract import contract_of
from minishop.checkout.orders.domain.shares import Discount, lay_out
from minishop.checkout.orders.domain.tariff import Tariff
from minishop.checkout.orders.models import Order, OrderLine, OrderPart
from minishop.checkout.orders.queries import goods_of
from minishop.kernel.won import Won


def write_parts(*, order: Order, lines: Sequence[OrderLine], discounts: Iterable[Discount] = (), points: Won = Won(0)) -> None:
    """Puts an unpaid order's parts in the place of those it had, in the open transaction and in the merchant's scope.

    ``lines``: all of the order, by position. ``discounts`` name items by their place in ``Tariff.items``.
    Raises ValueError where they take more than there is.
    """
    items = Tariff(contract_of(order.contract), goods_of(lines)).items()
    shares = lay_out([item.amount for item in items], discounts, points)
    OrderPart.objects.filter(merchant_id=order.merchant_id, order_id=order.id).delete()
    OrderPart.objects.bulk_create(
        OrderPart(
            merchant_id=order.merchant_id, order_id=order.id, position=position, kind=item.kind.value,
            line_id=None if item.place is None else lines[item.place].id, product_id=item.product, **asdict(share),
        )
        for position, (item, share) in enumerate(zip(items, shares, strict=True))
    )  # fmt: skip
