"""Korean text of the orders' codes."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from minishop.checkout.orders.domain.offers import Unsellable
from minishop.checkout.orders.domain.progress import Progress
from minishop.checkout.orders.domain.registration import RegistrationRefused
from minishop.checkout.orders.domain.states import LineEvent

PROGRESS: dict[Progress, Promise] = {
    Progress.AWAITING_PAYMENT: gettext_lazy("입금대기"),
    Progress.PAID: gettext_lazy("결제완료"),
    Progress.PREPARING: gettext_lazy("배송준비중"),
    Progress.DELIVERING: gettext_lazy("배송중"),
    Progress.DELIVERED: gettext_lazy("배송완료"),
    Progress.FINALIZED: pgettext_lazy("state", "구매확정"),
    Progress.UNPAID_CANCELLED: gettext_lazy("결제 안 함(취소)"),
}

UNSELLABLE: dict[Unsellable, Promise] = {
    Unsellable.MISSING: gettext_lazy("쇼핑몰에서 판매하지 않는 상품입니다."),
    Unsellable.PRICE_CHANGED: gettext_lazy("상품 가격이 바뀌었습니다."),
    Unsellable.SOLD_OUT: gettext_lazy("품절된 상품입니다."),
    Unsellable.TOO_FEW: gettext_lazy("남은 수량이 주문하신 수량보다 적습니다."),
}

EVENT: dict[LineEvent, Promise] = {
    LineEvent.PAY: gettext_lazy("결제를 완료했습니다."),
    LineEvent.EXPIRE: gettext_lazy("결제하지 않아 주문이 취소되었습니다."),
    LineEvent.REQUEST_DISPATCH: gettext_lazy("판매자가 상품을 보냈습니다. 송장번호를 확인하고 있습니다."),
    LineEvent.TRACKING_VALID: gettext_lazy("배송을 시작했습니다."),
    LineEvent.TRACKING_INVALID: gettext_lazy("송장번호를 확인하지 못했습니다. 판매자가 다시 입력합니다."),
    LineEvent.DELIVER: gettext_lazy("배송을 완료했습니다."),
    LineEvent.FINALIZE: gettext_lazy("구매를 확정했습니다."),
}

SHIPPING: dict[str, Promise] = {
    "prepaid": pgettext_lazy("shipping fee", "선불"),
    "free": pgettext_lazy("shipping fee", "무료"),
    "on_delivery": pgettext_lazy("shipping fee", "착불"),
}


def title_of(names: Sequence[str]) -> str:
    """``머그컵 외 1개``: how an order's goods are named in one line (R100)."""
    first = names[0][:90]
    return first if len(names) == 1 else _("%(first)s 외 %(more)s개") % {"first": first, "more": len(names) - 1}


def registration_refusal(refused: RegistrationRefused) -> str:
    """The sentence that a shop shows to its buyer."""
    sentence = _REFUSALS.get(str(refused.facts["why"]), gettext_lazy("주문 정보를 읽을 수 없습니다."))
    text = str(sentence) % refused.facts
    line = refused.facts.get("line")
    return _("%(line)s번째 상품: %(text)s") % {"line": line, "text": text} if line else text


_REFUSALS: dict[str, Promise] = {
    "unreadable": gettext_lazy("%(name)s 값을 읽을 수 없습니다."),
    "missing": gettext_lazy("%(name)s 값이 없습니다."),
    "twice": gettext_lazy("%(name)s 값이 서로 다르게 두 번 들어 있습니다."),
    "not_a_number": gettext_lazy("%(name)s 값은 0 이상의 정수여야 합니다."),
    "shipping_type": gettext_lazy("SHIPPING_TYPE 값은 PAYED, FREE, ONDELIVERY 가운데 하나여야 합니다."),
    "outside_a_line": gettext_lazy("%(name)s 값은 ITEM_ID 뒤에 와야 합니다."),
    "no_lines": gettext_lazy("주문할 상품이 없습니다."),
    "too_many_lines": gettext_lazy("한 번에 주문할 수 있는 상품은 %(limit)s개까지입니다."),
    "too_long": gettext_lazy("%(name)s 값이 너무 깁니다. (최대 %(limit)s)"),
    "back_url": gettext_lazy("BACK_URL 값은 http 또는 https 주소여야 합니다."),
    "count": gettext_lazy("수량은 1개 이상 %(limit)s개 이하여야 합니다."),
    "zero_price": gettext_lazy("0원 상품은 체크아웃으로 구매할 수 없습니다."),
    "free_with_price": gettext_lazy("무료배송(FREE)에는 배송비를 함께 보낼 수 없습니다."),
    "total_out_of_range": gettext_lazy("총 결제금액은 1원 이상이어야 하며 %(limit)s원을 넘을 수 없습니다."),
    "total": gettext_lazy("총 결제금액이 맞지 않습니다. (상품 %(goods)s원 + 배송비 %(shipping)s원, 받은 금액 %(total)s원)"),
}
