"""PG 대사: a day at the PG against payments, refunds and ledger; zero, or a named row that stands until it is mended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from tests.checkout.fakes import FakePg, Outside, answered
from tests.checkout.worlds import MUG, NOW, make_account, make_contract, make_merchant, make_order, make_payment
from tests.plans import plans_of

from minishop.chassis.http import Answer
from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.worker import run_due
from minishop.chassis.tenancy import scope
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.payments.domain.comparison import (
    Difference,
    DifferenceKind,
    Movement,
    MovementKind,
    OurPayment,
    OurRefund,
    judge_cancel,
    judge_payment,
)
from minishop.checkout.payments.domain.life import UNPAID_LIFE
from minishop.checkout.payments.domain.refunds import RefundState
from minishop.checkout.payments.domain.states import PaymentState
from minishop.checkout.payments.errors import GatewaySilent
from minishop.checkout.payments.labels import DIFFERENCE
from minishop.checkout.payments.models import Payment, PgContract, PgDifference, Refund
from minishop.checkout.payments.services.comparing import compare_day
from minishop.checkout.payments.services.comparisons import begin_comparisons, contracts_compared
from minishop.checkout.payments.services.contracting import approve_contract
from minishop.checkout.payments.services.expiry import expire_unpaid
from minishop.checkout.payments.services.settling import find_out, take_return
from minishop.kernel.clock import day_start
from minishop.kernel.won import Won

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
TOMORROW = NOW + timedelta(days=1)
K, W = DifferenceKind, Won
PAID = Movement(MovementKind.PAYMENT, "k", "k", W(100))
GIVEN_BACK = Movement(MovementKind.CANCEL, "k-r1", "k", W(100))

PAYMENTS = {
    "맞음": (OurPayment("k", PaymentState.PAID, W(100), W(100)), None),
    "초과 승인": (OurPayment("k", PaymentState.SURPLUS, W(100), W(100)), None),
    "모르는 결제": (None, K.UNKNOWN_HERE),
    "거절됨": (OurPayment("k", PaymentState.DECLINED, W(100), None), K.NOT_TAKEN_HERE),
    "중단됨": (OurPayment("k", PaymentState.ABANDONED, W(100), None), K.NOT_TAKEN_HERE),
    "열림": (OurPayment("k", PaymentState.OPENED, W(100), None), K.NOT_TAKEN_HERE),
    "확인 중": (OurPayment("k", PaymentState.CONFIRMING, W(100), None), K.NOT_TAKEN_HERE),
    "다른 금액": (OurPayment("k", PaymentState.PAID, W(99), W(99)), K.AMOUNT_DIFFERS),
    "분개 없음": (OurPayment("k", PaymentState.PAID, W(100), None), K.LEDGER_DIFFERS),
    "분개 금액": (OurPayment("k", PaymentState.PAID, W(100), W(99)), K.LEDGER_DIFFERS),
}
REFUNDS = {
    "맞음": (OurRefund("k-r1", RefundState.DONE, W(100), W(-100)), None),
    "환불 없음": (None, K.CANCELLED_THERE),
    "예정": (OurRefund("k-r1", RefundState.INTENDED, W(100), None), K.REFUND_OPEN_HERE),
    "확인 중": (OurRefund("k-r1", RefundState.ASKING, W(100), None), K.REFUND_OPEN_HERE),
    "거절됨": (OurRefund("k-r1", RefundState.REFUSED, W(100), None), K.REFUND_OPEN_HERE),
    "다른 금액": (OurRefund("k-r1", RefundState.DONE, W(99), W(-99)), K.AMOUNT_DIFFERS),
    "분개 없음": (OurRefund("k-r1", RefundState.DONE, W(100), None), K.LEDGER_DIFFERS),
    "분개 부호": (OurRefund("k-r1", RefundState.DONE, W(100), W(100)), K.LEDGER_DIFFERS),
}


@pytest.mark.parametrize(("ours", "kind"), PAYMENTS.values(), ids=PAYMENTS)
def test_a_payment_of_the_list(ours: OurPayment | None, kind: DifferenceKind | None) -> None:
    found = judge_payment(PAID, ours)
    assert (found and found.kind) == kind
    if found and ours:
        assert found == Difference(
            found.kind, "k", W(100), ours.posted if kind is K.LEDGER_DIFFERS else ours.amount, ours.state.value
        )


@pytest.mark.parametrize(("ours", "kind"), REFUNDS.values(), ids=REFUNDS)
def test_a_cancel_of_the_list(ours: OurRefund | None, kind: DifferenceKind | None) -> None:
    found = judge_cancel(GIVEN_BACK, ours)
    assert (found and found.kind) == kind


def test_every_kind_has_korean() -> None:
    assert set(DIFFERENCE) == set(DifferenceKind)


@pytest.fixture
def merchant(outside: Outside) -> Merchant:
    return make_merchant(hint_url="")


def pay(merchant: Merchant, outside: Outside, key: str, answer: str = "approve") -> Payment:
    order = make_order(merchant, make_account(f"buyer-{key}"), MUG)
    payment = make_payment(order, "opened", key=key)
    outside.pg.sessions[key], outside.pg.next = int(order.pay_total), answer
    with scope(merchant.id):
        return take_return(payment=payment, pg_payment_key="pk-1", now=NOW)


def compare(merchant: Merchant, day: date = DAY) -> list[tuple[str, str]]:
    with scope(merchant.id):
        contract = PgContract.objects.get(state="live")
        return [(one.kind, one.key) for one in compare_day(contract=contract, day=day, now=TOMORROW)]


def surplus(merchant: Merchant, outside: Outside, key: str) -> None:
    payment = pay(merchant, outside, key, "late")
    expire_unpaid(now=NOW + UNPAID_LIFE)
    with scope(merchant.id):
        find_out(payment=payment, now=NOW)
    run_due(lambda: NOW)


def test_what_agrees_leaves_no_row(merchant: Merchant, outside: Outside) -> None:
    for key in ("one", "two", "three"):
        pay(merchant, outside, key)
    surplus(merchant, outside, "four")
    assert compare(merchant) == []
    with scope(merchant.id):
        assert not PgDifference.objects.exists()


def unknown(merchant: Merchant, outside: Outside) -> None:
    outside.pg.taken["x"] = 500


def late(merchant: Merchant, outside: Outside) -> None:
    pay(merchant, outside, "x", "late")


def another_amount(merchant: Merchant, outside: Outside) -> None:
    outside.pg.taken["x"] = int(pay(merchant, outside, "x").amount) - 1


def gone(merchant: Merchant, outside: Outside) -> None:
    pay(merchant, outside, "x")
    del outside.pg.taken["x"]


def cancelled(merchant: Merchant, outside: Outside) -> None:
    pay(merchant, outside, "x")
    outside.pg.gone.add("x")


def given_back_unheard(merchant: Merchant, outside: Outside) -> None:
    outside.pg.next_cancel = "timeout_taken"
    surplus(merchant, outside, "x")


def not_given_back(merchant: Merchant, outside: Outside) -> None:
    surplus(merchant, outside, "x")
    outside.pg.cancelled.clear()


PLANTED: dict[str, tuple[Callable[[Merchant, Outside], None], tuple[str, str]]] = {
    "PG에만 있음": (unknown, ("unknown_here", "x")),
    "늦은 승인": (late, ("not_taken_here", "x")),
    "다른 금액": (another_amount, ("amount_differs", "x")),
    "여기에만 있음": (gone, ("not_taken_there", "x")),
    "PG에서 취소": (cancelled, ("cancelled_there", "x")),
    "환불의 답을 잃음": (given_back_unheard, ("refund_open_here", "x-r1")),
    "돌려주지 않음": (not_given_back, ("refund_missing_there", "x-r1")),
}


@pytest.mark.parametrize(("plant", "expected"), PLANTED.values(), ids=PLANTED)
def test_each_difference_is_named_once_among_what_agrees(
    merchant: Merchant, outside: Outside, plant: Callable[[Merchant, Outside], None], expected: tuple[str, str]
) -> None:
    for key in ("one", "two", "three"):
        pay(merchant, outside, key)
    plant(merchant, outside)
    assert compare(merchant) == compare(merchant) == [expected]
    with scope(merchant.id):
        assert PgDifference.objects.count() == 1


def test_money_taken_beside_us_is_asked_for_and_the_difference_resolves_itself(merchant: Merchant, outside: Outside) -> None:
    late(merchant, outside)
    Job.objects.all().delete()
    assert compare(merchant) == [("not_taken_here", "x")]
    run_due(lambda: TOMORROW)
    with scope(merchant.id):
        assert Payment.objects.get().state == "paid"
    assert compare(merchant) == []
    with scope(merchant.id):
        assert PgDifference.objects.get().resolved_at == TOMORROW


def test_a_difference_that_comes_back_stands_there_again(merchant: Merchant, outside: Outside) -> None:
    unknown(merchant, outside)
    compare(merchant)
    del outside.pg.taken["x"]
    assert compare(merchant) == []
    unknown(merchant, outside)
    assert compare(merchant) == [("unknown_here", "x")]
    with scope(merchant.id):
        assert PgDifference.objects.get().resolved_at is None


def test_a_row_that_the_pg_calls_by_more_than_we_keep_is_one_difference_each_time(merchant: Merchant, outside: Outside) -> None:
    outside.pg.taken["x" * 250] = 500
    assert compare(merchant) == [("unknown_here", "x" * 200)]
    assert compare(merchant) == [("unknown_here", "x" * 200)]


def test_what_was_found_out_on_another_day_than_the_pgs_is_no_difference(merchant: Merchant, outside: Outside) -> None:
    pay(merchant, outside, "one")
    surplus(merchant, outside, "two")
    outside.pg.unlisted |= {"one", "two"}
    assert compare(merchant) == []


def test_what_was_written_down_as_found_there_is_no_difference(merchant: Merchant, outside: Outside) -> None:
    """7.2: the PG lists what it gave back by another name and what we asked for; together they are the refund, which is posted whole."""
    surplus(merchant, outside, "x")
    with scope(merchant.id):
        refund = Refund.objects.get(payment__key="x")
        outside.pg.cancelled[refund.key], outside.pg.back = int(refund.amount) - 5_000, {"x": 5_000}
        assert compare(merchant) == [("amount_differs", refund.key)]
        refund.found_there = Won(5_000)
        refund.save(update_fields=["found_there"])
    outside.pg.cancelled[refund.key_there] = outside.pg.cancelled.pop(refund.key)
    assert compare(merchant) == []


@pytest.mark.parametrize("silent", [True, False], ids=["대답 없음", "읽을 수 없음"])
def test_a_silent_pg_changes_nothing_and_is_asked_again(
    merchant: Merchant, outside: Outside, silent: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown(merchant, outside)
    compare(merchant)
    if silent:
        outside.pg.silent = True
    else:
        monkeypatch.setattr(FakePg, "transactions", lambda *_: outside.pg.look_up("none"))
    with pytest.raises(GatewaySilent):
        compare(merchant)
    begin_comparisons(now=TOMORROW)
    run_due(lambda: TOMORROW)
    with scope(merchant.id):
        assert PgDifference.objects.get().resolved_at is None
        assert PgContract.objects.get().compared_through is None
    assert Job.objects.get(task__endswith="compare_contract", state="later").last_error


def test_a_list_that_does_not_end_is_broken_off_and_writes_nothing(
    merchant: Merchant, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A PG that names the same next page for ever would hold a worker for ever."""
    unknown(merchant, outside)
    asked: list[object] = []

    def the_same_again(pg: FakePg, query: object) -> Answer:
        asked.append(query)
        assert len(asked) < 4, "asked again and again"
        return answered({"transactions": [{"type": "PAYMENT", "orderKey": "x", "amount": 500}], "next": "7"})

    monkeypatch.setattr(FakePg, "transactions", the_same_again)
    with pytest.raises(GatewaySilent):
        compare(merchant)
    with scope(merchant.id):
        assert not PgDifference.objects.exists()


