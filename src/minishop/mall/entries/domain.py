"""입점 신청서: what an application says, and what a decision on it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from minishop.kernel.errors import DomainError


class BadAnswer(DomainError):
    """The other party answered something that is no application."""

    code: ClassVar[str] = "bad_answer"


@dataclass(frozen=True, slots=True)
class Decision:
    """Where an application stands at the other party. ``keys`` are what an approval gave, under the other party's names."""

    application_id: str
    status: str
    reason: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        return self.status == "REQUESTED"


def read_decision(answer: object, *, id_name: str, keys_name: str | None, required: tuple[str, ...] = ()) -> Decision:
    """The decision in a decoded JSON answer. ``keys_name`` is the object that holds an approval's keys, None for the answer itself.

    Raises BadAnswer for another shape, an unknown status, or an approval without its keys.
    """
    if not isinstance(answer, dict):
        raise BadAnswer(problem="not_an_object")
    status, number = answer.get("status"), answer.get(id_name)
    if status not in ("REQUESTED", "APPROVED", "REJECTED") or not isinstance(number, str) or not number:
        raise BadAnswer(problem="no_status")
    given = (answer.get(keys_name) if keys_name else answer) if status == "APPROVED" else {}
    keys = {name: value for name, value in given.items() if isinstance(value, str)} if isinstance(given, dict) else {}
    if status == "APPROVED" and not all(keys.get(name) for name in required):
        raise BadAnswer(problem="no_keys")
    return Decision(number, status, str(answer.get("reason") or ""), keys)
