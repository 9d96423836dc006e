"""선점: what must be held before a buyer goes on to the PG, and before the PG is asked to take the money.

The question goes out in no transaction. So whoever wants on calls ``proceed`` in one, asks what it says, and calls it again with the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from minishop.chassis import clock
from minishop.checkout.accounts.models import Account
from minishop.checkout.holds.adapters import messages
from minishop.checkout.holds.adapters.messages import MessageKind, Question
from minishop.checkout.holds.domain.reasons import LEFT
from minishop.checkout.holds.domain.states import HoldEvent, HoldState
from minishop.checkout.holds.domain.steps import MOST_LIVE, NO_WINDOW, PROMISED, RENEWED_AFTER, Need, Place, hold_seconds, need
from minishop.checkout.holds.models import StockHold
from minishop.checkout.holds.queries import count_live, holds_of, newest_hold, refusals_of, standing_of
from minishop.checkout.holds.services.answers import Answered, belongs, show_order, take_answer
from minishop.checkout.holds.services.jobs import SETTLE_AFTER, settle_later
from minishop.checkout.holds.services.questions import question_of
from minishop.checkout.holds.services.transition import make_hold, transition
from minishop.checkout.merchants.domain.holding import HoldPolicy
from minishop.checkout.orders.domain.offers import Refusal, Wanted
from minishop.checkout.orders.models import Order


class Way(StrEnum):
    """``OPEN``: go on. ``ASK``: the passage's question first. ``WAIT``: another press asks just now. ``GONE``: the shop refuses the goods.

    ``SILENT``: the shop did not answer, and without its word the merchant sells nothing. ``FULL``: the buyer has too many orders under way.
    """

    OPEN = "open"
    ASK = "ask"
    WAIT = "wait"
    GONE = "gone"
    SILENT = "silent"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Passage:
    """Whether a buyer may go on; ``question`` belongs to ASK, ``refusals`` to GONE."""

    way: Way
    question: Question | None = None
    refusals: Sequence[Refusal] = ()


class HasPassage(Protocol):
    """What a step on the way found out."""

    @property
    def passage(self) -> Passage: ...


Found = TypeVar("Found", bound=HasPassage)
OPEN, WAIT, SILENT, FULL = (Passage(way) for way in (Way.OPEN, Way.WAIT, Way.SILENT, Way.FULL))


def asking(step: Callable[[Answered | None], Found], *, now: datetime) -> Found:
    """Takes a step that begins with ``proceed``, each in its transaction, until the shop has nothing more to be asked."""
    found = step(None)
    while (question := found.passage.question) is not None:
        found = step(Answered(question, messages.ask(question, now=now)))
    return found


def proceed(
    *,
    order: Order,
    place: Place,
    answered: Answered | None,
    now: datetime,
    wanted: Sequence[Wanted] | None = None,
    window: timedelta = NO_WINDOW,
) -> Passage:
    """Whether an order, whose merchant is at hand, may go on from a place; notes what is asked, and takes what was answered.

    ``wanted``: the order's lines, for whoever has them. ``window``: for how long the PG may take the money without asking us.

    To be called in the open transaction that has locked the order, in the merchant's scope.
    """
    holds = holds_of(order)
    newest = holds[-1] if holds else None
    if answered and newest is not None and belongs(newest, answered.question):
        take_answer(hold=newest, order=order, told=answered.told, now=now)
        if ended := _end(newest, answered, now):
            return ended
    needed = need(standing_of(newest) if newest else None, place, clock.true(now), window)
    if newest is None or needed is Need.NEW:
        return _begin(order, holds, place, now, wanted, window)
    return _go_on_with(newest, needed, order, now, wanted, window)


def _end(hold: StockHold, answered: Answered, now: datetime) -> Passage | None:
    """What an answer leads to where nothing more is to be asked: a shop is taken at its word once."""
    if hold.state == HoldState.REFUSED:
        return Passage(Way.GONE, refusals=refusals_of(hold))
    if standing_of(hold).is_held(clock.true(now)):
        return OPEN
    if hold.state == HoldState.RELEASED and answered.question.kind is MessageKind.EXTEND:
        return None
    return OPEN if hold.policy == HoldPolicy.SELL else SILENT


def _go_on_with(
    hold: StockHold, needed: Need, order: Order, now: datetime, wanted: Sequence[Wanted] | None, window: timedelta
) -> Passage:
    match needed:
        case Need.NOTHING:
            return OPEN
        case Need.WAIT:
            return WAIT
        case Need.GONE:
            return Passage(Way.GONE, refusals=refusals_of(hold))
        case Need.EXTEND:
            return _extend(hold, order, now, wanted, window)
    return Passage(Way.ASK, question_of(hold, order, MessageKind.HOLD, wanted))


def _extend(
    hold: StockHold, order: Order, now: datetime, wanted: Sequence[Wanted] | None = None, window: timedelta = NO_WINDOW
) -> Passage:
    if hold.state != HoldState.EXTENDING:
        true_now, seconds = clock.true(now), max(hold_seconds(0, window), hold.seconds)
        transition(hold=hold, event=HoldEvent.EXTEND, true_now=true_now, asked_at=true_now, seconds=seconds)
    return Passage(Way.ASK, question_of(hold, order, MessageKind.EXTEND, wanted))


def _has_too_many(order: Order) -> bool:
    """Counted one press of a buyer after the other, so that none at the same instant comes beyond; what refers to the buyer waits for nobody."""
    Account.objects.select_for_update(no_key=True).get(id=order.buyer_id)
    return count_live(order) >= MOST_LIVE


def renew(*, order: Order, answered: Answered | None, now: datetime) -> Passage:
    """As ``proceed``, for an order whose payment is not known yet: its pieces are kept on, whatever time they have left."""
    hold = newest_hold(order)
    if hold is None:
        return OPEN
    if answered:
        if belongs(hold, answered.question):
            take_answer(hold=hold, order=order, told=answered.told, now=now)
        return OPEN
    if hold.state not in PROMISED or clock.true(now) - hold.asked_at < RENEWED_AFTER:
        return OPEN
    return _extend(hold, order, now)


def _begin(
    order: Order, holds: Sequence[StockHold], place: Place, now: datetime, wanted: Sequence[Wanted] | None, window: timedelta
) -> Passage:
    """A hold with the next number. Policy and address are the merchant's of now, and of before where the attempt is under way."""
    terms = holds[-1] if holds and place is Place.RETURN else order.merchant
    if terms.hold_url and place is Place.PRESS and _has_too_many(order):
        return FULL
    hold = make_hold(
        order=order,
        attempt=holds[-1].attempt + 1 if holds else 1,
        hold_url=terms.hold_url,
        policy=terms.policy if isinstance(terms, StockHold) else terms.hold_policy,
        seconds=hold_seconds(sum(hold.reason in LEFT for hold in holds), window),
        true_now=clock.true(now),
    )
    if not hold.hold_url:
        show_order(order)
        return OPEN
    settle_later(hold, now=now, run_at=now + SETTLE_AFTER)
    return Passage(Way.ASK, question_of(hold, order, MessageKind.HOLD, wanted))
