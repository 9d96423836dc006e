"""What a registration is answered with. The wire is Korean whatever the caller's language: nothing here is translated."""

from __future__ import annotations

from types import MappingProxyType

from minishop.checkout.orders.domain.registration import RegistrationRefused

ONLY_POST = "주문 등록은 POST로 보내야 합니다."
UNKNOWN_SHOP = "쇼핑몰 인증에 실패했습니다. 쇼핑몰에 문의해 주세요."
UNREADABLE = "주문 정보를 읽을 수 없습니다."

_REFUSALS = MappingProxyType(
    {
        "unreadable": "%(name)s 값을 읽을 수 없습니다.",
        "missing": "%(name)s 값이 없습니다.",
        "twice": "%(name)s 값이 서로 다르게 두 번 들어 있습니다.",
        "not_a_number": "%(name)s 값은 0 이상의 정수여야 합니다.",
        "shipping_type": "SHIPPING_TYPE 값은 PAYED, FREE, ONDELIVERY 가운데 하나여야 합니다.",
        "outside_a_line": "%(name)s 값은 ITEM_ID 뒤에 와야 합니다.",
        "no_lines": "주문할 상품이 없습니다.",
        "too_many_lines": "한 번에 주문할 수 있는 상품은 %(limit)s개까지입니다.",
        "too_long": "%(name)s 값이 너무 깁니다. (최대 %(limit)s)",
        "back_url": "BACK_URL 값은 http 또는 https 주소여야 합니다.",
        "count": "수량은 1개 이상 %(limit)s개 이하여야 합니다.",
        "zero_price": "0원 상품은 체크아웃으로 구매할 수 없습니다.",
        "free_with_price": "무료배송(FREE)에는 배송비를 함께 보낼 수 없습니다.",
        "total_out_of_range": "총 결제금액은 1원 이상이어야 하며 %(limit)s원을 넘을 수 없습니다.",
        "total": "총 결제금액이 맞지 않습니다. (상품 %(goods)s원 + 배송비 %(shipping)s원, 받은 금액 %(total)s원)",
    }
)


def refusal(refused: RegistrationRefused) -> str:
    """The sentence that a shop shows to its buyer."""
    text = _REFUSALS.get(str(refused.facts["why"]), UNREADABLE) % refused.facts
    line = refused.facts.get("line")
    return f"{line}번째 상품: {text}" if line else text
