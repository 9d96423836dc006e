"""Money of a claim on its way back: put off, refused, owed by account, in parts, under one key (claims.md 1.3, 7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import pytest
from tests.checkout.fakes import Outside
from tests.checkout.worlds import MUG, NOW, balance, make_account, make_merchant, make_paid_order

from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.registry import find_task
from minishop.chassis.jobs.worker import run_due
from minishop.chassis.tenancy import scope
from minishop.checkout.orders.models import Order
from minishop.checkout.payments.domain.abilities import RefundWay
from minishop.checkout.payments.domain.bank_accounts import BankAccount
from minishop.checkout.payments.domain.ledger import AccountKind
from minishop.checkout.payments.domain.refunds import RefundCause, RefundTooLarge
from minishop.checkout.payments.errors import GatewaySilent, MoneyMovedThere, NothingMovedThere, RefundUnderWay, TransferIncomplete
from minishop.checkout.payments.models import Payment, Refund, Transfer
from minishop.checkout.payments.services.by_account import confirm_transfer, name_account, take_other_way, write_down_part
from minishop.checkout.payments.services.refunding import give_back, intend_refund, retry_refund
from minishop.checkout.payments.services.ways import way_for
from minishop.kernel.clock import kst_day, kst_iso
from minishop.kernel.machine import IllegalTransition
from minishop.kernel.won import Won

pytestmark = pytest.mark.django_db
ACCOUNT = BankAccount("농협", "이구매", "302-1234-5678")
KEY = "late-r1"
MORNING = NOW + timedelta(hours=14)


@pytest.fixture
def payment(outside: Outside) -> Payment:
    """The attempt that paid an order of 26,500 won."""
    order: Order = make_paid_order(make_merchant(hint_url=""), make_account(), MUG)
    with scope(order.merchant_id):
        paid = Payment.objects.select_related("contract", "order", "merchant").get()
        Payment.objects.filter(merchant_id=paid.merchant_id, id=paid.id).update(key="late")
        paid.key = "late"
    outside.pg.taken["late"] = 26_500
    return paid


def intend(
    payment: Payment, amount: int = 26_500, key: str = KEY, *, by_account: bool = False, cause: RefundCause = RefundCause.SURPLUS
) -> Refund:
    with scope(payment.merchant_id):
        return intend_refund(payment=payment, amount=Won(amount), cause=cause, key=key, now=NOW, by_account=by_account)


def ask(refund: Refund, now: datetime = NOW) -> Refund:
    with scope(refund.merchant_id):
        return give_back(refund=refund, now=now)


def refused(payment: Payment, outside: Outside) -> Refund:
    outside.pg.next_cancel = "decline"
    return ask(intend(payment))


def fresh(refund: Refund) -> Refund:
    with scope(refund.merchant_id):
        return Refund.objects.get(merchant_id=refund.merchant_id, id=refund.id)


@pytest.mark.parametrize("is_named", [False, True], ids=["계좌 모름", "계좌 앎"])
def test_the_buyer_is_asked_where_a_surplus_goes(payment: Payment, outside: Outside, is_named: bool) -> None:
    """7.2, 7.3: once by each way, and by none once the account has been named."""
    owed = refused(payment, outside)
    with scope(payment.merchant_id):
        take_other_way(refund=owed, now=NOW)
        if is_named:
            name_account(refund=owed, account=ACCOUNT)
    Job.objects.exclude(task="checkout.payments.tasks.ask_for_account").delete()
    run_due(lambda: NOW)
    told = {key: message["text"] for key, message in outside.messages.items()}
    assert sorted(told) == ([] if is_named else [f"account:{KEY}:mail", f"account:{KEY}:sms"])
    said = "더 결제된 26,500원은 결제한 방법으로 돌려드릴 수 없으니 MY 페이지에 받을 계좌를 적어 주세요."
    assert all(said in text for text in told.values())


def test_what_is_put_off_is_asked_for_again_at_the_time_named(payment: Payment, outside: Outside) -> None:
    outside.pg.next_cancel, outside.pg.put_off_until = "not_now", kst_iso(MORNING)
    put_off = ask(intend(payment))
    assert (put_off.state, put_off.not_before) == ("intended", MORNING)
    assert ask(put_off, MORNING - timedelta(seconds=1)).state == "intended"
    assert outside.pg.cancelled == {}
    job = Job.objects.get(task="checkout.payments.tasks.take_up_refund")
    assert job.key.endswith(KEY)
    done = ask(put_off, MORNING)
    assert (done.state, done.not_before, outside.pg.cancelled) == ("done", None, {KEY: 26_500})


def test_the_calendar_takes_up_what_was_put_off(payment: Payment, outside: Outside) -> None:
    outside.pg.next_cancel, outside.pg.put_off_until = "not_now", kst_iso(MORNING)
    put_off = ask(intend(payment))
    take_up = find_task("checkout.payments.tasks.take_up_refund")
    Job.objects.all().delete()
    take_up.run(merchant_id=put_off.merchant_id, refund_id=put_off.id, now=MORNING)
    assert Job.objects.get().task == "checkout.payments.tasks.give_back_later"
    find_task("checkout.payments.tasks.give_back_later").run(merchant_id=put_off.merchant_id, refund_id=put_off.id, now=MORNING)
    assert fresh(put_off).state == "done"


def test_a_pg_that_refuses_and_does_it_all_the_same_has_done_it(payment: Payment, outside: Outside) -> None:
    outside.pg.next_cancel = "late"
    assert ask(intend(payment)).state == "done"
    assert outside.pg.cancelled == {KEY: 26_500}


def test_the_same_key_is_one_refund_of_one_amount(payment: Payment) -> None:
    """L26: the same refund key reaches the PG with one amount only."""
    first = intend(payment, 10_000)
    assert intend(payment, 10_000).id == first.id
    with pytest.raises(RefundTooLarge):
        intend(payment, 9_999)
    with scope(payment.merchant_id):
        assert Refund.objects.count() == 1


def test_parts_go_back_one_after_the_other_and_never_more_than_was_paid(payment: Payment, outside: Outside) -> None:
    """L6: Σ refunds ≤ paid, by whatever way."""
    assert ask(intend(payment, 6_500)).state == "done"
    with pytest.raises(RefundTooLarge):
        intend(payment, 20_001, "late-r2")
    intend(payment, 12_000, "late-r2", by_account=True)
    with pytest.raises(RefundTooLarge):
        intend(payment, 8_001, "late-r3")
    assert ask(intend(payment, 8_000, "late-r3")).state == "done"
    assert outside.pg.cancelled == {KEY: 6_500, "late-r3": 8_000}


def test_what_another_refund_took_meanwhile_is_not_asked_for_again(payment: Payment, outside: Outside) -> None:
    gone = refused(payment, outside)
    intend(payment, 1, "late-r2")
    with scope(payment.merchant_id), pytest.raises(RefundTooLarge):
        retry_refund(refund=gone, now=NOW)
    assert fresh(gone).state == "refused"


def test_what_the_pg_never_gives_back_goes_to_an_account_that_is_forgotten(payment: Payment, outside: Outside) -> None:
    owed = refused(payment, outside)
    with scope(owed.merchant_id):
        by_account = take_other_way(refund=owed, now=NOW)
        assert (by_account.state, by_account.account) == ("by_account", "")
        assert name_account(refund=owed, account=ACCOUNT).account == ACCOUNT.stored()
        for _press in range(2):
            done = confirm_transfer(refund=owed, number=" T-1 ", on=NOW.date(), now=NOW)
        assert (done.state, done.transfer_number, done.transferred_on, done.account) == ("done", "T-1", NOW.date(), "")
        assert fresh(owed).account == ""
        assert Transfer.objects.filter(key=f"refund:{KEY}").count() == 1
        assert balance(owed.merchant, AccountKind.BANK) == -26_500
        assert name_account(refund=owed, account=ACCOUNT).account == ""


def test_what_is_owed_at_once_is_never_asked_of_the_pg(payment: Payment, outside: Outside) -> None:
    owed = intend(payment, by_account=True)
    assert (owed.state, ask(owed).state, outside.pg.cancelled) == ("by_account", "by_account", {})
    assert not Job.objects.filter(task="checkout.payments.tasks.give_back_later").exists()


Prepare = Callable[[Outside], None]


def moved(outside: Outside) -> None:
    outside.pg.back["late"] = 1


def silent(outside: Outside) -> None:
    outside.pg.silent = True


@pytest.mark.parametrize(
    ("prepare", "error"), [(moved, MoneyMovedThere), (silent, GatewaySilent)], ids=["PG에서 이미 움직임", "PG가 답하지 않음"]
)
def test_nobody_pays_what_the_pg_may_have_given_back(
    payment: Payment, outside: Outside, prepare: Prepare, error: type[Exception]
) -> None:
    owed = refused(payment, outside)
    prepare(outside)
    with scope(owed.merchant_id), pytest.raises(error):
        take_other_way(refund=owed, account=ACCOUNT, now=NOW)
    assert (fresh(owed).state, fresh(owed).account) == ("refused", "")


def test_a_transfer_needs_an_account_its_number_its_day_and_a_debt(payment: Payment, outside: Outside) -> None:
    """No transfer before the buyer named an account; its day is one of Seoul, where it is morning while it is yesterday in UTC."""
    owed, other = intend(payment, 1_000, by_account=True), intend(payment, 1_000, "late-r2")
    today, morning = kst_day(NOW), NOW.replace(hour=15, minute=10)
    wrong = {" ": (today, "number"), "T-1": (today + timedelta(days=1), "ahead"), "T-2": (today - timedelta(days=1), "before")}
    with scope(owed.merchant_id):
        with pytest.raises(TransferIncomplete) as nowhere:
            confirm_transfer(refund=owed, number="T-1", on=today, now=NOW)
        name_account(refund=owed, account=ACCOUNT)
        for number, (day, why) in wrong.items():
            with pytest.raises(TransferIncomplete) as lacking:
                confirm_transfer(refund=owed, number=number, on=day, now=NOW)
            assert lacking.value.facts["why"] == why
        with pytest.raises(IllegalTransition):
            confirm_transfer(refund=other, number="T-1", on=today, now=NOW)
        assert (nowhere.value.facts["why"], fresh(owed).state, fresh(other).state) == ("account", "by_account", "intended")
        confirm_transfer(refund=owed, number="T-1", on=today + timedelta(days=1), now=morning)
    assert fresh(owed).state == "done"


@pytest.mark.parametrize(
    ("method", "amount", "days", "way"),
    [
        ("card", 0, 0, RefundWay.NONE),
        ("card", 26_500, 0, RefundWay.PG_WHOLE),
        ("card", 21_000, 0, RefundWay.PG_PART),
        ("transfer", 26_500, 0, RefundWay.PG_WHOLE),
        ("transfer", 21_000, 0, RefundWay.ACCOUNT),
        ("card", 26_500, 365, RefundWay.ACCOUNT),
    ],
    ids=["없음", "카드 전액", "카드 일부", "이체 전액", "이체 일부", "오래된 카드"],
)
def test_the_way_is_asked_of_the_attempts_own_contract(
    payment: Payment, outside: Outside, method: str, amount: int, days: int, way: RefundWay
) -> None:
    """R136, C35: a part of a transfer goes by account at a PG that gives back no part of one."""
    payment.method = method
    with scope(payment.merchant_id):
        assert way_for(payment=payment, amount=Won(amount), now=NOW + timedelta(days=days)) is way


def test_what_goes_by_account_leaves_a_part_at_the_pg(payment: Payment) -> None:
    intend(payment, 5_500, by_account=True)
    payment.method = "transfer"
    with scope(payment.merchant_id):
        assert way_for(payment=payment, amount=Won(21_000), now=NOW) is RefundWay.ACCOUNT


def test_another_amount_settles_nothing_and_a_lost_answer_is_looked_up_first(payment: Payment, outside: Outside) -> None:
    outside.pg.next_cancel = "timeout_taken"
    asking = ask(intend(payment))
    assert asking.state == "asking"
    outside.pg.cancelled[KEY] = 26_499
    assert ask(asking).state == "asking"
    outside.pg.cancelled[KEY] = 26_500
    assert (ask(asking).state, outside.pg.cancels_asked) == ("done", [KEY])


def test_a_refund_is_queued_while_another_is_under_way_and_asked_for_after_it(payment: Payment, outside: Outside) -> None:
    """A part that the PG has put off overnight stands in nobody's way."""
    outside.pg.next_cancel, outside.pg.put_off_until = "not_now", kst_iso(MORNING)
    first = ask(intend(payment, 1_000, "first"))
    second, third = intend(payment, 2_000, "second"), intend(payment, 3_000, "third")
    assert (first.state, second.state, ask(third, MORNING).state) == ("intended", "queued", "queued")
    with pytest.raises(RefundTooLarge):
        intend(payment, 20_501, "too much")
    assert ask(first, MORNING).state == "done"
    assert (fresh(second).state, fresh(second).intended_at, fresh(third).state) == ("intended", MORNING, "queued")
    assert Job.objects.filter(task="checkout.payments.tasks.give_back_later", key__endswith="second").exists()
    outside.pg.next_cancel = "decline"
    assert ask(second, MORNING).state == "refused"
    assert ask(third, MORNING).state == "done"
    assert outside.pg.cancelled == {"first": 1_000, "third": 3_000}


