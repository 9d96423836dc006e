"""Reading the choices."""

from __future__ import annotations

from minishop.sandbox.switches.models import NextAnswer


def chosen_answer(channel: str) -> str | None:
    """What the channel answers next, or None for the usual."""
    return NextAnswer.objects.filter(channel=channel).values_list("answer", flat=True).first()
