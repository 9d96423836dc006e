"""나중 일: what operators see of later work and do about it. The same page for each service's operators."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from minishop.chassis import clock
from minishop.chassis.jobs import strangers, upkeep
from minishop.chassis.jobs.domain.lines import Pool
from minishop.chassis.jobs.labels import LINE, POOL, ROLE
from minishop.chassis.jobs.models import Worker
from minishop.chassis.jobs.process import Role
from minishop.chassis.jobs.queue import POISON
from minishop.kernel.clock import utc_now

Guard = Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponseBase]]


def later_work_urls(guard: Guard, template: str) -> list[URLPattern]:
    """The page and what is done on it, for those whom ``guard`` lets in. ``template`` is the surface's, and includes
    ``jobs/_later_work.html``."""

    @wraps(_show)
    def show(request: HttpRequest) -> HttpResponse:
        return _show(request, template)

    return [
        path("", require_safe(guard(show)), name="later-work"),
        path("hosts/trial/", require_POST(guard(_try_host)), name="later-work-trial"),
        path("jobs/<int:job_id>/retrial/", require_POST(guard(_run_again)), name="later-work-retrial"),
        path("jobs/<int:job_id>/discarding/", require_POST(guard(_discard)), name="later-work-discarding"),
    ]


def say_tried(request: HttpRequest) -> None:
    """Tells whoever pressed 지금 다시 시도 what comes of it."""
    messages.success(request, _("지금 다시 시도합니다. 잠시 뒤 새로고침해 주세요."))


def _show(request: HttpRequest, template: str) -> HttpResponse:
    now = utc_now()
    dead = upkeep.dead_jobs(above=_number(request.GET.get("after", "")), at_most=upkeep.PAGE + 1)
    workers = upkeep.workers()
    context = {
        "lines": [
            (LINE[each.line], POOL[each.pool], each)
            for each in upkeep.lines(true_now=now)
            if each.waiting or each.pool is Pool.INSIDE
        ],
        "most_counted": upkeep.MOST_COUNTED,
        "workers": [(_roles_of(worker), worker) for worker in workers],
        "nobody_works": all(worker.gone for worker in workers),
        "parked": strangers.parked(now),
        "dead": dead[: upkeep.PAGE],
        "next_after": dead[upkeep.PAGE - 1].id if len(dead) > upkeep.PAGE else None,
        "poison": POISON,
    }
    return render(request, template, context)


def _try_host(request: HttpRequest) -> HttpResponse:
    if not upkeep.try_now(request.POST.get("host", ""), true_now=utc_now()):
        raise Http404
    say_tried(request)
    return redirect("later-work")


def _run_again(request: HttpRequest, job_id: int) -> HttpResponse:
    if not upkeep.run_again(job_id, now=clock.now()):
        raise Http404
    messages.success(request, _("작업을 다시 시작합니다."))
    return redirect("later-work")


def _discard(request: HttpRequest, job_id: int) -> HttpResponse:
    if not upkeep.discard(job_id):
        raise Http404
    messages.success(request, _("작업을 버렸습니다."))
    return redirect("later-work")


def _roles_of(worker: Worker) -> list[Any]:
    return [ROLE[Role(role)] for role in worker.roles.split()]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
