"""What the operators see of guessing, and whose an e-mail is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import QuerySet
from django.db.models.functions import Lower

from minishop.chassis.logins.models import GuessCounter

_SHOWN, _ACCOUNTS = 50, 10


def guessed_at() -> Sequence[GuessCounter]:
    """Accounts that were guessed at from many addresses and addresses that guessed at many accounts, of the last day, latest first."""
    return list(GuessCounter.objects.exclude(subject="").order_by("-empty_at")[:_SHOWN])


def having_email(email: str) -> QuerySet[Any]:
    """All accounts of an e-mail in any case, by the index that each service's accounts have for it."""
    return get_user_model()._default_manager.alias(lowered=Lower("email")).filter(lowered=email.lower())


def accounts_of_email(email: str) -> list[Any]:
    """The active accounts with a password of an e-mail in any case, those of one spelling together; ten at the most."""
    known = having_email(email).filter(is_active=True).exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return list(known.order_by("email", "pk")[:_ACCOUNTS])
