"""``/clock.json``: the installation's time, for tools."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from minishop.chassis.clock import now
from minishop.kernel.clock import kst_iso
from minishop.sandbox.clock.services import shift_seconds


@require_GET
def clock(request: HttpRequest) -> JsonResponse:
    """The time all services live in, and how many seconds it is ahead of the machine's."""
    return JsonResponse({"now": kst_iso(now()), "shiftSeconds": shift_seconds()})
