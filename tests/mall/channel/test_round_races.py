"""확인: any number of schedulers side by side ask about each shop once a turn."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from tests.mall.channel.many import ManyHub, T, make_polls, polls
from tests.mall.worlds import NOW
from tests.racing import at_once, meanwhile

from minishop.chassis.jobs.models import Job
from minishop.mall.channel.adapters import many
from minishop.mall.channel.services import polls as rows
from minishop.mall.channel.services import rounds
from minishop.mall.channel.services.rounds import Circuit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]


def test_while_one_scheduler_claims_another_takes_other_shops_without_waiting() -> None:
    """R42."""
    make_polls(20)
    taken: list[int] = []

    def claim() -> None:
        taken.extend(row.shop_id for row in rows.claim(now=T, far=420_000, most=10))

    with meanwhile("minishop.mall.channel.services.polls.settle", claim) as rival, transaction.atomic():
        claim()
        rows.settle([], lease=0)
        waited = rival.waited
    assert (rival.raised, waited) == ([], connection.vendor != "postgresql")  # SQLite has one writer at a time
    assert len(taken) == len(set(taken)) == 20


@pytest.mark.parametrize("schedulers", [2, 4])
def test_schedulers_side_by_side_ask_about_each_shop_once_a_turn(schedulers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """R42."""
    hub = ManyHub(feeds={f"np_{number}": 6 for number in range(0, 2_000, 100)})
    monkeypatch.setattr(many, "exchange", hub)
    monkeypatch.setattr(rounds, "_circuit", Circuit())
    make_polls(2_000)

    def scheduler() -> None:
        for _ in range(6):
            rounds.ask(true_now=NOW)

    assert at_once(*[scheduler] * schedulers) == []
    assert (len(hub.asked), set(hub.asked.values())) == (2_000, {1})
    assert all(poll.due_at > T + 100_000 for poll in polls().values())
    assert Job.objects.count() == 20
