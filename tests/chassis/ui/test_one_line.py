"""한 줄 칸: what is one line to a browser is one line to whoever sends it otherwise."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from minishop.chassis.messages import Letter
from minishop.chassis.ui.forms import OneLine
from minishop.mall.backoffice.account.forms import PersonForm, ShopForm


@pytest.mark.parametrize("sent", ["하루\r\n상점", "하루\t상점", " 하루 \u2028 상점\n", "하루\x0b\x1f상점", "하루\x85상점"])
def test_a_break_in_a_line_is_a_blank(sent: str) -> None:
    assert OneLine().clean(sent) == "하루 상점"


def test_what_is_typed_stays_as_it_is_and_a_nul_is_refused() -> None:
    assert OneLine().clean("하루  상점 👩\u200d👧") == "하루  상점 👩\u200d👧"
    with pytest.raises(ValidationError):
        OneLine().clean("하루\x00상점")


def test_names_of_people_and_shops_are_one_line() -> None:
    shop = ShopForm({"name": "하루\r\nBcc: all@example.com", "code": "haru"})
    person = PersonForm({"name": "김\n하루", "phone": "", "language": "ko"})
    assert (shop.is_valid(), shop.cleaned_data["name"]) == (True, "하루 Bcc: all@example.com")
    assert (person.is_valid(), person.cleaned_data["name"]) == (True, "김 하루")


def test_no_name_makes_another_header_of_a_mail() -> None:
    assert Letter(subject="[미니샵] 하루\r\nBcc: all@example.com", text="하나\n둘") == Letter(
        subject="[미니샵] 하루 Bcc: all@example.com", text="하나\n둘"
    )
