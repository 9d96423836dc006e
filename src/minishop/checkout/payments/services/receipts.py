"""결제 완료 안내: sending what the buyer is told once an order is paid."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from minishop.chassis.http import Answer
from minishop.checkout.orders.adapters.messages import can_send, send_mail, send_sms
from minishop.checkout.orders.models import Order


@dataclass(frozen=True, slots=True)
class Letter:
    """What is said, in the reader's language."""

    text: str
    subject: str = ""


def send(*, order: Order, way: str, letter: Letter) -> Answer | None:
    """Sends a letter about an order by ``sms`` or ``mail``, once a way. None where there is nothing to send it with."""
    if not can_send():
        return None
    key = f"receipt:{order.number}:{way}"
    if way == "sms":
        return send_sms(to=order.orderer_mobile, sender=order.merchant.phone, text=letter.text, key=key)
    sender = f"no-reply@{settings.CHECKOUT.host}"
    return send_mail(to=order.orderer_email, sender=sender, subject=letter.subject, text=letter.text, key=key)
