"""Who may see the operator's pages: operators. Everyone else is asked for an operator's login."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from minishop.chassis.web import errors
from minishop.checkout.accounts.session import account_of


def operator_of(request: HttpRequest) -> str:
    """Who acts, as records name an operator."""
    return f"operator:{request.user.get_username()}"


def is_operator(request: HttpRequest) -> bool:
    """Whether an operator asks."""
    account = account_of(request)
    return account is not None and account.is_operator


def operators_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A visitor is asked to log in; a buyer is told that another login is needed."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **named: object) -> HttpResponse:
        account = account_of(request)
        if account is None:
            return redirect_to_login(request.get_full_path())
        if not account.is_operator:
            return errors.operators_only(request)
        return view(request, *args, **named)

    return guarded
