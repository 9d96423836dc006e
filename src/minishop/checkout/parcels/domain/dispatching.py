"""발송처리: whether a line can be sent the way a request says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, NoReturn

from minishop.checkout.orders.domain.states import LineState
from minishop.checkout.parcels.domain import carriers, numbers
from minishop.kernel.errors import DomainError


class Method(StrEnum):
    """glossary: wire. The REST order API's ways to send goods."""

    DELIVERY = "DELIVERY"
    GDFW_ISSUE_SVC = "GDFW_ISSUE_SVC"
    VISIT_RECEIPT = "VISIT_RECEIPT"
    DIRECT_DELIVERY = "DIRECT_DELIVERY"
    QUICK_SVC = "QUICK_SVC"
    NOTHING = "NOTHING"


BY_CARRIER = frozenset({Method.DELIVERY, Method.GDFW_ISSUE_SVC})


class Refusal(StrEnum):
    """Why a dispatch is refused."""

    UNKNOWN_LINE = "unknown_line"  # nobody's, or another merchant's: which of them is told to nobody
    NAMED_TWICE = "named_twice"
    METHOD_UNKNOWN = "method_unknown"
    CARRIER_MISSING = "carrier_missing"
    CARRIER_UNKNOWN = "carrier_unknown"
    NUMBER_MISSING = "number_missing"
    NUMBER_INVALID = "number_invalid"
    NUMBER_USED = "number_used"
    NOT_PAID = "not_paid"
    ALREADY_SENT = "already_sent"
    CLAIMED = "claimed"  # a cancel of it was agreed to, or an operator looks at it


# What is refused for how the line stands, not for what was asked: a step that its table of states has not, or that a claim stops.
OF_STATE = frozenset({Refusal.NOT_PAID, Refusal.ALREADY_SENT, Refusal.CLAIMED})


class DispatchRefused(DomainError):
    """The line cannot be sent so. ``why`` is a Refusal; one for how the line stood says it as ``state``."""

    code: ClassVar[str] = "dispatch_refused"

    @property
    def why(self) -> Refusal:
        """The reason."""
        return Refusal(str(self.facts["why"]))

    @property
    def stood(self) -> LineState | None:
        """How the line stood, where that is why."""
        return LineState(str(self.facts["state"])) if self.why in OF_STATE else None


@dataclass(frozen=True, slots=True)
class Shipment:
    """How goods travel. ``carrier`` and ``number`` are empty when nobody is to be asked about them."""

    method: Method
    carrier: str = ""
    number: str = ""

    @property
    def is_tracked(self) -> bool:
        """Whether the carrier can be asked."""
        return bool(self.number) and carriers.is_tracked(self.carrier)


class Step(StrEnum):
    """What a dispatch does to a line; the words are the decision's own."""

    SEND = "send"
    REPLACE = "replace"
    REPEAT = "repeat"


def shipment(method: str, carrier: str, number: str) -> Shipment:
    """The shipment a request describes, its number normalised. Raises DispatchRefused for one that cannot be."""
    if method not in Method.__members__.values():
        _refuse(Refusal.METHOD_UNKNOWN)
    if Method(method) not in BY_CARRIER:
        return Shipment(Method(method))
    if not carrier:
        _refuse(Refusal.CARRIER_MISSING)
    if carrier not in carriers.catalogue():
        _refuse(Refusal.CARRIER_UNKNOWN)
    normalised = numbers.normalised(number)
    if not carriers.needs_number(carrier):
        return Shipment(Method(method), carrier, normalised[: numbers.LONGEST])
    if not normalised:
        _refuse(Refusal.NUMBER_MISSING)
    try:
        numbers.check(carrier, normalised)
    except numbers.NumberRefused as refused:
        _refuse(Refusal.NUMBER_INVALID, **refused.facts)
    return Shipment(Method(method), carrier, normalised)


def decide(state: LineState, wanted: Shipment, current: Shipment | None, *, used_elsewhere: bool) -> Step:
    """What a dispatch means for a line in a state, sent so far as ``current``. Raises DispatchRefused.

    The same dispatch again is REPEAT; another number while the first is being checked is REPLACE (R49).
    ``used_elsewhere``: the number travels with another order.
    """
    match state:
        case LineState.PAID:
            step = Step.SEND
        case LineState.DISPATCH_REQUESTED | LineState.DELIVERING | LineState.DELIVERED | LineState.FINALIZED if wanted == current:
            return Step.REPEAT
        case LineState.DISPATCH_REQUESTED:
            step = Step.REPLACE
        case LineState.DELIVERING | LineState.DELIVERED | LineState.FINALIZED:
            _refuse(Refusal.ALREADY_SENT, state=state.value)
        case _:
            _refuse(Refusal.NOT_PAID, state=state.value)
    if used_elsewhere:
        _refuse(Refusal.NUMBER_USED)
    return step


def goes_along(line: LineState, current: Shipment | None, before: Shipment | None, step: Step) -> bool:
    """Whether another line of a whole order is sent with one for which a dispatch means ``step`` (R45).

    ``before`` is how that one was sent so far, ``current`` how this one was: only lines that travelled together are replaced together.
    """
    if line is LineState.PAID:
        return True
    return step is Step.REPLACE and line is LineState.DISPATCH_REQUESTED and current == before


def _refuse(why: Refusal, **facts: object) -> NoReturn:
    raise DispatchRefused(why=why.value, **facts)
