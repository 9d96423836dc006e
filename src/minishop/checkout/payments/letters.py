"""결제 완료 안내: the words of what a buyer is sent once an order is paid.

A letter is in its reader's language. No buyer's language is stored, so it is Korean, whatever language is in force where it is written.
"""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from minishop.chassis.messages import Letter
from minishop.checkout.orders.models import Order
from minishop.checkout.payments.domain.refunds import RefundCause
from minishop.checkout.payments.labels import REFUND_CAUSE
from minishop.checkout.payments.models import Refund


def receipt(order: Order, way: str) -> Letter:
    """The order's receipt as ``sms`` or ``mail``; an SMS has no subject."""
    with translation.override("ko"):
        if way == "sms":
            return Letter(text=_short(order))
        return Letter(subject=_subject(order), text=_long(order))


def account_request(refund: Refund, way: str) -> Letter:
    """That money goes back to an account that the buyer has yet to name, as ``sms`` or ``mail``: the rest of a refund that is of no claim."""
    with translation.override("ko"):
        order = refund.payment.order
        facts = {**_facts(order), "why": REFUND_CAUSE[RefundCause(refund.cause)], "back": refund.rest.grouped()}
        said = _("%(why)s %(back)s원은 결제한 방법으로 돌려드릴 수 없으니 MY 페이지에 받을 계좌를 적어 주세요.") % facts
        if way == "sms":
            return Letter(text=_("[체크아웃] %(shop)s 주문 %(number)s: %(said)s") % {**facts, "said": said})
        return Letter(subject=_("[체크아웃] 돌려드릴 돈을 받을 계좌를 알려 주세요"), text=f"{said}\n\n{facts['address']}\n")


def _subject(order: Order) -> str:
    return _("[체크아웃] %(shop)s 주문이 결제되었습니다") % _facts(order)


def _facts(order: Order) -> dict[str, str]:
    return {
        "name": order.orderer_name,
        "shop": order.merchant.shop_name,
        "number": order.number,
        "amount": order.pay_total.grouped(),
        "means": order.payment_means or _("적립금과 쿠폰"),
        "address": f"{settings.CHECKOUT.url}/my/orders/{order.number}/",
    }


def _short(order: Order) -> str:
    return _("[체크아웃] %(shop)s 주문 %(number)s, %(amount)s원 결제가 완료되었습니다.") % _facts(order)


def _long(order: Order) -> str:
    return _(
        "%(name)s님, %(shop)s에서 주문하신 상품의 결제가 완료되었습니다.\n\n"
        "주문번호: %(number)s\n결제금액: %(amount)s원\n결제수단: %(means)s\n\n주문과 배송은 여기에서 보실 수 있습니다.\n%(address)s\n"
    ) % _facts(order)
