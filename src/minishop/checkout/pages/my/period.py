"""조회 기간: which of a buyer's orders are looked at (R98)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from minishop.checkout.orders.domain.progress import Progress
from minishop.kernel.clock import day_start, kst_day

# The counters on top of the list (R97), in their order.
COUNTED = (
    Progress.AWAITING_DEPOSIT,
    Progress.PAID,
    Progress.PREPARING,
    Progress.DELIVERING,
    Progress.DELIVERED,
    Progress.DECIDING,
    Progress.CLAIMED,
)

# What was never paid, and is over, is looked for by name only: nothing was bought.
NOT_BOUGHT = (Progress.UNPAID, Progress.UNPAID_CANCELLED)
CHOOSABLE = (*COUNTED, Progress.UNPAID)

_DAYS = {"today": 1, "week": 7, "month": 30, "3months": 91, "6months": 182, "year": 365}
_NAMES = [
    ("today", _("오늘")),
    ("week", _("1주일")),
    ("month", _("1개월")),
    ("3months", _("3개월")),
    ("6months", _("6개월")),
    ("year", _("1년")),
]


def listed(chosen: Progress | None) -> tuple[Progress, ...]:
    """Where orders stand that belong to the list of what was chosen; to the list of everything when nothing was."""
    if chosen is None:
        return tuple(progress for progress in Progress if progress is not Progress.UNPAID_CANCELLED)
    return NOT_BOUGHT if chosen is Progress.UNPAID else (chosen,)


class _Day(forms.DateField):
    """A day near enough that its beginning and end are instants too."""

    default_validators = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 31))]  # noqa: RUF012


class PeriodForm(forms.Form):
    """A named period, or days from–to; without either (``is_asked``), a year. ``begins`` and ``ends`` are instants, the end not included."""

    last = forms.ChoiceField(choices=_NAMES, required=False)
    since = _Day(label=_("시작일"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    until = _Day(label=_("종료일"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, data: Any, *, today: datetime) -> None:
        day = kst_day(today)
        self.is_asked = any((data or {}).get(name) for name in ("last", "since", "until"))
        chosen = (data or {}).get("last") or ("" if (data or {}).get("since") or (data or {}).get("until") else "year")
        first = day - timedelta(days=_DAYS.get(chosen, 365) - (0 if chosen == "year" else 1))
        super().__init__(data, initial={"since": first, "until": day})
        self.chosen = chosen
        self.names = _NAMES
        self.first, self.last_day = self._days(first, day)
        # What the fields show: the period that is looked at, or the mistake as it was typed.
        mistaken = bool(self.errors)
        self.shown_since = self.data.get("since", "") if mistaken else self.first.isoformat()
        self.shown_until = self.data.get("until", "") if mistaken else self.last_day.isoformat()

    def _days(self, first: date, last: date) -> tuple[date, date]:
        if self.is_bound and self.is_valid() and not self.chosen:
            first, last = self.cleaned_data["since"] or first, self.cleaned_data["until"] or last
        return first, last

    def clean(self) -> dict[str, Any]:
        known = self.cleaned_data
        if known.get("since") and known.get("until") and known["since"] > known["until"]:
            self.add_error("until", _("종료일은 시작일보다 빠를 수 없습니다."))
        return known

    @property
    def begins(self) -> datetime:
        """The first instant of the period."""
        return day_start(self.first)

    @property
    def ends(self) -> datetime:
        """The first instant after the period."""
        return day_start(self.last_day + timedelta(days=1))
