"""재고 부족 안내: the words of what a buyer is sent when the shop lacks what was paid for. Korean, as every letter (payments.letters)."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from minishop.chassis.messages import Letter
from minishop.checkout.orders.models import Order


def shortage(order: Order) -> Letter:
    """The letter about a paid order, whose merchant is at hand."""
    facts = {
        "name": order.orderer_name,
        "shop": order.merchant.shop_name,
        "number": order.number,
        "address": f"{settings.CHECKOUT.url}/my/orders/{order.number}/",
    }
    with translation.override("ko"):
        return Letter(
            subject=_("[체크아웃] %(shop)s 주문의 상품이 부족합니다") % facts,
            text=_(
                "%(name)s님, %(shop)s 주문 %(number)s의 상품이 부족해 판매자가 취소할 수 있습니다. 취소되면 전액 돌려드립니다.\n\n%(address)s\n"
            )
            % facts,
        )
