"""상점 주소와 사업자등록번호 (R66)."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from minishop.mall.shops.domain.names import RESERVED, is_business_number, is_possible_code, is_reserved_code
from minishop.mall.shops.models import Shop


@pytest.mark.parametrize(
    ("code", "possible"),
    [
        ("haru", True), ("h4ru-shop", True), ("a" * 30, True), ("abc", True),
        ("ab", False), ("a" * 31, False), ("1haru", False), ("-haru", False), ("haru-", False), ("ha--ru", False),
        ("Haru", False), ("ha_ru", False), ("하루상점", False), ("ha.ru", False), ("", False), ("haru\n", False),
    ],
)  # fmt: skip
def test_a_code_is_a_host_name(code: str, possible: bool) -> None:
    assert is_possible_code(code) is possible


def test_the_platforms_own_names_are_kept() -> None:
    assert {"mall", "checkout", "shopping", "sandbox", "www", "office", "console", "health"} - RESERVED <= {"health"}
    assert is_reserved_code("checkout")
    assert not is_reserved_code("haru")


@given(st.from_regex(r"[a-z0-9-]{1,32}", fullmatch=True))
def test_a_possible_code_fits_the_column(code: str) -> None:
    assume(is_possible_code(code))
    assert len(code) <= (Shop._meta.get_field("code").max_length or 0)


@pytest.mark.parametrize(
    ("number", "valid"),
    [("1234567891", True), ("2208162517", True), ("1234567890", False), ("123456789", False), ("12345678912", False),
     ("123-45-678", False), ("１２３４５６７８９１", False), ("", False)],
)  # fmt: skip
def test_a_business_number_checks_itself(number: str, valid: bool) -> None:
    assert is_business_number(number) is valid


@given(st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_exactly_one_last_digit_is_right(nine: str) -> None:
    assert sum(is_business_number(f"{nine}{last}") for last in range(10)) == 1
