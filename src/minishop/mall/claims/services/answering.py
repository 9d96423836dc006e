"""반품·교환에 답하기: what the seller decides goes to the hub, and the claim moves when the hub reports it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from minishop.chassis import sets
from minishop.mall.claims.domain.answering import Act, Answer, problem_with
from minishop.mall.claims.errors import CannotAnswer
from minishop.mall.claims.models import LineClaim
from minishop.mall.claims.ports import HUB, About
from minishop.mall.claims.queries import answerable, same_claim
from minishop.mall.claims.services.cancelling import locked
from minishop.mall.orders.domain.claims import ClaimKind, ClaimState
from minishop.mall.orders.models import Order, OrderLine
from minishop.mall.orders.services.desk import tracking_number
from minishop.mall.orders.services.transition import steps
from minishop.mall.shops.models import Shop


@transaction.atomic
def answer_claim(*, shop: Shop, claim: LineClaim, answer: Answer, actor: str, now: datetime) -> None:
    """승인, 거절, 보류, 보류 해제, 수거 완료, 교환품 발송: has the hub do it with the whole claim, on all its lines.

    Raises CannotAnswer, or BadTracking for a parcel that cannot be; then nothing was written or sent.
    """
    order = Order.objects.get(shop=shop, id=claim.order_id)
    lines = {line.id: line for line in locked(shop, order)}
    rows = same_claim(shop, claim)
    problem = problem_with(answer, answerable(rows[0], is_ours=HUB.part.answers_claims(order), in_steps=HUB.part.claims_in_steps()))
    if problem is not None:
        raise CannotAnswer(problem=problem)
    if answer.act is Act.REDISPATCH:
        answer = replace(answer, number=tracking_number(answer.carrier, answer.number))
    with steps(now) as taken:
        for row in rows:
            row.answer, row.answer_sent_at, row.answer_refused = answer.act.value, now, ""
            evidence = {"kind": row.kind, "act": answer.act.value, "claim": row.number}
            taken.note(lines[row.line_id], "claim_answered", actor=actor, reason=answer.words, evidence=evidence)
    sets.update(rows, ["answer", "answer_sent_at", "answer_refused"])
    about = About(
        ClaimKind(claim.kind), ClaimState(rows[0].state), lines[rows[0].line_id].hub_number, tuple(row.id for row in rows)
    )
    HUB.part.post_answer(shop=shop, order=order, about=about, answer=answer, now=now)


@transaction.atomic
def note_answer_taken(*, shop: Shop, claims: Collection[int], stood: str, was_so: bool) -> None:
    """The hub has our answer. Claims that no longer stand as they ``stood`` when it was given wait for nothing more: what the hub made of it may
    have been reported before. Nor do those of which it ``was_so`` already, since nothing came of the answer that would be reported."""
    rows = LineClaim.objects.filter(shop=shop, id__in=claims, answer_sent_at__isnull=False)
    _lock_lines_of(shop, rows)
    over = rows if was_so else rows.exclude(state=stood)
    over.update(answer="", answer_sent_at=None, answer_refused="")


@transaction.atomic
def note_answer_not_taken(*, shop: Shop, claims: Collection[int], reason: str, now: datetime) -> None:
    """The hub did not take our answer to a claim: it waits for nothing any more, and says why."""
    rows = LineClaim.objects.filter(shop=shop, id__in=claims, answer_sent_at__isnull=False)
    with steps(now) as taken:
        for line in _lock_lines_of(shop, rows):
            taken.note(line, "answer_not_taken", actor="hub", reason=reason)
    rows.update(answer_sent_at=None, answer_refused=reason[:500])


@transaction.atomic
def note_answer_sent_again(*, shop: Shop, claims: Collection[int], now: datetime) -> None:
    """재전송 of an answer: its claim waits for the hub's word again."""
    LineClaim.objects.filter(shop=shop, id__in=claims).exclude(answer="").update(answer_sent_at=now, answer_refused="")


def _lock_lines_of(shop: Shop, claims: QuerySet[LineClaim]) -> list[OrderLine]:
    """In the order in which whoever records what the hub reports locks them."""
    lines = OrderLine.objects.select_for_update().filter(shop=shop, id__in=claims.values("line_id"))
    return list(lines.order_by("order_id", "position", "id"))
