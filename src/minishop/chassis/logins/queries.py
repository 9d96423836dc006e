"""What the operators see of guessing, and whose an e-mail is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models.functions import Lower

from minishop.chassis.logins.models import GuessCounter

_SHOWN, _ACCOUNTS = 50, 10


def guessed_at() -> Sequence[GuessCounter]:
    """Accounts that were guessed at from many addresses and addresses that guessed at many accounts, of the last day, latest first."""
    return list(GuessCounter.objects.exclude(subject="").order_by("-empty_at")[:_SHOWN])


def accounts_of_email(email: str) -> list[Any]:
    """The active accounts with a password of an e-mail in any case, those of one spelling together; ten at the most."""
    accounts = get_user_model()._default_manager.alias(lowered=Lower("email")).filter(lowered=email.lower(), is_active=True)
    known = accounts.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return list(known.order_by("email", "pk")[:_ACCOUNTS])