def test_a_refused_refund_that_is_asked_for_again_is_queued_behind_another(payment: Payment, outside: Outside) -> None:
    outside.pg.next_cancel = "decline"
    first = ask(intend(payment, 1_000, "first"))
    second = intend(payment, 2_000, "second")
    with scope(payment.merchant_id):
        assert retry_refund(refund=first, now=NOW).state == "queued"
    assert (ask(second).state, fresh(first).state) == ("done", "intended")
    assert ask(first).state == "done"


def write_down(refund: Refund) -> tuple[str, int]:
    with scope(refund.merchant_id):
        found = write_down_part(refund=refund, now=NOW)
    return found.state, int(found.found_there)


def test_what_may_be_another_refunds_is_written_down_nowhere(payment: Payment, outside: Outside) -> None:
    """Decision 0049: the PG has given the other back and its answer was lost, so that we do not know of it yet."""
    outside.pg.next_cancel = "decline"
    stuck = ask(intend(payment, 15_000))
    outside.pg.next_cancel = "timeout_taken"
    other = ask(intend(payment, 5_000, "late-r2"))
    assert (stuck.state, other.state, outside.pg.cancelled) == ("refused", "asking", {"late-r2": 5_000})
    with pytest.raises(RefundUnderWay):
        write_down(stuck)
    assert ask(other).state == "done"
    with pytest.raises(NothingMovedThere):
        write_down(stuck)
    assert (fresh(stuck).state, fresh(stuck).found_there) == ("refused", 0)


