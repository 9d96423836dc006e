"""What may be registered as an order (protocol/checkout-v1), by table; and that what adds up is taken, by property."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.checkout.orders.domain.registration import (
    RegisteredLine,
    Registration,
    RegistrationRefused,
    ShippingType,
    check,
)
from minishop.kernel.won import Won, total

LINE = RegisteredLine("P1", "컵", 2, Won(12000), Won(24000))
GOOD = Registration([LINE], ShippingType.PREPAID, Won(2500), Won(26500), "https://shop.example/cart")


def of(line: RegisteredLine) -> dict[str, Any]:
    return {"lines": [line], "total": line.line_total + GOOD.shipping_price}


REFUSED = {
    "상품 없음": ({"lines": []}, "no_lines"),
    "상품이 너무 많음": ({"lines": [LINE] * 201}, "too_many_lines"),
    "상품번호 없음": (of(replace(LINE, product_id=" ")), "missing"),
    "상품명 없음": (of(replace(LINE, name="")), "missing"),
    "상품번호가 긺": (of(replace(LINE, product_id="a" * 151)), "too_long"),
    "몰 상품번호가 긺": (of(replace(LINE, mall_product_id="a" * 151)), "too_long"),
    "상품명이 긺": (of(replace(LINE, name="가" * 1001)), "too_long"),
    "옵션이 4000바이트 넘음": (of(replace(LINE, option_text="가" * 1334)), "too_long"),
    "옵션에 NUL": (of(replace(LINE, option_text="a\0b")), "unreadable"),
    "옵션 코드가 긺": (of(replace(LINE, option_code="a" * 101)), "too_long"),
    "수량 0": (of(replace(LINE, quantity=0)), "count"),
    "수량이 너무 많음": (of(replace(LINE, quantity=100_000)), "count"),
    "0원 상품": (of(replace(LINE, unit_price=Won(0))), "zero_price"),
    "합계 0원 줄": (of(replace(LINE, line_total=Won(0))), "zero_price"),
    "무료인데 배송비": ({"shipping_type": ShippingType.FREE}, "free_with_price"),
    "총액 0원": ({"total": Won(0)}, "total_out_of_range"),
    "총액이 너무 큼": ({"total": Won(100_000_000_001)}, "total_out_of_range"),
    "총액이 1원 많음": ({"total": Won(26501)}, "total"),
    "배송비를 뺀 총액": ({"total": Won(24000)}, "total"),
    "착불인데 배송비를 더함": ({"shipping_type": ShippingType.ON_DELIVERY}, "total"),
    "돌아갈 주소가 스크립트": ({"back_url": "javascript:alert(1)"}, "back_url"),
    "돌아갈 주소에 줄바꿈": ({"back_url": "https://a.example/\r\nX: y"}, "back_url"),
    "돌아갈 주소가 긺": ({"back_url": "https://a.example/".ljust(2001, "a")}, "too_long"),
    "돌아갈 주소를 못 읽음": ({"back_url": "http://[::1/"}, "back_url"),
    "관리코드가 긺": ({"manage_code": "a" * 301}, "too_long"),
    "유입코드가 긺": ({"inflow": {"NAVER_INFLOW_CODE": "a" * 301}}, "too_long"),
    "배송 안내가 긺": ({"shipping_note": "가" * 501}, "too_long"),
}


@pytest.mark.parametrize(("changed", "why"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit_is_refused(changed: dict[str, Any], why: str) -> None:
    with pytest.raises(RegistrationRefused) as refused:
        check(replace(GOOD, **changed))
    assert refused.value.facts["why"] == why


TAKEN = {
    "선불": {},
    "무료": {"shipping_type": ShippingType.FREE, "shipping_price": Won(0), "total": Won(24000)},
    "착불, 배송비는 총액 밖": {"shipping_type": ShippingType.ON_DELIVERY, "total": Won(24000)},
    "옵션 추가금은 줄 합계에만": {"lines": [replace(LINE, line_total=Won(25000))], "total": Won(27500)},
    "0원 추가 상품": {"lines": [LINE, replace(LINE, line_total=Won(0))]},
    "상품 200줄": {"lines": [LINE] * 200, "total": Won(200 * 24_000 + 2_500)},
    "상품번호 150자": of(replace(LINE, product_id="a" * 150, mall_product_id="a" * 150)),
    "상품명 1000자": of(replace(LINE, name="가" * 1000)),
    "옵션 코드 100자": of(replace(LINE, option_code="a" * 100)),
    "수량 1": of(replace(LINE, quantity=1)),
    "수량 99,999": of(replace(LINE, quantity=99_999)),
    "총액 1원": {
        "lines": [replace(LINE, line_total=Won(1))],
        "shipping_type": ShippingType.FREE,
        "shipping_price": Won(0),
        "total": Won(1),
    },
    "총액 1,000억 원": {"lines": [replace(LINE, line_total=Won(99_999_997_500))], "total": Won(100_000_000_000)},
    "돌아갈 주소 2000자": {"back_url": "https://a.example/".ljust(2000, "a")},
    "관리코드 300자": {"manage_code": "a" * 300},
    "유입코드 300자": {"inflow": {"NAVER_INFLOW_CODE": "a" * 300}},
    "배송 안내 500자": {"shipping_note": "가" * 500},
    "옵션 4000바이트": {"lines": [replace(LINE, option_text="a" * 4000)]},
}


@pytest.mark.parametrize("changed", TAKEN.values(), ids=TAKEN)
def test_what_fits_is_taken(changed: dict[str, Any]) -> None:
    check(replace(GOOD, **changed))


amounts = st.integers(1, 10_000_000).map(Won)
made_lines = st.builds(
    RegisteredLine, product_id=st.text("abc1", min_size=1, max_size=5), name=st.just("컵"), quantity=st.integers(1, 99),
    unit_price=amounts, line_total=amounts,
)  # fmt: skip


@given(st.lists(made_lines, min_size=1, max_size=8), st.sampled_from(ShippingType), st.integers(0, 50_000), st.integers(-3, 3))
def test_only_the_right_total_is_taken(lines: list[RegisteredLine], shipping: ShippingType, price: int, off: int) -> None:
    fee = Won(0) if shipping is ShippingType.FREE else Won(price)
    charged = Won(0) if shipping is ShippingType.ON_DELIVERY else fee
    made = Registration(
        lines, shipping, fee, total(line.line_total for line in lines) + charged + Won(off), "https://shop.example/"
    )
    if off == 0:
        check(made)
        return
    with pytest.raises(RegistrationRefused):
        check(made)
