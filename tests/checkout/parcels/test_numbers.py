"""What carriers' numbers look like (protocols, carriers: R46)."""

from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from minishop.checkout.parcels.domain import carriers, s10
from minishop.checkout.parcels.domain.numbers import Fault, NumberRefused, check, normalised
from minishop.checkout.parcels.labels import carrier_name

RIGHT = [
    pytest.param("CJGLS", "1234567890", None, id="CJ 10자리"),
    pytest.param("CJGLS", "123456789013", Fault.CHECK_DIGIT_ODD, id="CJ 검증번호는 경고만"),
    pytest.param("CJGLS", "123456789011", None, id="CJ 12자리"),
    pytest.param("CUPARCEL", "123456789013", None, id="CU는 CJ 검증번호를 보지 않음"),
    pytest.param("HANJIN", "123456789012", None, id="한진 12자리"),
    pytest.param("HANJIN", "12345678901234", None, id="한진 14자리"),
    pytest.param("HYUNDAI", "123456789013", None, id="롯데 나머지 7"),
    pytest.param("KGB", "12345678901", None, id="로젠 숫자"),
    pytest.param("EPOST", "1234567890123", None, id="우체국"),
    pytest.param("EMS", "RB123456785GB", None, id="S10"),
    pytest.param("DHL", "JD0146000057", None, id="외국 택배사"),
    pytest.param("EPOST", "12345", None, id="숫자 5자리"),
    pytest.param("EPOST", "1" * 30, None, id="숫자 30자리"),
    pytest.param("DHL", "A1234", None, id="글자 5자리"),
    pytest.param("DHL", "A" * 30, None, id="글자 30자리"),
    pytest.param("REGISTPOST", "1234567890123", None, id="우편등기"),
]
WRONG = [
    pytest.param("CJGLS", "12345678901", Fault.WRONG_LENGTH, id="CJ 11자리"),
    pytest.param("HANJIN", "1234567890", Fault.WRONG_LENGTH, id="한진 10자리"),
    pytest.param("HYUNDAI", "123456789014", Fault.CHECK_DIGIT, id="롯데 나머지 7 틀림"),
    pytest.param("HYUNDAI", "1234567890", Fault.WRONG_LENGTH, id="롯데 10자리"),
    pytest.param("KGB", "1234A678901", Fault.NOT_DIGITS, id="로젠 글자"),
    pytest.param("KGB", "１２３４５６７８", Fault.NOT_DIGITS, id="전각 숫자"),
    pytest.param("EPOST", "1234", Fault.WRONG_LENGTH, id="너무 짧음"),
    pytest.param("EMS", "RB123456786US", Fault.FORMAT, id="S10 검증번호"),
    pytest.param("EMS", "RB123456785XX", Fault.FORMAT, id="S10 나라"),
    pytest.param("EMS", "123456789012", Fault.FORMAT, id="S10 모양"),
    pytest.param("DHL", "AB/12345", Fault.FORMAT, id="기호"),
    pytest.param("EPOST", "1" * 31, Fault.WRONG_LENGTH, id="숫자 31자리"),
    pytest.param("DHL", "A123", Fault.FORMAT, id="글자 4자리"),
    pytest.param("DHL", "A" * 31, Fault.FORMAT, id="너무 김"),
]


@pytest.mark.parametrize(("carrier", "number", "odd"), RIGHT)
def test_a_carriers_own_number_is_taken(carrier: str, number: str, odd: Fault | None) -> None:
    assert check(carrier, number) is odd


@pytest.mark.parametrize(("carrier", "number", "fault"), WRONG)
def test_a_number_that_breaks_the_rule_is_refused(carrier: str, number: str, fault: Fault) -> None:
    with pytest.raises(NumberRefused) as refused:
        check(carrier, number)
    assert refused.value.facts["fault"] == fault.value


@pytest.mark.parametrize("text", ["1234-5678-9013", " 1234 5678 9013 ", "123456789013"])
def test_blanks_and_hyphens_do_not_count(text: str) -> None:
    assert normalised(text) == "123456789013"


@given(st.integers(0, 10**11 - 1))
def test_exactly_one_last_digit_makes_a_lotte_number(first: int) -> None:
    head, good = f"{first:011d}", []
    for digit in "0123456789":
        try:
            check("HYUNDAI", head + digit)
        except NumberRefused:
            continue
        good.append(digit)
    assert good == [str(first % 7)]


@given(st.text("0123456789", min_size=8, max_size=8))
def test_exactly_one_check_digit_makes_an_s10_number(serial: str) -> None:
    assert [d for d in range(10) if s10.is_valid(f"EE{serial}{d}KR")] == [s10.check_digit(serial)]


def test_the_published_s10_example() -> None:
    assert s10.check_digit("47312482") == 9


def test_every_carrier_of_the_public_list_has_its_korean_name() -> None:
    assert len(carriers.catalogue()) == 204
    names = {"HYUNDAI": "롯데택배", "KGB": "로젠택배", "NDEXKOREA": "NDEX KOREA", "CVSNET": "GS편의점택배", "NEW1": "NEW1"}
    with translation.override("ko"):
        assert {code: carrier_name(code) for code in names} == names
    with translation.override("en"):
        assert [carrier_name(code) for code in ("HYUNDAI", "HANSSEM", "NEW1")] == ["Lotte Global Logistics", "한샘", "NEW1"]


def test_the_other_carrier_is_not_tracked() -> None:
    assert carriers.is_tracked("CJGLS")
    assert not carriers.is_tracked("CH1")
    assert not carriers.needs_number("CH1")
    assert carriers.needs_number("CJGLS")
    assert not carriers.is_tracked("NOBODY")
