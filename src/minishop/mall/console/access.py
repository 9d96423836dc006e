"""Who may open the operators' console. Everyone else is asked for an operator's login."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase

from minishop.chassis.web import errors
from minishop.mall.staff.models import Account


def is_operator(request: HttpRequest) -> bool:
    """Whether one of the host's operators asks."""
    return request.user.is_authenticated and request.user.is_operator


def operator_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view below ``/console/``: asks for a login, and anew where it is none of the host's operators."""

    @wraps(view)
    @login_required
    def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not cast(Account, request.user).is_operator:
            return errors.operators_only(request)
        return view(request, *args, **kwargs)

    return enter
