"""반품 접수: the seller has the hub open a return for goods that the buyer sends back; how it goes on is reported by the hub."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from minishop.mall.claims.domain.filing import Filing, problem_of_return
from minishop.mall.claims.errors import CannotFile
from minishop.mall.claims.ports import HUB, Pieces
from minishop.mall.claims.queries import seen_for_return
from minishop.mall.claims.services.cancelling import lines_named, locked
from minishop.mall.orders.models import Order
from minishop.mall.orders.services.desk import tracking_number
from minishop.mall.orders.services.transition import steps
from minishop.mall.shops.models import Shop


@transaction.atomic
def file_return(*, shop: Shop, order: Order, wanted: Mapping[int, int], filing: Filing, actor: str, now: datetime) -> None:
    """반품 접수: has the hub open a return of so many pieces of these lines, by their ids, as one claim (R139).

    Raises CannotFile, or BadTracking for a parcel that cannot be; then nothing was written or sent.
    """
    lines = locked(shop, order)
    seen = seen_for_return(lines, HUB.part.undelivered_returns(shop, order))
    problem = problem_of_return(seen, wanted, filing.reason, is_ours=HUB.part.answers_claims(order))
    if problem is not None:
        raise CannotFile(problem=problem)
    if filing.carrier or filing.number:
        filing = replace(filing, number=tracking_number(filing.carrier, filing.number))
    chosen = [line for line in lines if wanted.get(line.id, 0) > 0 and line.remaining]
    with steps(now) as taken:
        for line in chosen:
            taken.wait_for_return(line, since=now)
            taken.note(line, "return_sent", actor=actor, reason=filing.words, evidence={"reason": filing.reason})
    pieces = [Pieces(line.hub_number, wanted[line.id] if wanted[line.id] < line.remaining else None) for line in chosen]
    HUB.part.post_return(shop=shop, order=order, pieces=pieces, filing=filing, now=now)


@transaction.atomic
def note_return(*, shop: Shop, hub_numbers: Collection[str], event: str, actor: str, now: datetime, reason: str = "") -> None:
    """What became of a return that was filed, in the history of its lines: ``return_sent`` again, and they wait for the hub's report again; or
    ``return_not_taken`` with the hub's reason, and they wait no more."""
    with steps(now) as taken:
        for line in lines_named(shop, hub_numbers):
            taken.wait_for_return(line, since=now if event == "return_sent" else None)
            taken.note(line, event, actor=actor, reason=reason)
