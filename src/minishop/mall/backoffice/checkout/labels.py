"""Korean text of what the hub at the other end can and cannot do."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minishop.mall.channel.domain.profile import Profile

# An ability of the profile: what the seller reads when the hub has it, and when it has not.
ABILITIES: dict[str, tuple[Promise, Promise]] = {
    "hints": (
        _("주문이 바뀌면 체크아웃이 곧바로 알려 줍니다."),
        _("체크아웃이 알려 주지 않으므로, 바뀐 주문을 몇 분마다 확인합니다."),
    ),
    "partial_cancel": (
        _("주문의 일부 상품만 취소할 수 있습니다."),
        _("주문의 일부만 취소할 수 없습니다. 취소는 주문 전체에 합니다."),
    ),
    "refuses_cancels": (
        _("구매자의 취소 요청을 까닭을 적어 거절할 수 있습니다."),
        _("구매자의 취소 요청은 상품을 보내야 거절됩니다."),
    ),
    "proposes_refunds": (
        _("취소하기 전에 무엇을 돌려주는지 체크아웃이 알려 줍니다."),
        _("취소하기 전에 체크아웃이 환불 금액을 알려 주지 않습니다."),
    ),
    "cancel_in_transit": (
        _("배송중인 주문도 취소할 수 있습니다."),
        _("배송중인 주문은 취소할 수 없습니다. 체크아웃에서 돌려받은 주문은 반품이 됩니다."),
    ),
    "exchange_sync": (
        _("체크아웃의 교환이 쇼핑몰의 주문에도 반영됩니다."),
        _("체크아웃의 교환은 쇼핑몰의 주문을 바꾸지 않습니다."),
    ),
}


# What a hub that says it order by order is not said to do or not to do at all.
BY_ORDER: dict[str, Promise] = {
    "partial_cancel": _("주문의 일부만 취소할 수 있는지는 주문마다 체크아웃이 알려 줍니다. 판매 취소 화면에 나옵니다."),
}


def abilities(profile: Profile) -> list[tuple[bool, Promise]]:
    """What the hub can and cannot do, each with whether it can; what it says of each order counts as something that it can."""
    by_order = BY_ORDER if profile.tells_by_order else {}
    told = {name: (getattr(profile, name), texts) for name, texts in ABILITIES.items()}
    return [(name in by_order or can, by_order.get(name, texts[0 if can else 1])) for name, (can, texts) in told.items()]