def test_a_second_part_is_added_and_each_rest_asked_for_under_its_own_key(payment: Payment, outside: Outside) -> None:
    """L26: no key reaches the PG with two amounts, so that what it answered to one never stands for another."""
    stuck = refused(payment, outside)
    for back, found in ((10_000, 10_000), (12_000, 12_000)):
        outside.pg.back = {"late": back}
        assert write_down(stuck) == ("intended", found)
        outside.pg.next_cancel = "decline"
        assert ask(stuck).state == "refused"
    with scope(payment.merchant_id):
        retry_refund(refund=stuck, now=NOW)
    assert ask(stuck).state == "done"
    assert outside.pg.amounts_asked == {KEY: 26_500, f"{KEY}.16500": 16_500, f"{KEY}.14500": 14_500}
    assert outside.pg.cancelled == {f"{KEY}.14500": 14_500}


def test_a_lost_answer_to_the_rest_is_looked_up_under_its_key(payment: Payment, outside: Outside) -> None:
    stuck = refused(payment, outside)
    outside.pg.back = {"late": 10_000}
    write_down(stuck)
    outside.pg.next_cancel = "timeout_taken"
    assert ask(stuck).state == "asking"
    assert (ask(stuck).state, outside.pg.cancels_asked) == ("done", [f"{KEY}.16500"])


