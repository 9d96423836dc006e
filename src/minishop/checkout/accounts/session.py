"""Who is logged in. The only place that asks the session, so that pages deal with accounts and nothing else."""

from __future__ import annotations

from django.contrib import auth
from django.http import HttpRequest

from minishop.checkout.accounts.models import Account

_BACKEND = "django.contrib.auth.backends.ModelBackend"


def account_of(request: HttpRequest) -> Account | None:
    """The account that is logged in, or None for a visitor."""
    user: object = request.user
    return user if isinstance(user, Account) else None


def log_in(request: HttpRequest, account: Account) -> None:
    """Begins a session of the account, under a new session key."""
    user: object = account
    auth.login(request, user, backend=_BACKEND)  # type: ignore[arg-type]  # the checker knows one service's accounts only
