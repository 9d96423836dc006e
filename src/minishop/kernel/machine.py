"""상태 기계: a machine of states as data, which its one writer asks and from which diagrams, constraints and tests are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Generic, TypeVar

from minishop.kernel.errors import DomainError

S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)


class IllegalTransition(DomainError):
    """The table has no such step. ``facts``: ``state``, None for a thing not made yet, and ``event``, as their values."""

    code: ClassVar[str] = "illegal_transition"


@dataclass(frozen=True)
class Machine(Generic[S, E]):
    """A table of (state, event) → state, and the states in which a thing may be made, the usual one first.

    ``made_by``: where making it is an event itself, the state that each such event makes it in. ``None`` stands for what is not made yet.
    """

    begins: tuple[S, ...]
    table: Mapping[tuple[S, E], S]
    made_by: Mapping[E, S] = field(default_factory=dict)

    @property
    def states(self) -> type[S]:
        """All states."""
        return type(self.begins[0])

    def next_state(self, state: S | None, event: E) -> S:
        """The state after an event; raises IllegalTransition for a step that is not in the table."""
        target = self.made_by.get(event) if state is None else self.table.get((state, event))
        if target is None:
            raise IllegalTransition(state=state and state.value, event=event.value)
        return target

    def allowed(self, state: S | None) -> frozenset[E]:
        """The events that may happen in a state: the one source of what is possible and of what is offered."""
        return frozenset(self.made_by) if state is None else frozenset(event for known, event in self.table if known is state)

    def leads_to(self, event: E) -> frozenset[S]:
        """The states that an event may end in: a thing that stands there needs no second decision of the same kind."""
        return frozenset(target for (_, known), target in self.table.items() if known is event)
