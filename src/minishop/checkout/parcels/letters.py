"""배송 시작, 배송 완료 안내: the words of what a buyer is sent of a parcel, in Korean, as no buyer's language is stored."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from minishop.chassis.messages import Letter
from minishop.checkout.orders.domain.states import LineEvent
from minishop.checkout.orders.models import OrderLine
from minishop.checkout.parcels.labels import carrier_name


def news(line: OrderLine, *, count: int, event: LineEvent, carrier: str, number: str, way: str) -> Letter:
    """Of ``count`` lines of an order that travel together, ``line`` among them; an SMS has no subject."""
    with translation.override("ko"):
        goods = line.name if count == 1 else _("%(name)s 외 %(more)d건") % {"name": line.name, "more": count - 1}
        if way == "sms":
            goods = goods if len(goods) <= _SHORT else f"{goods[:_SHORT]}…"
        facts = {"shop": line.order.merchant.shop_name, "goods": goods}
        left = event is LineEvent.TRACKING_VALID
        said = (
            _("%(shop)s에서 주문하신 %(goods)s 배송이 시작되었습니다.")
            if left
            else _("%(shop)s에서 주문하신 %(goods)s 배송이 완료되었습니다.")
        )
        parcel = f"{carrier_name(carrier)} {number}" if number else ""
        if way == "sms":
            return Letter(text=f"[체크아웃] {said % facts} {parcel if left else ''}".strip())
        subject = _("[체크아웃] 배송이 시작되었습니다") if left else _("[체크아웃] 배송이 완료되었습니다")
        return Letter(subject=subject, text=f"{said % facts}\n\n{_more(line, parcel, left=left)}")


_SHORT = 30


def _more(line: OrderLine, parcel: str, *, left: bool) -> str:
    address = f"{settings.CHECKOUT.url}/my/orders/{line.order.number}/"
    facts = {"number": line.order.number, "parcel": parcel or "–", "address": address}
    if left:
        return _("주문번호: %(number)s\n송장: %(parcel)s\n\n배송은 여기에서 보실 수 있습니다.\n%(address)s\n") % facts
    return _("주문번호: %(number)s\n송장: %(parcel)s\n\n받으셨으면 구매를 확정해 주세요.\n%(address)s\n") % facts
