"""What the order desk is asked for: tab, period, and words that name number, people or goods (R114)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from minishop.kernel.clock import kst_day
from minishop.mall.orders.queries import TABS, Search

TAB_LABELS = {
    "preparing": _("배송준비중"), "shipping_wait": _("배송대기"), "on_hold": _("배송보류"), "in_transit": _("배송중"), "delivered": _("배송완료"),
    "ended": _("취소·반품"), "all": _("전체"),
}  # fmt: skip
PERIODS = ((0, _("오늘")), (2, _("3일")), (6, _("일주일")), (30, _("한달")))


class SearchForm(forms.Form):
    """주문 검색."""

    q = forms.CharField(label=_("찾는 말"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"}))
    first = forms.DateField(label=_("주문일 시작"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("주문일 끝"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


def search_of(query: QueryDict) -> tuple[SearchForm, Search]:
    """The form as filled in, and what it asks for: orders of all times unless a period is given, since one that nobody has shipped must
    not leave the desk by growing old; and of all tabs unless one is named, since who looks for an order need not know where it stands.
    What is not understood counts as not asked."""
    form = SearchForm({**query.dict(), "q": _words(query)})
    is_valid = form.is_valid()
    given = form.cleaned_data
    first, last = _sane(given.get("first")), _sane(given.get("last"))
    if first and last and last < first:
        last = first
    words = str(given.get("q") or "")
    tab = query.get("tab") or ("all" if words or first or last else "preparing")
    search = Search(tab if tab in TABS else "preparing", first, last, words)
    return (SearchForm(initial={"q": words, "first": first, "last": last}) if is_valid else form), search


def _words(query: QueryDict) -> str:
    """What is looked for; addresses of before named the order's number, people and goods apart."""
    return " ".join(filter(None, (query.get(name, "").strip() for name in ("q", "number", "orderer", "recipient", "product"))))


def _sane(day: date | None) -> date | None:
    """A day that an order could be of; calendars end, and days beside their ends cannot be counted on."""
    return day if day is not None and 2000 <= day.year < 3000 else None


def periods(now: datetime) -> list[tuple[str, str, object]]:
    """(first, last, label) of the period buttons."""
    today = kst_day(now)
    return [((today - timedelta(days=days)).isoformat(), today.isoformat(), label) for days, label in PERIODS]
