"""What the operators see of guessing."""

from __future__ import annotations

from collections.abc import Sequence

from minishop.chassis.logins.models import GuessCounter

_SHOWN = 50


def guessed_at() -> Sequence[GuessCounter]:
    """Accounts that were guessed at from many addresses and addresses that guessed at many accounts, of the last day, latest first."""
    return list(GuessCounter.objects.exclude(subject="").order_by("-empty_at")[:_SHOWN])