def test_what_was_settled_at_midnight_belongs_to_the_next_day(merchant: Merchant, outside: Outside) -> None:
    pay(merchant, outside, "late")
    outside.pg.taken.clear()
    midnight = day_start(DAY + timedelta(days=1))
    with scope(merchant.id):
        Payment.objects.update(settled_at=midnight)
    assert compare(merchant) == []
    with scope(merchant.id):
        Payment.objects.update(settled_at=midnight - timedelta(microseconds=1))
    assert [key for _, key in compare(merchant)] == ["late"]


def test_a_days_list_costs_the_same_however_long_a_page_is(
    merchant: Merchant, outside: Outside, django_assert_num_queries: Any
) -> None:
    for key in ("one", "two"):
        pay(merchant, outside, key)
    with django_assert_num_queries(11):
        compare(merchant)
    for key in ("three", "four"):
        pay(merchant, outside, key)
    with django_assert_num_queries(11 + 2):  # one more page of the PG's costs two statements
        compare(merchant)


def jobs() -> set[tuple[str, str]]:
    found = Job.objects.filter(task__endswith="compare_contract", state="ready")
    return {(str(job.arguments["contract_id"]), str(job.arguments["day"])) for job in found}


def test_each_contract_is_compared_once_a_day_and_catches_up(merchant: Merchant, outside: Outside) -> None:
    with scope(merchant.id):
        contract = str(PgContract.objects.get().id)
    assert begin_comparisons(now=TOMORROW) == begin_comparisons(now=TOMORROW) == 1
    assert jobs() == {(contract, "2026-11-23")}
    run_due(lambda: TOMORROW)
    with scope(merchant.id):
        assert PgContract.objects.get().compared_through == DAY
    assert begin_comparisons(now=TOMORROW) == 0
    begin_comparisons(now=TOMORROW + timedelta(days=3))
    assert jobs() == {(contract, "2026-11-24")}


