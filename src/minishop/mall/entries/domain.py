"""입점 신청서: what a decision on an application means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar

from minishop.kernel.errors import DomainError
from minishop.mall.shops.domain.opening import EntryState

_SOON, _FIRST, _LONGEST = timedelta(seconds=5), timedelta(minutes=1), timedelta(minutes=10)


class NobodyToApplyTo(DomainError):
    """No party of this name takes applications in this installation."""

    code: ClassVar[str] = "nobody_to_apply_to"


class OnlyATrial(DomainError):
    """The shop is there to try the office in; it never opens."""

    code: ClassVar[str] = "only_a_trial"


@dataclass(frozen=True, slots=True)
class Decision:
    """Where an application stands at the other party. ``keys`` are what an approval gave, under our own names."""

    application_id: str
    state: EntryState
    reason: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)


def party_among(parties: Mapping[str, object], asked: str) -> str:
    """The code of the party to apply to: the one asked for, or the first. Raises NobodyToApplyTo."""
    chosen = asked or next(iter(parties), "")
    if chosen not in parties:
        raise NobodyToApplyTo(party=asked)
    return chosen


def pause_after(waited: timedelta) -> timedelta:
    """How long to wait before an application that was handed in so long ago is looked at again: 5 s in the first minute, then
    10 s, 20 s, 40 s … up to 10 minutes."""
    if waited < _FIRST:
        return _SOON
    pause, over = 2 * _SOON, waited - _FIRST
    while over >= pause and pause < _LONGEST:
        over, pause = over - pause, 2 * pause
    return min(pause, _LONGEST)
