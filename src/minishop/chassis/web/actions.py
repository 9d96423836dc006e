"""Addresses that only act: a form is sent there, and whoever merely opens one (a reload, a login's ``next``) is led to its page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponseNotAllowed
from django.shortcuts import redirect

View = TypeVar("View", bound=Callable[..., Any])
_DECLARED = "leads_to"


def action(page: str, *arguments: str) -> Callable[[View], View]:
    """Declares that a view acts on POST only. A GET is sent on to the route ``page``, with those of its own address's arguments.

    Every other method is 405. Wire addresses are asked by software, which reads a 405: they are no actions.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def act(request: HttpRequest, *positional: Any, **named: Any) -> Any:
            if request.method == "POST":
                return view(request, *positional, **named)
            if request.method in ("GET", "HEAD"):
                return redirect(page, **_kept(request, arguments))
            return HttpResponseNotAllowed(["POST"])

        setattr(act, _DECLARED, (page, arguments))
        return act  # type: ignore[return-value]  # the same parameters, and an answer

    return declare


def page_of(view: object) -> tuple[str, tuple[str, ...]] | None:
    """The page that an action declares, as its route's name and arguments; None for what is no action."""
    return getattr(view, _DECLARED, None)


def _kept(request: HttpRequest, arguments: tuple[str, ...]) -> dict[str, Any]:
    # The whole address's arguments: what stands before a view may have taken some of them.
    found = request.resolver_match.kwargs if request.resolver_match else {}
    return {name: found[name] for name in arguments}
