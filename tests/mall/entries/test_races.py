"""입점: an application and its sending, a decision and its keys: together or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.mall.worlds import NOW, make_cast
from tests.racing import broken, meanwhile, stored

from minishop.chassis.jobs.models import Job
from minishop.chassis.tenancy import scope
from minishop.mall.channel.models import HubConnection
from minishop.mall.entries.domain import Decision
from minishop.mall.entries.models import PgContract
from minishop.mall.entries.services.applying import apply
from minishop.mall.entries.services.deciding import note_handed_over, take_decision
from minishop.mall.shops.domain.entries import EntryEvent
from minishop.mall.shops.domain.opening import EntryKind, EntryState
from minishop.mall.shops.models import Entry, Shop
from minishop.mall.shops.services.entries import decide_entry, request_entry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
SERVICES = "minishop.mall.entries.services"
PG_APPROVED = Decision("pg-1", EntryState.APPROVED, keys={"mid": "mid_1", "secret_key": "sk_1"})
KINDS = (Entry, PgContract, HubConnection, Job)


@pytest.fixture
def shop(several_connections: None) -> Shop:
    return make_cast().haru


def in_scope(of: Shop, act: Callable[..., Any], **named: Any) -> Callable[[], Any]:
    def run() -> Any:
        with scope(of.id):
            return act(**named)

    return run


def test_an_application_and_its_sending_are_there_together_or_not_at_all(shop: Shop) -> None:
    with broken(f"{SERVICES}.applying.request_entry"):
        in_scope(shop, apply, shop=shop, kind=EntryKind.PG, now=NOW)()
    assert stored(*KINDS) == []
    in_scope(shop, apply, shop=shop, kind=EntryKind.PG, now=NOW)()
    assert (len(stored(Entry)), len(stored(Job))) == (1, 1)


@pytest.fixture
def applied(shop: Shop) -> Shop:
    """PG and Checkout are applied for."""
    for kind in (EntryKind.PG, EntryKind.CHECKOUT):
        in_scope(shop, request_entry, shop=shop, kind=kind, external_id=f"{kind}-1", now=NOW)()
    return shop


def test_a_decision_that_dies_half_way_brought_no_keys(applied: Shop) -> None:
    before = stored(*KINDS)
    with broken(f"{SERVICES}.deciding._bring_home"):
        in_scope(applied, take_decision, shop=applied, kind=EntryKind.PG, decision=PG_APPROVED, now=NOW)()
    assert stored(*KINDS) == before


def test_a_decision_and_the_handing_over_are_there_together(applied: Shop) -> None:
    in_scope(applied, take_decision, shop=applied, kind=EntryKind.PG, decision=PG_APPROVED, now=NOW)()
    assert len(stored(PgContract)) == 1
    assert [job.task.rpartition(".")[2] for job in Job.objects.order_by("task")] == ["hand_over_pg_contract", "send_decision"]


def test_a_contract_handed_to_an_application_that_is_being_rejected_counts_for_the_next_one(applied: Shop) -> None:
    """The rejection comes between the look at the application and the note that it has the contract."""
    in_scope(applied, take_decision, shop=applied, kind=EntryKind.PG, decision=PG_APPROVED, now=NOW)()

    def reject() -> None:
        with scope(applied.id):
            decide_entry(shop=applied, kind=EntryKind.CHECKOUT, event=EntryEvent.REJECT, reason="서류", now=NOW)
            PgContract.objects.update(handed_over_at=None)

    with meanwhile("django.db.models.query.QuerySet.update", reject) as rival:
        in_scope(applied, note_handed_over, shop_id=applied.id, application_id="checkout-1", now=NOW)()
    assert rival.raised == []
    with scope(applied.id):
        assert PgContract.objects.get().handed_over_at is None
