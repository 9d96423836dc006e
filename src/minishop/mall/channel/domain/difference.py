"""대사: what a shop's line says beside what the hub says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from minishop.mall.orders.domain.claims import ClaimMark
from minishop.mall.orders.domain.hub import HubState


class LineDifference(StrEnum):
    """What of a line is otherwise at the hub; ``MISSING``: the hub does not know it."""

    MISSING = "line_missing"
    STATE = "line_state"
    PIECES = "line_pieces"
    CLAIM = "line_claim"


@dataclass(frozen=True, slots=True)
class Told:
    """A line as one of the two knows it."""

    state: HubState
    remaining: int
    mark: ClaimMark


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that does not agree: of a line by the hub's number, or of a level by the variant's id."""

    kind: str
    key: str
    ours: str
    theirs: str


def differences(number: str, ours: Told, theirs: Told | None) -> Iterator[Difference]:
    """What of a line does not agree."""
    if theirs is None:
        yield Difference(LineDifference.MISSING, number, ours.state.value, "")
        return
    for kind, here, there in (
        (LineDifference.STATE, ours.state.value, theirs.state.value),
        (LineDifference.PIECES, str(ours.remaining), str(theirs.remaining)),
        (LineDifference.CLAIM, ours.mark.value, theirs.mark.value),
    ):
        if here != there:
            yield Difference(kind, number, here, there)
