"""답: what a seller may do with a return or an exchange of which the hub told (claims 1.2, 1.5; R51, R145)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from minishop.kernel.won import Won
from minishop.mall.orders.domain.claims import ClaimKind, ClaimState


class Act(StrEnum):
    """What a seller does.

    ``ACCEPT``: the goods may come back, and nothing else follows yet. ``APPROVE``: a return's money goes back. ``RECEIVE``: the goods are
    back. ``REDISPATCH``: an exchange's others leave.
    """

    ACCEPT = "accept"
    APPROVE = "approve"
    RECEIVE = "receive"
    REDISPATCH = "redispatch"
    HOLD = "hold"
    RELEASE = "release"
    REFUSE = "refuse"


class AnswerProblem(StrEnum):
    """Why an answer is refused here already."""

    ELSEWHERE = "elsewhere"
    IS_SENT = "is_sent"
    NOT_NOW = "not_now"
    NO_WORDS = "no_words"
    NO_REASON = "no_reason"
    NO_FEE = "no_fee"


_K, _S, _A = ClaimKind, ClaimState, Act
# In the order in which they are offered. What is held is neither refunded nor refused nor sent.
ACTS: Mapping[tuple[ClaimKind, ClaimState], tuple[Act, ...]] = {
    (_K.RETURN, _S.ASKED): (_A.ACCEPT, _A.APPROVE, _A.HOLD, _A.REFUSE),
    (_K.RETURN, _S.COLLECTING): (_A.RECEIVE, _A.APPROVE, _A.HOLD, _A.REFUSE),
    (_K.RETURN, _S.COLLECTED): (_A.APPROVE, _A.HOLD, _A.REFUSE),
    (_K.EXCHANGE, _S.ASKED): (_A.ACCEPT, _A.RECEIVE, _A.HOLD, _A.REFUSE),
    (_K.EXCHANGE, _S.COLLECTING): (_A.RECEIVE, _A.HOLD, _A.REFUSE),
    (_K.EXCHANGE, _S.COLLECTED): (_A.REDISPATCH, _A.HOLD, _A.REFUSE),
    **{(kind, _S.HELD): (_A.RELEASE,) for kind in (_K.RETURN, _K.EXCHANGE)},
}
# Steps that the public order API has no word for: a return is approved there or nothing, and an exchange accepted with its goods' coming back.
STEPS = frozenset({(_K.RETURN, _A.ACCEPT), (_K.RETURN, _A.RECEIVE), (_K.EXCHANGE, _A.ACCEPT)})
# The hub's reasons for holding (glossary: wire), in the order of the form.
HOLD_REASONS: Mapping[ClaimKind, tuple[str, ...]] = {
    _K.RETURN: ("RETURN_DELIVERYFEE", "EXTRAFEEE", "RETURN_DELIVERYFEE_AND_EXTRAFEEE", "RETURN_PRODUCT_NOT_DELIVERED", "ETC"),
    _K.EXCHANGE: (
        "EXCHANGE_DELIVERYFEE", "EXCHANGE_EXTRAFEE", "EXCHANGE_PRODUCT_READY", "EXCHANGE_PRODUCT_NOT_DELIVERED", "ETC",
    ),
}  # fmt: skip
# Names an extra fee, so that the hub takes none of them without its amount.
NEED_FEE = frozenset({"EXTRAFEEE", "RETURN_DELIVERYFEE_AND_EXTRAFEEE", "EXCHANGE_EXTRAFEE"})


@dataclass(frozen=True, slots=True)
class Answer:
    """An act with what belongs to it: words for the buyer, a hold's reason and extra fee, a parcel's carrier and number."""

    act: Act
    words: str = ""
    reason: str = ""
    fee: Won = Won(0)
    carrier: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Answerable:
    """A claim as the rule sees it. ``is_ours``: the shop answers it, not the hub alone. ``is_sent``: an answer waits for the hub's word.
    ``was_held``: a claim is held once by its seller. ``in_steps``: the hub takes the steps that the public API lacks (``STEPS``)."""

    kind: ClaimKind
    state: ClaimState
    is_ours: bool = True
    is_sent: bool = False
    was_held: bool = False
    in_steps: bool = True


def acts_on(claim: Answerable) -> tuple[Act, ...]:
    """What may be done with a claim now: the one source of what is possible and of the buttons that are offered."""
    if not claim.is_ours or claim.is_sent:
        return ()
    shut = {Act.HOLD} if claim.was_held else set()
    shut |= set() if claim.in_steps else {act for kind, act in STEPS if kind is claim.kind}
    return tuple(act for act in ACTS.get((claim.kind, claim.state), ()) if act not in shut)


def problem_with(answer: Answer, claim: Answerable) -> AnswerProblem | None:
    """Why an answer cannot be sent; None: it can."""
    if not claim.is_ours:
        return AnswerProblem.ELSEWHERE
    if claim.is_sent:
        return AnswerProblem.IS_SENT
    if answer.act not in acts_on(claim):
        return AnswerProblem.NOT_NOW
    if answer.act in (Act.REFUSE, Act.HOLD) and not answer.words.strip():
        return AnswerProblem.NO_WORDS
    if answer.act is Act.HOLD and answer.reason not in HOLD_REASONS[claim.kind]:
        return AnswerProblem.NO_REASON
    if answer.act is Act.HOLD and answer.reason in NEED_FEE and not answer.fee:
        return AnswerProblem.NO_FEE
    return None


def may_be_put_back(kind: ClaimKind, state: ClaimState, *, line_came_back: bool) -> bool:
    """Whether a claim has brought pieces back that may be fit for sale: a return that is done, or a cancel of what had left, which is one (R52).

    ``line_came_back``: what had left of its line came back, and not by a return of its own.
    """
    is_done = state in (_S.DONE, _S.DONE_BY_OPERATOR)
    return is_done and (kind is _K.RETURN or (kind is _K.CANCEL and line_came_back))
