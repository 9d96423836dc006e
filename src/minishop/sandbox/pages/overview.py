"""The front page: what the outside world is made of, and what waits for a person."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from minishop.sandbox.carriers.queries import parcels
from minishop.sandbox.clock.services import shift_seconds
from minishop.sandbox.messages.domain import Kind
from minishop.sandbox.messages.queries import messages_of
from minishop.sandbox.pg.domain.states import ContractState
from minishop.sandbox.pg.queries import contracts, sessions


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Counts, each with the way to its page."""
    shift = timedelta(seconds=shift_seconds())
    figures = {
        "shift": shift,
        "days": shift.days,
        "hours": shift.seconds // 3600,
        "waiting": contracts().filter(state=ContractState.REQUESTED).count(),
        "sessions": sessions().count(),
        "parcels": parcels().count(),
        "sms": messages_of(Kind.SMS).count(),
        "mail": messages_of(Kind.MAIL).count(),
    }
    return render(request, "sandbox/overview.html", figures)
