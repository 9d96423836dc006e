"""What a buyer types and chooses, and an operator's login."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minishop.chassis.logins.forms import GuardedLoginForm
from minishop.shopping.index.queries import Sort, Wish

SORTS = [
    (Sort.RELEVANCE, _("정확도순")),
    (Sort.CHEAPEST, _("낮은 가격순")),
    (Sort.DEAREST, _("높은 가격순")),
    (Sort.NEWEST, _("최신순")),
]
_MOST = 9_999_999_999


class SearchForm(forms.Form):
    """검색 조건. A field that cannot be read is shown with its error, and left out of the search."""

    q = forms.CharField(required=False, max_length=100, label=_("검색어"))
    category = forms.CharField(required=False, max_length=50, widget=forms.HiddenInput)
    shop = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    sort = forms.ChoiceField(required=False, choices=SORTS, widget=forms.HiddenInput)
    price_from = forms.IntegerField(required=False, min_value=0, max_value=_MOST, label=_("최저 가격(원)"))
    price_to = forms.IntegerField(required=False, min_value=0, max_value=_MOST, label=_("최고 가격(원)"))
    free = forms.BooleanField(required=False, label=_("무료배송만"))

    def clean(self) -> dict[str, Any]:
        """Prices the wrong way round are told, not turned."""
        cleaned = super().clean() or self.cleaned_data
        low, high = cleaned.get("price_from"), cleaned.get("price_to")
        if low is not None and high is not None and low > high:
            self.add_error("price_to", _("최고 가격이 최저 가격보다 낮습니다."))
        return cleaned

    def wish(self) -> Wish:
        """What is asked for; everything that did not fit is left out."""
        self.is_valid()
        given = self.cleaned_data
        return Wish(
            words=given.get("q", ""),
            category=given.get("category", ""),
            shop=given.get("shop", ""),
            price_from=given.get("price_from"),
            price_to=given.get("price_to"),
            free_shipping=bool(given.get("free")),
            sort=Sort(given.get("sort") or Sort.RELEVANCE),
        )


class LoginForm(GuardedLoginForm):
    """운영자 로그인."""

    username = forms.EmailField(label=_("이메일"), widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "username"}))
    error_messages = {  # noqa: RUF012  # Django's own form declares it on the instance
        "invalid_login": _("이메일이나 비밀번호가 맞지 않습니다."),
        "inactive": _("쓸 수 없는 계정입니다."),
    }