@pytest.mark.parametrize(
    ("cause", "posted"),
    [
        (RefundCause.SURPLUS, {"refund_owed": 10_000, "pg_receivable": -10_000}),
        (RefundCause.CLAIM_FEE, {"refund_owed": -16_500, "pg_receivable": -10_000, "claim_fees_held": 26_500}),
    ],
    ids=["초과 승인", "배송비"],
)
def test_of_what_was_found_in_part_only_the_rest_is_owed_by_account(
    payment: Payment, outside: Outside, cause: RefundCause, posted: dict[str, int]
) -> None:
    """Decision 0049: a surplus was owed whole since it was taken, a fee is as the PG refuses its rest; the PG has less by the part alone."""
    stuck = intend(payment, cause=cause)
    before = balances(payment, posted)
    outside.pg.next_cancel = "decline"
    ask(stuck)
    outside.pg.back = {"late": 10_000}
    write_down(stuck)
    outside.pg.next_cancel = "decline"
    ask(stuck)
    with scope(payment.merchant_id):
        assert take_other_way(refund=stuck, now=NOW).state == "by_account"
        assert way_for(payment=payment, amount=Won(16_500), now=NOW) is RefundWay.PG_WHOLE, "the part is there no more"
    after = balances(payment, posted)
    assert {name: after[name] - before[name] for name in posted} == posted


def balances(payment: Payment, names: Iterable[str]) -> dict[str, int]:
    with scope(payment.merchant_id):
        return {name: int(balance(payment.merchant, AccountKind(name))) for name in names}
