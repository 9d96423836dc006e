"""Who acted, as a line's history keeps it: ``hub``, the e-mail of one of the shop's people, or a guest's after ``operator:``."""

from __future__ import annotations

HUB = "hub"
_OPERATOR = "operator:"
_LONGEST = 80  # of the column


def person(email: str, *, is_guest: bool) -> str:
    """A person as an actor; ``is_guest`` says that it is one of the host's operators, who does not work in the shop."""
    return (f"{_OPERATOR}{email}" if is_guest else email)[:_LONGEST]


def guest_in(actor: str) -> str:
    """The e-mail of the operator who acted as a guest; empty for every other actor."""
    return actor.removeprefix(_OPERATOR) if actor.startswith(_OPERATOR) else ""