def test_a_day_on_which_something_differs_is_compared_again(merchant: Merchant, outside: Outside) -> None:
    cancelled(merchant, outside)
    begin_comparisons(now=TOMORROW)
    run_due(lambda: TOMORROW)
    with scope(merchant.id):
        assert PgDifference.objects.get().kind == "cancelled_there"
    assert begin_comparisons(now=TOMORROW + timedelta(hours=1)) == 1
    outside.pg.gone.clear()
    run_due(lambda: TOMORROW + timedelta(hours=1))
    with scope(merchant.id):
        assert PgDifference.objects.get().resolved_at is not None
    assert begin_comparisons(now=TOMORROW + timedelta(hours=2)) == 0


def test_a_retired_contract_is_compared_for_half_a_year(merchant: Merchant, outside: Outside) -> None:
    asked = make_contract(merchant, "mid-2")
    with scope(merchant.id):
        assert [one.mid for one in contracts_compared(NOW)] == ["mid-1"]
        approve_contract(contract=asked, who="operator:kim", now=NOW)
        assert {one.mid for one in contracts_compared(NOW + timedelta(days=180))} == {"mid-1", "mid-2"}
        assert {one.mid for one in contracts_compared(NOW + timedelta(days=181))} == {"mid-2"}


@pytest.fixture
def next_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minishop.checkout.payments.management.commands.compare_with_pg.now", lambda: TOMORROW)


