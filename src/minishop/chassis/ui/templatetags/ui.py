"""Filters and tags of every page; builtin, so no page loads them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import quote

from django import template
from django.core.paginator import Page
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide as svg_of

from minishop.chassis import environment
from minishop.chassis.ui.bills import BillRow
from minishop.chassis.ui.menu import Item, Menu, count_shown
from minishop.chassis.ui.reasons import worded, worded_plainly
from minishop.chassis.ui.steps import Steps, as_counted
from minishop.chassis.ui.versions import ChangingForm
from minishop.kernel.clock import KST, day_start, kst_day

register = template.Library()
# What is read on the way, or made for whoever cannot log in, and what a letter's link leads to, whose key belongs nowhere else: a login
# there leads where it leads by itself.
_NO_WAY = re.compile(r"/|/(login|signup|terms|privacy)/|/password/.*|/account/email/confirmation/")
_NOT_FOUND = 404


@register.filter
def won(amount: int | Literal[""] | None) -> str:
    """``12,000원``; empty for nothing. Takes whole won only."""
    if amount is None or amount == "":
        return ""
    grouped = f"{abs(int(amount)):,}"
    shown = _("%(amount)s원") % {"amount": grouped}
    return f"−{shown}" if amount < 0 else shown


@register.filter
def number(count: int | Literal[""] | None) -> str:
    """``12,000``; empty for nothing."""
    return "" if count is None or count == "" else f"{int(count):,}"


@register.filter
def counted(found: int) -> str:
    """``1,200``; ``10,000+`` where no more was counted."""
    return as_counted(found)


@register.filter
def business_number(digits: str) -> str:
    """사업자등록번호: ``123-45-67891``; what has not ten digits as it is."""
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}" if len(digits) == 10 and digits.isdigit() else digits


@register.filter
def day(instant: datetime | date | None) -> str:
    """``2026.11.23``: the calendar day in Seoul; empty for None."""
    if not instant:
        return ""
    shown = kst_day(instant) if isinstance(instant, datetime) else instant
    return f"{shown:%Y.%m.%d}"


@register.filter
def moment(instant: datetime | None) -> str:
    """``2026.11.23 10:05`` in Seoul; empty for None."""
    return f"{instant.astimezone(KST):%Y.%m.%d %H:%M}" if instant else ""


@register.filter
def till(instant: datetime | None) -> str:
    """Until when, as it is read before 까지: the last day of what ends at midnight in Seoul, else the moment; empty for None."""
    if instant is None:
        return ""
    is_midnight = instant == day_start(kst_day(instant))
    return day(instant - timedelta(microseconds=1)) if is_midnight else moment(instant)


@register.simple_tag
def icon(name: str, label: str = "", size: int = 20) -> SafeString:
    """A Lucide icon as inline SVG: decoration, unless ``label`` says what it means. Raises for an unknown name."""
    return _icon(name, str(label), size)


@lru_cache(maxsize=512)
def _icon(name: str, label: str, size: int) -> SafeString:
    meaning = {"role": "img", "aria-label": escape(label)} if label else {"aria-hidden": "true"}
    shape: dict[str, Any] = {"class": "icon", "focusable": "false", **meaning}
    return mark_safe(svg_of(name, size=size, **shape))  # noqa: S308  # the icon set's own drawing, with an escaped label


@register.simple_tag
def sandbox_mode() -> bool:
    """Whether nothing here is real: pages then carry a ribbon that says so."""
    return environment.mode() == "sandbox"


@register.inclusion_tag("ui/_pagination.html", takes_context=True)
def paginate(context: dict[str, Any], page: Page[Any], label: str = "") -> dict[str, Any]:
    """Links to a list's other pages that keep the rest of the address; nothing when there is only one page.

    ``label`` names them where a page has several lists.
    """
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [(number, _address(context["request"], number) if isinstance(number, int) else "") for number in elided]
    previous = _address(context["request"], page.number - 1) if page.has_previous() else ""
    following = _address(context["request"], page.number + 1) if page.has_next() else ""
    return {"page": page, "links": links, "previous": previous, "following": following, "label": label}


@register.inclusion_tag("ui/_steps.html", takes_context=True)
def steps(context: dict[str, Any], page: Steps[Any], label: str = "") -> dict[str, str]:
    """Links to the pages of a long list on either side, that keep the rest of the address; nothing when there is only one page.

    ``label`` names them where a page has several lists.
    """
    return {
        "label": label,
        "previous": _beside(context["request"], page.name, "before", page.before),
        "following": _beside(context["request"], page.name, "after", page.after),
    }


def _beside(request: HttpRequest, name: str, side: str, row: int) -> str:
    query = request.GET.copy()
    for each in ("before", "after"):
        query.pop(f"{name}{each}", None)
    query[f"{name}{side}"] = str(row)
    return f"?{query.urlencode()}" if row else ""


def _address(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


@register.inclusion_tag("ui/_bill.html")
def bill(rows: Sequence[BillRow]) -> dict[str, Sequence[BillRow]]:
    """An amount explained: the rows of a receipt."""
    return {"rows": rows}


@register.simple_tag(takes_context=True)
def way_back(context: dict[str, Any]) -> str:
    """``?next=…`` for links to a login: the way that a login was asked for on, or this page; nothing where no page is meant."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return ""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if not wanted and context.get("status") != _NOT_FOUND and not _NO_WAY.fullmatch(request.path):
        wanted = request.get_full_path()
    return f"?next={quote(wanted)}" if wanted else ""


@register.simple_tag
def menu_count(menu: Menu, item: Item) -> SafeString:
    """How much waits behind a menu's line; nothing where nothing waits."""
    shown = count_shown(menu.counts.get(item.route, 0))
    return format_html(' <b class="menu-count">{}</b>', shown) if shown else SafeString("")


@register.simple_tag
def versions(form: object) -> SafeString:
    """Inside a ``<form>``: what a form that changes something showed, and where another save came first, both values and the choice.

    Nothing for other forms."""
    return mark_safe(render_to_string("ui/_versions.html", {"form": form}) if isinstance(form, ChangingForm) else "")  # noqa: S308  # a template


@register.filter
def reason(text: str) -> str:
    """Why something failed, in words, for those who run the service."""
    return worded(text)


@register.filter
def plain_reason(text: str) -> str:
    """Why something failed, in words, for everyone else: a fault of ours shows nothing of its inside."""
    return worded_plainly(text)
