"""취소: what the seller does before the goods have left. The line moves when the hub reports it, also for our own cancel."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from minishop.mall.claims.domain.cancelling import CancelLine, CancelProblem, CancelReason, problem_of
from minishop.mall.claims.errors import CannotCancel, NothingToAnswer
from minishop.mall.claims.models import LineClaim
from minishop.mall.claims.ports import HUB, Pieces, Stood
from minishop.mall.orders.domain.claims import OPEN_STATES, ClaimKind, ClaimMark
from minishop.mall.orders.domain.states import UNSHIPPED, LineState
from minishop.mall.orders.models import Order, OrderLine
from minishop.mall.orders.ports import HUB as DESK
from minishop.mall.orders.services.transition import Steps, steps
from minishop.mall.shops.models import Shop


@transaction.atomic
def cancel(*, shop: Shop, order: Order, wanted: Mapping[int, int], reason: str, words: str, actor: str, now: datetime) -> None:
    """판매 취소: has the hub cancel so many pieces of these lines, by their ids, and pay them back, in one press (Q10).

    Raises CannotCancel, and then nothing was written or sent (R50, R53, R54, Q11).
    """
    if reason not in {known.value for known in CancelReason}:
        raise CannotCancel(problem=CancelProblem.NO_REASON)
    lines = locked(shop, order)
    partial = HUB.part.cancels_parts(order)
    problem = problem_of([_seen(line) for line in lines], wanted, partial=partial)
    if problem is not None:
        raise CannotCancel(problem=problem)
    chosen = [line for line in lines if wanted.get(line.id, 0) > 0 and line.remaining]
    with steps(now) as taken:
        for line in chosen:
            taken.wait_for_cancel(line, since=now)
            taken.note(line, "cancel_sent", actor=actor, reason=words, evidence={"reason": reason})
    pieces = [Pieces(line.hub_number, wanted[line.id] if wanted[line.id] < line.remaining else None) for line in chosen]
    stood = _how_they_stand(chosen)
    HUB.part.post_cancel(shop=shop, order=order, pieces=pieces, stood=stood, reason=reason, words=words, now=now)


@transaction.atomic
def cancel_sold_out(*, shop: Shop, order: Order, words: str, actor: str, now: datetime) -> None:
    """품절 취소: the short lines in one press, or the whole order where the hub cancels nothing less. Raises CannotCancel."""
    lines = locked(shop, order)
    short = [line for line in lines if line.is_short and line.state in UNSHIPPED]
    concerned = short if HUB.part.cancels_parts(order) else lines
    wanted = {line.id: line.remaining for line in concerned if short}
    cancel(shop=shop, order=order, wanted=wanted, reason=CancelReason.SOLD_OUT.value, words=words, actor=actor, now=now)


@transaction.atomic
def answer_cancel(*, shop: Shop, order: Order, refusal: str | None, actor: str, now: datetime) -> None:
    """취소 승인, or with words 취소 거절, of what the buyer asked. Raises NothingToAnswer, also while an answer is on its way."""
    asked = [line for line in locked(shop, order) if line.claim_mark == ClaimMark.CANCEL_ASKED and line.cancel_sent_at is None]
    on_their_way = DESK.part.undelivered_cancels(shop) if asked else set()
    lines = [line for line in asked if line.hub_number not in on_their_way]
    if not lines:
        raise NothingToAnswer(order=order.number)
    with steps(now) as taken:
        for line in lines:
            if refusal is None:
                taken.wait_for_cancel(line, since=now)
            taken.note(line, "cancel_approved" if refusal is None else "cancel_refused", actor=actor, reason=refusal or "")
    named, stood = _one_of_each(shop, order, lines), _how_they_stand(lines)
    HUB.part.post_cancel_answer(shop=shop, order=order, named=named, stood=stood, refusal=refusal, now=now)


@transaction.atomic
def note_taken(*, shop: Shop, stood: Mapping[str, Stood], now: datetime) -> None:
    """The hub has our cancel, or our answer, of lines that ``stood`` so when it was given. Those that stand otherwise wait for nothing more: what the
    hub made of it may have been told before."""
    moved = [line for line in lines_named(shop, stood) if (line.claim_mark, line.remaining) != tuple(stood[line.hub_number])]
    with steps(now) as taken:
        end_waits(shop, moved, taken)


@transaction.atomic
def note_not_taken(*, shop: Shop, hub_numbers: Collection[str], reason: str, now: datetime) -> None:
    """The hub did not take our cancel, or our answer: the lines wait for nothing any more, and say why."""
    lines = list(lines_named(shop, hub_numbers))
    with steps(now) as taken:
        end_waits(shop, lines, taken)
        for line in lines:
            taken.note(line, "cancel_not_taken", actor="hub", reason=reason)


@transaction.atomic
def note_sent_again(*, shop: Shop, hub_numbers: Collection[str], actor: str, now: datetime) -> None:
    """재전송 of a cancel: its lines wait for the hub's word again."""
    with steps(now) as taken:
        for line in lines_named(shop, hub_numbers):
            taken.wait_for_cancel(line, since=now)
            taken.note(line, "cancel_sent", actor=actor)


def end_waits(shop: Shop, lines: Iterable[OrderLine], taken: Steps) -> None:
    """Locked lines wait for the hub's word no more, unless a cancel of ours, or an answer, is still on its way there."""
    waiting = [line for line in lines if line.cancel_sent_at is not None]
    on_their_way = DESK.part.undelivered_cancels(shop) if waiting else set()
    for line in waiting:
        if line.hub_number not in on_their_way:
            taken.wait_for_cancel(line, since=None)


def _one_of_each(shop: Shop, order: Order, lines: Sequence[OrderLine]) -> list[str]:
    """The number of one line of each claim that is open on these lines: what happens to a claim happens to all its lines."""
    open_ones = LineClaim.objects.filter(shop=shop, order_id=order.id, kind=ClaimKind.CANCEL, state__in=sorted(OPEN_STATES))
    claims = dict(open_ones.values_list("line_id", "number"))
    firsts: dict[str, str] = {}
    for line in lines:
        firsts.setdefault(claims.get(line.id) or f"line {line.id}", line.hub_number)
    return list(firsts.values())


def _how_they_stand(lines: Iterable[OrderLine]) -> dict[str, Stood]:
    return {line.hub_number: (line.claim_mark, line.remaining) for line in lines}


def lines_named(shop: Shop, hub_numbers: Collection[str]) -> QuerySet[OrderLine]:
    """Lines by the hub's numbers, locked in the order in which whoever records what the hub reports locks them."""
    lines = OrderLine.objects.select_for_update().filter(shop=shop, hub_number__in=hub_numbers)
    return lines.order_by("order_id", "position", "id")


def locked(shop: Shop, order: Order) -> list[OrderLine]:
    """The order's lines, locked in the order in which the desk locks them."""
    return list(OrderLine.objects.select_for_update().filter(shop=shop, order_id=order.id).order_by("position", "id"))


def _seen(line: OrderLine) -> CancelLine:
    return CancelLine(line.id, LineState(line.state), line.remaining, ClaimMark(line.claim_mark), line.cancel_sent_at is not None)
