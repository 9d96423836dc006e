"""What happened to the lines of an order, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from minishop.mall.claims.labels import answer_words, event_words
from minishop.mall.orders.labels import EVENTS, Label, actor_name
from minishop.mall.orders.models import LineEvent


@dataclass(frozen=True, slots=True)
class Told:
    """A row of the history: the event, what it is called, who caused it."""

    event: LineEvent
    label: Label
    who: Label


def told(events: Iterable[LineEvent]) -> list[Told]:
    """Rows in the order given."""
    return [Told(event, _label(event), actor_name(event.actor)) for event in events]


def _label(event: LineEvent) -> Label:
    if event.event == "claim_answered":
        return answer_words(event.evidence)
    return event_words(event.evidence) if event.event == "claim" else EVENTS.get(event.event, event.event)
