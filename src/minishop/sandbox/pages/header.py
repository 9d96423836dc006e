"""What stands at the head of every page."""

from __future__ import annotations

from django.http import HttpRequest

from minishop.chassis.clock import now


def header(request: HttpRequest) -> dict[str, object]:
    """The sandbox's time, and the first part of the address, by which the menu knows where it is."""
    return {"sandbox_now": now(), "section": request.path.split("/")[1]}
