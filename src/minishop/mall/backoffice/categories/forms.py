"""The form of a category."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minishop.chassis.ui.forms import OneLine
from minishop.chassis.ui.versions import ChangingForm
from minishop.mall.catalog.models import Category


class CategoryForm(ChangingForm):
    """분류."""

    name = OneLine(label=gettext_lazy("분류 이름"), max_length=60)
    parent = forms.TypedChoiceField(label=gettext_lazy("상위 분류"), required=False, coerce=int, empty_value=None)
    position = forms.IntegerField(
        label=gettext_lazy("순서"), min_value=0, max_value=1_000_000, initial=0, help_text=gettext_lazy("작은 수가 먼저 보입니다.")
    )

    def __init__(self, *args: Any, others: list[Category], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [("", _("없음 (대분류)")), *((one.id, one.name) for one in others)]  # type: ignore[attr-defined]
