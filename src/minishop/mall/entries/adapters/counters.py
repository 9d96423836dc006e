"""창구: where applications are handed in, and how the answers there are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar

from minishop.kernel.errors import DomainError
from minishop.mall.entries.domain import Decision
from minishop.mall.shops.domain.opening import EntryState

_STATES = MappingProxyType({"REQUESTED": EntryState.REQUESTED, "APPROVED": EntryState.APPROVED, "REJECTED": EntryState.REJECTED})


@dataclass(frozen=True, slots=True)
class Counter:
    """Where applications go. ``keys_name`` is the object that holds an approval's keys, None for the answer itself.

    ``keys`` are our names of these keys by the other party's; each must be there. ``extra_keys`` are those that may be. ``lists``: which of
    them is a list of words, told as small ones with a comma between.
    """

    url: str
    id_name: str
    keys_name: str | None
    keys: Mapping[str, str]
    extra_keys: Mapping[str, str] = field(default_factory=dict)
    lists: frozenset[str] = frozenset()


class BadAnswer(DomainError):
    """The other party answered something that is no decision."""

    code: ClassVar[str] = "bad_answer"


def read_decision(answer: object, at: Counter, *, with_keys: bool = True) -> Decision:
    """The decision in a decoded JSON answer. Raises BadAnswer for another shape, an unknown status, or an approval without its keys."""
    if not isinstance(answer, dict):
        raise BadAnswer(problem="not_an_object")
    status, number = answer.get("status"), answer.get(at.id_name)
    state = _STATES.get(status) if isinstance(status, str) else None
    if state is None or not isinstance(number, str) or not number:
        raise BadAnswer(problem="no_status")
    keys = _keys(answer, at) if with_keys and state is EntryState.APPROVED else {}
    return Decision(number, state, str(answer.get("reason") or ""), keys)


def _keys(answer: Mapping[str, object], at: Counter) -> dict[str, str]:
    given = answer.get(at.keys_name) if at.keys_name else answer
    names = {**at.keys, **at.extra_keys}
    read = {ours: given.get(theirs) for theirs, ours in names.items()} if isinstance(given, Mapping) else {}
    found = {name: _joined(value) if name in at.lists else value for name, value in read.items()}
    keys = {name: value for name, value in found.items() if isinstance(value, str) and (value or name in at.lists)}
    if not keys.keys() >= set(at.keys.values()):
        raise BadAnswer(problem="no_keys")
    return keys


def _joined(words: object) -> str | None:
    if not isinstance(words, list):
        return None
    return ",".join(word.lower() for word in words if isinstance(word, str) and word.isalpha() and len(word) <= 20)
