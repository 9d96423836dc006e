"""Who may see the operator's pages: operators. To everyone else they are not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from minishop.checkout.accounts.session import account_of


def operator_of(request: HttpRequest) -> str:
    """Who acts, as records name an operator."""
    return f"operator:{request.user.get_username()}"


def is_operator(request: HttpRequest) -> bool:
    """Whether an operator asks."""
    account = account_of(request)
    return account is not None and account.is_operator


def operators_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A visitor is asked to log in; a buyer finds nothing."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **named: object) -> HttpResponse:
        account = account_of(request)
        if account is None:
            return redirect_to_login(request.get_full_path())
        if not account.is_operator:
            raise Http404
        return view(request, *args, **named)

    return guarded
