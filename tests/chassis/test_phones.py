"""전화번호: which texts are Korean numbers, of which kind, and how they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.chassis.phones import BadPhone, Kind, Problem, korean_phone


@pytest.mark.parametrize(
    ("text", "kind", "written"),
    [
        ("01023456789", Kind.MOBILE, "010-2345-6789"), ("010 2345 6789", Kind.MOBILE, "010-2345-6789"),
        ("+82-10-2345-6789", Kind.MOBILE, "010-2345-6789"), ("+82 010-2345-6789", Kind.MOBILE, "010-2345-6789"),
        ("+82 (0)10 2345 6789", Kind.MOBILE, "010-2345-6789"), ("82 10 2345 6789", Kind.MOBILE, "010-2345-6789"),
        ("0082-10-2345-6789", Kind.MOBILE, "010-2345-6789"), ("1023456789", Kind.MOBILE, "010-2345-6789"),
        ("０１０－２３４５－６７８９", Kind.MOBILE, "010-2345-6789"), ("010–2345—6789", Kind.MOBILE, "010-2345-6789"),
        ("\u200b010·2345·6789\u00a0", Kind.MOBILE, "010-2345-6789"), ("(010) 2345.6789", Kind.MOBILE, "010-2345-6789"),
        ("010-0000-0000", Kind.MOBILE, "010-0000-0000"), ("011-234-5678", Kind.OLD_MOBILE, "011-234-5678"),
        ("011-9234-5678", Kind.OLD_MOBILE, "011-9234-5678"), ("019-678-9012", Kind.OLD_MOBILE, "019-678-9012"),
        ("02-234-5678", Kind.LAND, "02-234-5678"), ("0223456789", Kind.LAND, "02-2345-6789"), ("+82 2-234-5678", Kind.LAND, "02-234-5678"),
        ("2-2345-6789", Kind.LAND, "02-2345-6789"), ("02)234-5678", Kind.LAND, "02-234-5678"), ("02-1588-1234", Kind.LAND, "02-1588-1234"),
        ("031-234-5678", Kind.LAND, "031-234-5678"), ("03123456789", Kind.LAND, "031-2345-6789"), ("312345678", Kind.LAND, "031-234-5678"),
        ("064-734-5678", Kind.LAND, "064-734-5678"), ("07012345678", Kind.INTERNET, "070-1234-5678"), ("7012345678", Kind.INTERNET, "070-1234-5678"),
        ("050712345678", Kind.SAFE, "0507-1234-5678"), ("05021234567", Kind.SAFE, "0502-123-4567"), ("0303-123-4567", Kind.FAX, "0303-123-4567"),
        ("0303-1234-5678", Kind.FAX, "0303-1234-5678"), ("0801234567", Kind.TOLL_FREE, "080-123-4567"), ("15881234", Kind.NATIONWIDE, "1588-1234"),
        ("1811-1234", Kind.NATIONWIDE, "1811-1234"), ("1551-1234", Kind.NATIONWIDE, "1551-1234"), ("+82 1588-1234", Kind.NATIONWIDE, "1588-1234"),
    ],
)  # fmt: skip
def test_a_number_in_any_spelling(text: str, kind: Kind, written: str) -> None:
    phone = korean_phone(text)
    assert (phone.kind, phone.written) == (kind, written)
    assert korean_phone(written) == phone


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("010-234-5678", Problem.WRONG_LENGTH), ("010-2345-67890", Problem.WRONG_LENGTH), ("02-0123-4567", Problem.NO_SUCH_EXCHANGE),
        ("02-12-4567", Problem.WRONG_LENGTH), ("034-234-5678", Problem.UNKNOWN_PREFIX), ("056-234-5678", Problem.UNKNOWN_PREFIX),
        ("070-123-4567", Problem.WRONG_LENGTH), ("080-1234-5678", Problem.WRONG_LENGTH), ("0507-123-456", Problem.WRONG_LENGTH),
        ("1588-123", Problem.WRONG_LENGTH), ("1588-12345", Problem.WRONG_LENGTH), ("1700-1234", Problem.UNKNOWN_PREFIX),
        ("060-200-1234", Problem.NOT_A_CONTACT), ("015-123-4567", Problem.NOT_A_CONTACT), ("112", Problem.NOT_A_CONTACT),
        ("1330", Problem.NOT_A_CONTACT), ("031-120", Problem.WRONG_LENGTH), ("090-1234-5678", Problem.UNKNOWN_PREFIX),
        ("010-2345-6789 / 02-234-5678", Problem.SEVERAL), ("010-2345-6789, 010-1111-2222", Problem.SEVERAL),
        ("02-312-3456 ext. 12", Problem.EXTENSION), ("02-312-3456 내선 12", Problem.EXTENSION), ("02-312-3456 #12", Problem.EXTENSION),
        ("+1 202 555 0143", Problem.ABROAD), ("001-1-202-555-0143", Problem.ABROAD), ("+82 10", Problem.ABROAD),
        ("", Problem.NOT_A_NUMBER), ("없음", Problem.NOT_A_NUMBER), ("공일공-2345-6789", Problem.NOT_A_NUMBER), ("٠١٠٢٣٤٥٦٧٨٩", Problem.NOT_A_NUMBER),
        ("---", Problem.NOT_A_NUMBER), ("22345678", Problem.UNKNOWN_PREFIX),
    ],
)  # fmt: skip
def test_what_is_no_number_says_why(text: str, problem: Problem) -> None:
    with pytest.raises(BadPhone) as refused:
        korean_phone(text)
    assert refused.value.facts["problem"] == problem


@given(st.text(max_size=20))
def test_any_text_is_a_number_that_reads_again_or_refused(text: str) -> None:
    try:
        phone = korean_phone(text)
    except BadPhone:
        return
    assert korean_phone(phone.written) == phone
    assert all(group.isascii() and group.isdigit() for group in phone.groups)
