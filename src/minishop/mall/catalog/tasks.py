"""Later work of the catalogue: the pictures of other hosts. Each piece may run twice: a picture that is here is not asked for again."""

from __future__ import annotations

from datetime import datetime, timedelta

from minishop.chassis.http import Answer, Request
from minishop.chassis.jobs.domain.lines import Line
from minishop.chassis.jobs.registry import MINUTE, GoOn, Later, task
from minishop.chassis.tenancy import scope
from minishop.mall.catalog.services import outside
from minishop.mall.shops.models import Shop


def prepare_picture(shop_id: int, picture_id: int, now: datetime) -> Request | None:
    """The request for one outside picture."""
    with scope(shop_id):
        return outside.request_for(shop=Shop.objects.get(id=shop_id), picture_id=picture_id, now=now)


@task(
    line=Line.FEEDS,
    max_attempts=2 * outside.ATTEMPTS,
    first=timedelta(seconds=10),
    longest=2 * MINUTE,
    prepare=prepare_picture,
)
def fetch_picture(shop_id: int, picture_id: int, answer: Answer, now: datetime) -> None:
    """Takes one outside picture as it came; the row, not the job, decides when to give up."""
    with scope(shop_id):
        pending = outside.take_answer(shop=Shop.objects.get(id=shop_id), picture_id=picture_id, answer=answer, now=now)
    if pending is not None and not pending.reason:
        raise GoOn
    if pending is not None:
        raise Later(pending.reason, asked=answer.retry_after)
