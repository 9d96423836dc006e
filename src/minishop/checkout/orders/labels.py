"""Korean text of the orders' codes."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from minishop.chassis.ui.templatetags.ui import number, won
from minishop.checkout.orders.domain.offers import Refusal, Unsellable
from minishop.checkout.orders.domain.progress import Progress
from minishop.checkout.orders.domain.states import LineEvent

PROGRESS: dict[Progress, Promise] = {
    Progress.CLAIMED: gettext_lazy("교환·반품 중"),
    Progress.UNPAID: gettext_lazy("결제 안 됨"),
    Progress.CONFIRMING: gettext_lazy("결제 확인 중"),
    Progress.AWAITING_DEPOSIT: gettext_lazy("입금대기"),
    Progress.PAID: gettext_lazy("결제완료"),
    Progress.PREPARING: gettext_lazy("배송준비중"),
    Progress.DELIVERING: gettext_lazy("배송중"),
    Progress.DELIVERED: gettext_lazy("배송완료"),
    Progress.DECIDING: gettext_lazy("구매확정대기"),
    Progress.FINALIZED: pgettext_lazy("state", "구매확정"),
    Progress.RETURNED: gettext_lazy("반품완료"),
    Progress.CANCELLED: gettext_lazy("취소완료"),
    Progress.UNPAID_CANCELLED: gettext_lazy("결제 안 함(취소)"),
}

UNSELLABLE: dict[Unsellable, Promise] = {
    Unsellable.NOT_FOR_SALE: gettext_lazy("쇼핑몰에서 판매하지 않는 상품입니다."),
    Unsellable.PRICE_CHANGED: gettext_lazy("가격이 %(then)s에서 %(now)s으로 바뀌었습니다. 쇼핑몰에서 다시 주문해 주세요."),
    Unsellable.HELD_BY_OTHERS: gettext_lazy("남은 수량을 다른 고객이 결제하고 있습니다. 잠시 뒤 다시 눌러 주세요."),
    Unsellable.SOLD_OUT: gettext_lazy("품절된 상품입니다. 결제하지 않았습니다."),
    Unsellable.TOO_FEW: gettext_lazy("남은 수량이 %(left)s개입니다. 주문하신 수량은 %(wanted)s개입니다."),
}

EVENT: dict[LineEvent, Promise] = {
    LineEvent.PAY: gettext_lazy("결제를 완료했습니다."),
    LineEvent.EXPIRE: gettext_lazy("결제하지 않아 주문이 취소되었습니다."),
    LineEvent.WITHDRAW: gettext_lazy("결제하지 않은 주문을 지웠습니다."),
    LineEvent.REQUEST_DISPATCH: gettext_lazy("판매자가 상품을 보냈습니다. 송장번호를 확인하고 있습니다."),
    LineEvent.TRACKING_VALID: gettext_lazy("배송을 시작했습니다."),
    LineEvent.TRACKING_INVALID: gettext_lazy("송장번호를 확인하지 못했습니다. 판매자가 다시 입력합니다."),
    LineEvent.DELIVER: gettext_lazy("배송을 완료했습니다."),
    LineEvent.FINALIZE: gettext_lazy("구매를 확정했습니다."),
    LineEvent.WITHDRAW_DISPATCH: gettext_lazy("취소가 받아들여져 발송을 멈췄습니다."),
    LineEvent.CANCEL_DONE: gettext_lazy("취소가 완료되었습니다."),
    LineEvent.RETURN_DONE: gettext_lazy("반품이 완료되었습니다."),
    LineEvent.EXCHANGE_DONE: gettext_lazy("교환이 완료되었습니다."),
    LineEvent.ADMIN_DONE: gettext_lazy("체크아웃 관리자가 처리했습니다."),
}

SHIPPING: dict[str, Promise] = {
    "prepaid": pgettext_lazy("shipping fee", "선불"),
    "free": pgettext_lazy("shipping fee", "무료"),
    "on_delivery": pgettext_lazy("shipping fee", "착불"),
}


def refusal_text(refusal: Refusal) -> str:
    """Why a line cannot be bought, with what is left or what it costs now."""
    facts = {
        "left": number(refusal.left),
        "wanted": number(refusal.wanted),
        "then": won(refusal.then),
        "now": won(refusal.now),
    }
    return str(UNSELLABLE[refusal.reason]) % facts


def title_of(names: Sequence[str]) -> str:
    """``머그컵 외 1개``: how an order's goods are named in one line (R100)."""
    first = names[0][:90]
    return first if len(names) == 1 else _("%(first)s 외 %(more)s개") % {"first": first, "more": len(names) - 1}
