"""A field keeps its label, control, help and errors together, and says so to those who cannot see it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from tools.messages import SOURCE


class Sample(forms.Form):
    """One field of each shape."""

    name = forms.CharField(label="상점 이름", help_text="구매자에게 <보입니다>.")
    memo = forms.CharField(label="소개", required=False)
    agreed = forms.BooleanField(label="동의합니다")
    way = forms.ChoiceField(label="배송비", choices=[("free", "무료"), ("paid", "유료")], widget=forms.RadioSelect)
    token = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> None:
        """Always objects to the whole."""
        raise forms.ValidationError("대표자와 <번호>가 맞지 않습니다.")


@pytest.fixture
def shown() -> str:
    return Sample({"token": "t"}).render()


def test_errors_stand_beside_their_field_and_are_named_by_it(shown: str) -> None:
    assert 'aria-describedby="id_name_helptext id_name_error"' in shown
    assert shown.count('id="id_name_error"') == 1
    assert shown.count('aria-invalid="true"') == 4
    assert shown.count('class="field-error" role="alert"') == 3


def test_help_and_errors_are_text_not_markup(shown: str) -> None:
    assert "구매자에게 &lt;보입니다&gt;." in shown
    assert "대표자와 &lt;번호&gt;가 맞지 않습니다." in shown


def test_what_concerns_the_whole_form_stands_on_top(shown: str) -> None:
    assert shown.index('class="notice notice-bad" role="alert"') < shown.index("상점 이름")


def test_groups_are_fieldsets_and_boxes_stand_in_their_label(shown: str) -> None:
    assert '<fieldset class="field field-group field-invalid' in shown
    assert "<legend>배송비</legend>" in shown
    assert shown.index('<label class="check"') < shown.index('type="checkbox"') < shown.index("<span>동의합니다</span>")


def test_only_optional_fields_are_marked(shown: str) -> None:
    assert shown.count('class="optional"') == 1


def test_hidden_fields_are_kept_once(shown: str) -> None:
    assert shown.count('name="token"') == 1


def test_one_field_can_be_shown_alone() -> None:
    group = Sample()["name"].as_field_group()
    assert 'for="id_name"' in group
    assert "field-error" not in group


@pytest.fixture
def own_words(tmp_path: Path, settings: Any) -> Iterator[None]:
    """The framework's sentences in the product's Korean, compiled from the tree."""
    target = tmp_path / "ko" / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True)
    polib.pofile(str(SOURCE / "chassis/locale/ko/LC_MESSAGES/django.po")).save_as_mofile(str(target))
    settings.LOCALE_PATHS = [tmp_path]
    with translation.override("ko"):
        yield


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        (forms.CharField(min_length=4), "가나", "4자 이상 적어 주세요. 지금은 2자입니다."),
        (forms.CharField(max_length=2), "가나다", "2자까지 적을 수 있습니다. 지금은 3자입니다."),
        (forms.ChoiceField(choices=[("a", "가")]), "b", "고를 수 없는 값입니다. 목록에서 다시 골라 주세요."),
        (forms.FileField(), SimpleUploadedFile("a.csv", b""), "빈 파일입니다. 다른 파일을 골라 주세요."),
    ],
    ids=["짧음", "긺", "목록에 없음", "빈 파일"],
)
def test_the_frameworks_sentences_are_said_in_the_products_voice(
    own_words: None, field: forms.Field, given: Any, said: str
) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(given)
    assert refused.value.messages == [said]
