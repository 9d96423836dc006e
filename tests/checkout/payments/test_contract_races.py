"""PG 계약과 대사: two hosts' words, two operators, two comparisons of one day: one after the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from tests.checkout.worlds import NOW, make_contract, make_merchant
from tests.racing import meanwhile, stored

from minishop.chassis.jobs.models import Job
from minishop.chassis.tenancy import scope
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.payments.domain.comparison import Difference, DifferenceKind
from minishop.checkout.payments.models import PgContract, PgDifference
from minishop.checkout.payments.services import comparing
from minishop.checkout.payments.services.comparisons import begin_comparisons
from minishop.checkout.payments.services.contracting import approve_contract, reject_contract
from minishop.kernel.machine import IllegalTransition
from minishop.kernel.won import Won

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
SERVICES = "minishop.checkout.payments.services"
DAY = date(2026, 11, 23)
Deed = Callable[[PgContract], Any]


@pytest.fixture
def merchant(several_connections: None) -> Merchant:
    """Trades with the contract mid-1."""
    return make_merchant(hint_url="")


def states() -> dict[str, str]:
    return {row.mid: row.state for row in PgContract.objects.all()}


def test_of_two_contracts_that_are_handed_over_at_once_the_later_one_waits(merchant: Merchant) -> None:
    with meanwhile(f"{SERVICES}.contracting._step", lambda: make_contract(merchant, "mid-3")) as rival:
        make_contract(merchant, "mid-2")
    assert rival.raised == []
    with scope(merchant.id):
        assert states() == {"mid-1": "live", "mid-2": "withdrawn", "mid-3": "requested"}


def approve(contract: PgContract) -> None:
    with scope(contract.merchant_id):
        approve_contract(contract=contract, who="one", now=NOW)


def reject(contract: PgContract) -> None:
    with scope(contract.merchant_id):
        reject_contract(contract=contract, reason="서류", who="other", now=NOW)


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [(approve, reject, {"mid-1": "retired", "mid-2": "live"}), (reject, approve, {"mid-1": "live", "mid-2": "rejected"})],
    ids=["승인 먼저", "반려 먼저"],
)
def test_of_two_operators_the_second_finds_the_contract_decided(
    merchant: Merchant, first: Deed, second: Deed, left: dict[str, str]
) -> None:
    waiting = make_contract(merchant, "mid-2")
    with meanwhile(f"{SERVICES}.contracting._step", lambda: second(waiting)) as rival:
        first(waiting)
    assert [type(error) for error in rival.raised] == [IllegalTransition]
    with scope(merchant.id):
        assert states() == left


def test_two_comparisons_of_one_day_find_a_difference_once(merchant: Merchant) -> None:
    found = [Difference(DifferenceKind.UNKNOWN_HERE, "k", Won(100), None, "")]

    def record() -> None:
        with scope(merchant.id):
            comparing._record(PgContract.objects.get(), DAY, found, NOW)

    with meanwhile(f"{SERVICES}.comparing._row", record) as rival:
        record()
    assert rival.raised == []
    assert len(stored(PgDifference)) == 1


def test_the_comparisons_that_are_due_are_jobs(merchant: Merchant) -> None:
    assert begin_comparisons(now=NOW + timedelta(days=1)) == 1
    assert [job.arguments["day"] for job in Job.objects.filter(task__endswith="compare_contract")] == [DAY.isoformat()]
