"""나중 일: what operators see of later work and do about it. The same page for each service's operators."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from minishop.chassis import clock
from minishop.chassis.jobs import strangers, upkeep
from minishop.chassis.jobs.domain.lines import Pool
from minishop.chassis.jobs.labels import LINE, POOL, ROLE, STANDING
from minishop.chassis.jobs.models import Worker
from minishop.chassis.jobs.process import Role
from minishop.chassis.jobs.upkeep import LineNow, Standing
from minishop.chassis.web.actions import action
from minishop.kernel.clock import utc_now


@dataclass(frozen=True, slots=True)
class Whose:
    """Whom a piece of work is for: the name, and the address of the page about them."""

    name: str
    url: str


Tenants = Callable[[Collection[int]], Mapping[int, Whose]]
Guard = Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponseBase]]


def later_work_urls(guard: Guard, template: str, tenants: Tenants) -> list[URLPattern]:
    """The page and what is done on it, for those whom ``guard`` lets in. ``template`` is the surface's, and includes
    ``jobs/_later_work.html``; ``tenants`` tells by their ids whom work is for."""

    @wraps(_show)
    def show(request: HttpRequest) -> HttpResponse:
        return _show(request, template, tenants)

    return [
        path("", require_safe(guard(show)), name="later-work"),
        path("hosts/trial/", guard(action("later-work")(_try_host)), name="later-work-trial"),
        path("jobs/retrial/", guard(action("later-work")(_run_all_again)), name="later-work-retrial-of-all"),
        path("jobs/<int:job_id>/retrial/", guard(action("later-work")(_run_again)), name="later-work-retrial"),
        path("jobs/<int:job_id>/discarding/", guard(action("later-work")(_discard)), name="later-work-discarding"),
    ]


def say_tried(request: HttpRequest, *, was_parked: bool) -> None:
    """Tells whoever pressed 지금 다시 시도 what comes of it: also in a second tab, or after the pause was over."""
    if was_parked:
        messages.success(request, _("지금 다시 시도합니다. 잠시 뒤 새로고침해 주세요."))
    else:
        messages.info(request, _("쉬게 한 주소가 아닙니다. 이미 다시 시도했거나 쉬는 시간이 끝났습니다."))


def say_begun_anew(request: HttpRequest, *, was_dead: bool) -> None:
    """Tells whoever pressed 다시 하기 what came of it."""
    messages.success(request, _("작업을 다시 시작합니다.")) if was_dead else _say_that_it_is_over(request)


def say_discarded(request: HttpRequest, *, was_dead: bool) -> None:
    """Tells whoever pressed 버리기 what came of it."""
    messages.success(request, _("작업을 버렸습니다.")) if was_dead else _say_that_it_is_over(request)


def _say_that_it_is_over(request: HttpRequest) -> None:
    # Whoever presses twice, or in another tab, has done nothing wrong; another shop's work reads the same.
    messages.info(request, _("멈춘 작업이 아닙니다. 이미 다시 시작했거나 버린 작업입니다."))


def _show(request: HttpRequest, template: str, tenants: Tenants) -> HttpResponse:
    now = utc_now()
    dead = upkeep.dead_jobs(above=_number(request.GET.get("after", "")), at_most=upkeep.PAGE + 1)
    lines = [each for each in upkeep.lines(true_now=now) if each.waiting or each.pool is Pool.INSIDE]
    of = tenants({job.tenant for job in dead if job.tenant})
    at_work = upkeep.roles_at_work(true_now=now)
    context = {
        "lines": [(LINE[each.line], POOL[each.pool], each) for each in lines],
        "not_yet": upkeep.not_yet(),
        "most_counted": upkeep.MOST_COUNTED,
        "workers": [_described(worker, upkeep.standing(worker, now)) for worker in upkeep.workers()],
        "nobody_works": not at_work,
        "unserved": [ROLE[role] for role in _wanted(lines) if role not in at_work],
        "parked": strangers.parked(now),
        "dead": [(job, of.get(job.tenant)) for job in dead[: upkeep.PAGE]],
        "next_after": dead[upkeep.PAGE - 1].id if len(dead) > upkeep.PAGE else None,
    }
    return render(request, template, context)


def _try_host(request: HttpRequest) -> HttpResponse:
    say_tried(request, was_parked=upkeep.try_now(request.POST.get("host", ""), true_now=utc_now()))
    return redirect("later-work")


def _run_again(request: HttpRequest, job_id: int) -> HttpResponse:
    say_begun_anew(request, was_dead=upkeep.run_again(job_id, now=clock.now()))
    return redirect("later-work")


def _run_all_again(request: HttpRequest) -> HttpResponse:
    begun = upkeep.run_all_again(now=clock.now())
    if not begun:
        _say_that_it_is_over(request)
    elif begun < upkeep.MOST_REVIVED:
        messages.success(request, _("작업 %(n)s건을 다시 시작합니다.") % {"n": begun})
    else:
        messages.success(request, _("오래된 것부터 작업 %(n)s건을 다시 시작합니다. 남은 것은 다시 눌러 주세요.") % {"n": begun})
    return redirect("later-work")


def _discard(request: HttpRequest, job_id: int) -> HttpResponse:
    say_discarded(request, was_dead=upkeep.discard(job_id))
    return redirect("later-work")


def _wanted(lines: Sequence[LineNow]) -> list[Role]:
    """The roles that somebody has to have: strangers are called only where there is something to call them for."""
    calls = any(each.pool is Pool.STRANGERS for each in lines)
    return [role for role in Role if role is not Role.CALLER or calls]


def _described(worker: Worker, standing: Standing) -> tuple[list[Any], Worker, Any, Standing]:
    return [ROLE[Role(role)] for role in worker.roles.split()], worker, STANDING[standing], standing


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
