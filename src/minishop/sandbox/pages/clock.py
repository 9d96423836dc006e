"""The clock's page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minishop.chassis.clock import now
from minishop.kernel.clock import next_day_start, utc_now
from minishop.sandbox.clock.domain import Move
from minishop.sandbox.clock.errors import AlreadyMoved, NotShared
from minishop.sandbox.clock.services import is_shared, move, shift_seconds
from minishop.sandbox.pages.forms import DaysForm, MoveForm


@require_http_methods(["GET", "POST"])
def clock(request: HttpRequest) -> HttpResponse:
    """Shows the time of all services and moves it: ``to=hour``, ``to=day``, or ``days=3``."""
    form = _form(request)
    if form.is_valid():
        return _move(request, form.cleaned_data)
    moment = now()
    facts = {"form": form, "shift": shift_seconds(), "shared": is_shared(), "now": moment}
    facts |= {"machine": utc_now(), "tomorrow": next_day_start(moment)}
    return render(request, "sandbox/clock.html", facts, status=422 if form.errors else 200)


def _form(request: HttpRequest) -> MoveForm | DaysForm:
    if request.method != "POST":
        return DaysForm()
    return MoveForm(request.POST) if request.POST.get("to") else DaysForm(request.POST)


def _move(request: HttpRequest, given: dict[str, Any]) -> HttpResponse:
    how = Move(given.get("to", Move.DAYS))
    try:
        move(how=how, days=given.get("days", 0), seen_shift=given["shift"], now=now())
    except NotShared:
        messages.error(request, _("MINISHOP_CLOCK_FILE이 정해지지 않아 시계를 옮길 수 없습니다."))
    except AlreadyMoved:
        messages.warning(request, _("시계가 이미 옮겨졌습니다. 지금 시각을 확인하고 다시 눌러 주세요."))
    else:
        messages.success(request, _("시계를 옮겼습니다. 모든 서비스가 새 시각을 따릅니다."))
    return redirect("clock")
