"""What the order desk is asked for: tab, period, people, product (R114)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from minishop.kernel.clock import kst_day
from minishop.mall.orders.queries import TABS, Search

PERIODS = ((0, _("오늘")), (2, _("3일")), (6, _("일주일")), (30, _("한달")))


class SearchForm(forms.Form):
    """미배송주문 검색."""

    first = forms.DateField(label=_("주문일 시작"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("주문일 끝"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    number = forms.CharField(label=_("주문번호"), required=False, max_length=30)
    orderer = forms.CharField(label=_("주문자명"), required=False, max_length=40)
    recipient = forms.CharField(label=_("수령인"), required=False, max_length=40)
    product = forms.CharField(label=_("상품명"), required=False, max_length=60)


def search_of(query: QueryDict) -> tuple[SearchForm, Search]:
    """The form as filled in, and what it asks for: orders of all times unless a period is given, since one that nobody has shipped must
    not leave the desk by growing old. What is not understood counts as not asked."""
    form = SearchForm(query)
    form.is_valid()
    given = form.cleaned_data
    first, last = _sane(given.get("first")), _sane(given.get("last"))
    if first and last and last < first:
        last = first
    tab = query.get("tab", "")
    words = {name: str(given.get(name) or "") for name in ("number", "orderer", "recipient", "product")}
    search = Search(tab if tab in TABS else "preparing", first, last, **words)
    shown = SearchForm(initial={**words, "first": first, "last": last})
    return (shown if form.is_valid() else form), search


def _sane(day: date | None) -> date | None:
    """A day that an order could be of; calendars end, and days beside their ends cannot be counted on."""
    return day if day is not None and 2000 <= day.year < 3000 else None


def periods(now: datetime) -> list[tuple[str, str, object]]:
    """(first, last, label) of the period buttons."""
    today = kst_day(now)
    return [((today - timedelta(days=days)).isoformat(), today.isoformat(), label) for days, label in PERIODS]