@pytest.mark.parametrize("day", [DAY + timedelta(days=1), DAY + timedelta(days=2)], ids=["오늘", "내일"])
def test_a_day_that_is_not_over_is_not_compared(merchant: Merchant, next_day: None, day: date) -> None:
    with pytest.raises(CommandError, match="is not over yet"):
        call_command("compare_with_pg", day=day)


@pytest.mark.usefixtures("next_day")
def test_the_command_says_zero_or_names_each(merchant: Merchant, outside: Outside, capsys: pytest.CaptureFixture[str]) -> None:
    pay(merchant, outside, "one")
    call_command("compare_with_pg", day=DAY)
    assert capsys.readouterr().out == "2026-11-23: 0\n"
    unknown(merchant, outside)
    with pytest.raises(CommandError, match="1 differences, 0 contracts"):
        call_command("compare_with_pg", day=DAY)
    assert "sandbox (mid-1) unknown_here x" in capsys.readouterr().out
    with scope(merchant.id):
        assert Refund.objects.count() == 0


def test_what_only_a_person_can_mend_is_compared_less_and_less_often(merchant: Merchant, outside: Outside) -> None:
    """After 1, 2, 4, 8 and 16 hours, then once a day, and after half a year no more."""
    cancelled(merchant, outside)
    compare(merchant)
    with scope(merchant.id):
        PgContract.objects.update(compared_through=DAY + timedelta(days=400))
    hours = [hour for hour in range(90) if begin_comparisons(now=TOMORROW + timedelta(hours=hour))]
    assert hours == [1, 2, 4, 8, 16, 32, 56, 80]
    assert begin_comparisons(now=TOMORROW + timedelta(days=179, hours=23)) == 1
    assert [begin_comparisons(now=TOMORROW + timedelta(days=day)) for day in (181, 182, 300)] == [0, 0, 0]


def test_of_two_retired_contracts_of_one_mid_the_last_is_compared(merchant: Merchant) -> None:
    with scope(merchant.id):
        only = PgContract.objects.get()
        facts = {"merchant": merchant, "provider": only.provider, "state": "retired", "requested_at": NOW}
        older = PgContract.objects.create(mid="mid-9", retired_at=NOW, **facts)
        newer = PgContract.objects.create(mid="mid-9", retired_at=NOW + timedelta(days=1), **facts)
        other = PgContract.objects.create(mid="mid-8", retired_at=NOW, **facts)
        same_as_live = PgContract.objects.create(mid=only.mid, retired_at=NOW, **facts)
        found = {one.id for one in contracts_compared(NOW + timedelta(days=2))}
    assert found == {only.id, newer.id, other.id}
    assert not found & {older.id, same_as_live.id}


def test_what_is_due_is_found_by_indexes(merchant: Merchant) -> None:
    for table, index in (
        ("checkout_payments_pgcontract", "payments_contracts_compared"),
        ("checkout_payments_pgdifference", "payments_differences_due"),
    ):
        plans = plans_of(lambda: begin_comparisons(now=NOW), table=table)
        assert plans
        for plan in plans:
            assert index in plan, plan
            assert "TEMP B-TREE" not in plan
