"""A telephone field says beside itself what is wrong, and takes the kinds that its form can use."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from minishop.chassis.phones import Kind, Problem
from minishop.chassis.ui.phones import FAX, MESSAGES, RECIPIENT, SHOP, PhoneField

NUMBERS = {
    Kind.MOBILE: "010-1234-5678", Kind.OLD_MOBILE: "011-234-5678", Kind.LAND: "02-123-4567", Kind.INTERNET: "070-1234-5678",
    Kind.SAFE: "0507-1234-5678", Kind.FAX: "0303-123-4567", Kind.TOLL_FREE: "080-123-4567", Kind.NATIONWIDE: "1588-1234",
}  # fmt: skip


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("kinds", [MESSAGES, RECIPIENT, SHOP, FAX], ids=["문자", "받는 분", "상점", "팩스"])
def test_a_field_takes_the_kinds_of_its_form(kind: Kind, kinds: frozenset[Kind]) -> None:
    field = PhoneField(kinds=kinds)
    if kind in kinds:
        assert field.clean(NUMBERS[kind].replace("-", " ")) == NUMBERS[kind]
        return
    with pytest.raises(ValidationError) as refused:
        field.clean(NUMBERS[kind])
    assert refused.value.code == "wrong_kind"


def test_who_is_called_and_who_is_written_to_are_two_things() -> None:
    assert {Kind.MOBILE} == MESSAGES
    assert Kind.TOLL_FREE not in RECIPIENT
    assert Kind.FAX not in SHOP


@pytest.mark.parametrize(
    ("text", "problem", "words"),
    [
        ("010-123-4567", Problem.WRONG_LENGTH, "숫자가 모자라거나 남습니다. 예: 010-1234-5678"),
        ("02-312-3456 ext. 12", Problem.EXTENSION, "내선 번호 없이"),
        ("010-1234-5678/02-123-4567", Problem.SEVERAL, "번호를 하나만"),
        ("+1 202 555 0143", Problem.ABROAD, "한국 전화번호"),
        ("034-234-5678", Problem.UNKNOWN_PREFIX, "없는 지역번호"),
        ("02-012-3456", Problem.NO_SUCH_EXCHANGE, "없는 국번"),
        ("119", Problem.NOT_A_CONTACT, "연락을 받을 수 없는"),
        ("아무거나", Problem.NOT_A_NUMBER, "전화번호를 확인"),
    ],
)
def test_what_is_wrong_with_a_number_is_said(text: str, problem: Problem, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        PhoneField(kinds=RECIPIENT).clean(text)
    assert refused.value.code == problem
    assert words in refused.value.messages[0]


def test_no_number_is_none_where_none_is_needed() -> None:
    assert PhoneField(kinds=SHOP, required=False).clean("") == ""
