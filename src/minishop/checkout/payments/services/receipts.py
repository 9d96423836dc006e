"""결제 완료 안내: what the buyer is sent once an order is paid."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from minishop.chassis.http import Answer
from minishop.checkout.orders.adapters.messages import can_send, send_mail, send_sms
from minishop.checkout.orders.models import Order


def send(*, merchant_id: int, order_id: int, way: str) -> Answer | None:
    """Sends the order's receipt by ``sms`` or ``mail``, in the merchant's scope. None where there is nothing to send it with."""
    if not can_send():
        return None
    order = Order.objects.select_related("merchant").get(merchant_id=merchant_id, id=order_id)
    key = f"receipt:{order.number}:{way}"
    if way == "sms":
        return send_sms(to=order.orderer_mobile, sender=order.merchant.phone, text=_short(order), key=key)
    sender = f"no-reply@{settings.CHECKOUT.host}"
    subject = _("[체크아웃] %(shop)s 주문이 결제되었습니다") % {"shop": order.merchant.shop_name}
    return send_mail(to=order.orderer_email, sender=sender, subject=subject, text=_long(order), key=key)


def _facts(order: Order) -> dict[str, str]:
    return {
        "name": order.orderer_name,
        "shop": order.merchant.shop_name,
        "number": order.number,
        "amount": order.pay_total.grouped(),
        "means": order.payment_means,
        "address": f"{settings.CHECKOUT.url}/my/orders/{order.number}/",
    }


def _short(order: Order) -> str:
    return _("[체크아웃] %(shop)s 주문 %(number)s, %(amount)s원 결제가 완료되었습니다.") % _facts(order)


def _long(order: Order) -> str:
    return _(
        "%(name)s님, %(shop)s에서 주문하신 상품의 결제가 완료되었습니다.\n\n"
        "주문번호: %(number)s\n결제금액: %(amount)s원\n결제수단: %(means)s\n\n주문과 배송은 여기에서 보실 수 있습니다.\n%(address)s\n"
    ) % _facts(order)
