"""Choosing the next answer, and using it up."""

from __future__ import annotations

from datetime import datetime

from minishop.sandbox.switches.models import NextAnswer


def choose(*, channel: str, answer: str, now: datetime) -> None:
    """The channel's next request is answered so; an earlier choice that was not used is replaced."""
    NextAnswer.objects.update_or_create(channel=channel, defaults={"answer": answer, "chosen_at": now})


def clear(*, channel: str) -> None:
    """The channel answers as usual again."""
    NextAnswer.objects.filter(channel=channel).delete()


def use_up(*, channel: str) -> str | None:
    """Takes the channel's chosen answer, so that exactly one request gets it; None when nothing was chosen.

    The caller's transaction decides: rolled back, the choice stands.
    """
    chosen = NextAnswer.objects.filter(channel=channel).first()
    if chosen is None:
        return None
    # Of two who read it, one deletes it.
    taken, _ = NextAnswer.objects.filter(channel=channel, answer=chosen.answer, chosen_at=chosen.chosen_at).delete()
    return chosen.answer if taken else None
