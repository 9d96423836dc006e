"""누가 이기는가 (claims 1.6, L23): two who want different things of the same order at once; one wins, the other is told the state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.checkout.claims import cases
from tests.checkout.claims.cases import HOME, of
from tests.checkout.claims.test_fees import LATER, agrees, ask_again, come_back, fees, press, waiting
from tests.checkout.claims.test_photos import are_there
from tests.checkout.claims.test_photos import ask as ask_with_photo
from tests.checkout.claims.test_to_pay import judged
from tests.checkout.fakes import Outside
from tests.checkout.machines import Carriers
from tests.checkout.worlds import NOW, World, make_world
from tests.racing import broken, meanwhile, stored

from minishop.chassis.jobs.models import Job
from minishop.chassis.tenancy import scope
from minishop.checkout.benefits.errors import NothingToFinalize
from minishop.checkout.benefits.services.finalization import finalize_order, finalize_overdue
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.reasons import ClaimReason
from minishop.checkout.claims.domain.wanted import Way
from minishop.checkout.claims.errors import ClaimRefused
from minishop.checkout.claims.models import Claim, ClaimEvent, ClaimLine, ClaimProposal, ClaimRow
from minishop.checkout.claims.queries import fee_missing
from minishop.checkout.claims.services import answering
from minishop.checkout.claims.services.cancelling import ask_cancel, cancel_by_seller
from minishop.checkout.claims.services.deadlines import act_on_overdue
from minishop.checkout.claims.services.photos import forget_photos
from minishop.checkout.claims.services.returning import ask_return
from minishop.checkout.claims.services.withdrawing import withdraw
from minishop.checkout.orders.models import Change, LineEvent, Order, OrderLine
from minishop.checkout.parcels.services.dispatch import Wanted, dispatch_all
from minishop.checkout.parcels.services.tracking import follow_number
from minishop.checkout.payments.models import Payment, Posting, ProceedsEntry, Refund, Transfer
from minishop.checkout.payments.services.refunding import give_back
from minishop.kernel.won import Won

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
SERVICES = "minishop.checkout.claims.services"
KINDS = (
    Claim,
    ClaimLine,
    ClaimRow,
    ClaimProposal,
    ClaimEvent,
    OrderLine,
    LineEvent,
    Change,
    Refund,
    Transfer,
    Posting,
    ProceedsEntry,
    Job,
)
KEPT = NOW + timedelta(days=60)

Act = Callable[[], Any]


@pytest.fixture
def world(several_connections: None, outside: Outside) -> World:
    return make_world()


def in_scope(at: Order, act: Callable[..., Any], **named: Any) -> Act:
    def run() -> Any:
        with scope(at.merchant_id):
            return act(**named)

    return run


def cancel(world: World, order: Order) -> Act:
    facts = {"asked": of(order), "reason": ClaimReason.INTENT_CHANGED, "words": "", "now": NOW}
    return in_scope(order, ask_cancel, order=order, buyer=world.buyer, **facts)


def cancel_as_seller(world: World, order: Order) -> Act:
    facts = {"asked": of(order), "reason": ClaimReason.SOLD_OUT, "words": "", "who": "api", "now": NOW}
    return in_scope(order, cancel_by_seller, merchant=order.merchant, **facts)


def return_at(world: World, order: Order, now: datetime) -> Act:
    facts = {"asked": of(order), "reason": ClaimReason.BROKEN, "words": "", "way": Way.COURIER, "pickup": HOME, "now": now}
    return in_scope(order, ask_return, order=order, buyer=world.buyer, **facts)


def lost(rival_raised: list[BaseException]) -> Any:
    """What the one who came second was told."""
    assert len(rival_raised) == 1
    (error,) = rival_raised
    assert isinstance(error, ClaimRefused)
    return error.why


@pytest.mark.parametrize(("first", "second"), [(cancel, cancel), (cancel, cancel_as_seller), (cancel_as_seller, cancel)])
def test_of_two_cancels_one_is_made_and_paid_back_once(world: World, first: Any, second: Any) -> None:
    """L23: cancel × cancel."""
    order = cases.paid(world)
    with meanwhile(f"{SERVICES}.opening.begin", second(world, order)) as rival:
        first(world, order)()
    assert lost(rival.raised) is Refusal.ALREADY_OPEN
    with scope(order.merchant_id):
        assert (Claim.objects.count(), Refund.objects.count()) == (1, 1)


@pytest.mark.parametrize("accepted_first", [True, False], ids=["취소 승인이 먼저", "송장 확인이 먼저"])
def test_an_accepted_cancel_and_a_number_that_is_found_valid(world: World, carriers: Carriers, accepted_first: bool) -> None:
    """L23, L27: either the goods stay and the money goes back, or they leave and it does not."""
    order = cases.paid(world)
    lines = cases.lines_of(order)
    carriers.usual = "NOT_FOUND"
    with scope(order.merchant_id):
        dispatch_all(
            merchant=order.merchant,
            wanted=[Wanted(line.number, "DELIVERY", "HYUNDAI", "123456789013", NOW) for line in lines],
            who="api",
            now=NOW,
        )
    claim = cancel(world, order)()
    carriers.usual = "IN_TRANSIT"
    accept = in_scope(order, answering.approve, claim=claim, who="api", now=NOW)
    look = in_scope(
        order, follow_number, merchant=order.merchant, order_id=order.id, carrier="HYUNDAI", number="123456789013", now=NOW
    )
    if accepted_first:
        with meanwhile(f"{SERVICES}.cancelling.withdraw_dispatch", look) as rival:
            accept()
        assert (rival.raised, cases.fresh(claim).state, cases.states(order)) == ([], "canceling", ["paid"] * 2)
        return
    with meanwhile("minishop.checkout.parcels.services.tracking.transition", accept) as rival:
        look()
    assert lost(rival.raised) is Refusal.NOT_NOW
    assert (cases.fresh(claim).state, cases.states(order), cases.refunds(order)) == ("refused", ["delivering"] * 2, [])


def test_a_return_that_is_asked_for_while_the_buyer_finalizes(world: World) -> None:
    """L23: return × finalize, either way."""
    order = cases.paid(world)
    cases.send(order)
    finalize = in_scope(order, finalize_order, order=order, buyer=world.buyer, now=NOW)
    with meanwhile(f"{SERVICES}.opening.begin", finalize) as rival:
        return_at(world, order, NOW)()
    assert [type(error) for error in rival.raised] == [NothingToFinalize]
    assert cases.states(order) == ["delivered"] * 2
    other = cases.paid(world)
    cases.send(other)
    with meanwhile("minishop.checkout.benefits.services.finalization.transition", return_at(world, other, NOW)) as rival:
        in_scope(other, finalize_order, order=other, buyer=world.buyer, now=NOW)()
    assert (lost(rival.raised), cases.states(other)) == (Refusal.FINALIZED, ["finalized"] * 2)


def test_a_return_that_is_asked_for_while_the_clock_finalizes(world: World) -> None:
    """L23: return asked × finalize by time, either way."""
    order = cases.paid(world)
    cases.send(order)
    with meanwhile(f"{SERVICES}.opening.begin", lambda: finalize_overdue(now=KEPT)) as rival:
        return_at(world, order, NOW)()
    assert (rival.raised, cases.states(order)) == ([], ["delivered"] * 2)
    other = cases.paid(world)
    cases.send(other)
    with meanwhile("minishop.checkout.benefits.services.finalization.transition", return_at(world, other, NOW)) as rival:
        finalize_overdue(now=KEPT)
    assert (lost(rival.raised), cases.states(other)) == (Refusal.FINALIZED, ["finalized"] * 2)


@pytest.mark.parametrize("approved_first", [True, False], ids=["승인이 먼저", "철회가 먼저"])
def test_an_approval_and_a_withdrawal(world: World, approved_first: bool) -> None:
    """L23: approve × withdraw; who comes second is told the state."""
    order = cases.paid(world)
    cases.acknowledge(order)
    claim = cancel(world, order)()
    approve = in_scope(order, answering.approve, claim=claim, who="api", now=NOW)
    take_back = in_scope(order, withdraw, claim=claim, buyer=world.buyer, now=NOW)
    first, second = (approve, take_back) if approved_first else (take_back, approve)
    moment = "cancelling.step" if approved_first else "withdrawing.transition"
    with meanwhile(f"{SERVICES}.{moment}", second) as rival:
        first()
    assert lost(rival.raised) is Refusal.NOT_NOW
    won = "canceling" if approved_first else "withdrawn"
    assert rival.raised[0].facts["state"] == won  # type: ignore[attr-defined]
    assert (cases.fresh(claim).state, len(cases.refunds(order))) == (won, int(approved_first))


def test_two_claims_of_one_payment_are_paid_back_one_after_the_other(world: World) -> None:
    """L23, L26: refund × refund; the second is asked for once the first is certain, and both keys once."""
    cases.modern(world)
    order = cases.paid(world)
    first = in_scope(
        order, ask_cancel, order=order, buyer=world.buyer, asked=of(order, 0), reason=ClaimReason.INTENT_CHANGED, words="", now=NOW
    )
    second = in_scope(
        order, ask_cancel, order=order, buyer=world.buyer, asked=of(order, 1), reason=ClaimReason.INTENT_CHANGED, words="", now=NOW
    )
    with meanwhile(f"{SERVICES}.settling.intend_refund", second) as rival:
        first()
    assert (rival.raised, len(cases.refunds(order))) == ([], 1)
    cases.pay_back(order)
    with scope(order.merchant_id):
        assert [claim.state for claim in Claim.objects.order_by("accepted")] == ["done", "done"]
    assert [int(row.amount) for row in cases.refunds(order)] == [18_000, 12_400]
    assert (cases.states(order), cases.balances(order)) == (["cancelled"] * 2, {})


def test_the_pg_and_its_sweep_bring_the_same_word_once(world: World, outside: Outside) -> None:
    """L2: whoever is second finds it done."""
    order = cases.paid(world)
    claim = cancel(world, order)()
    (refund,) = cases.refunds(order)
    again = in_scope(order, give_back, refund=refund, now=NOW)
    with meanwhile(f"{SERVICES}.settling.post_claim", again) as rival:
        again()
    assert (rival.raised, cases.fresh(claim).state, cases.balances(order)) == ([], "done", {})
    assert len(outside.pg.cancelled) == 1


@pytest.mark.parametrize("moment", ["opening.begin", "opening.claim_lines", "settling.show_others_anew", "settling.intend_refund"])
def test_an_application_that_dies_half_way_has_not_happened(world: World, moment: str) -> None:
    order = cases.paid(world)
    before = stored(*KINDS)
    with broken(f"{SERVICES}.{moment}"):
        cancel(world, order)()
    assert stored(*KINDS) == before
    assert cancel(world, order)().state == "canceling"


@pytest.mark.parametrize(
    "moment", ["end_pieces", "move_lines", "claim_lines", "post_claim", "restore_points", "settle_after_claim", "tell"]
)
def test_a_verdict_that_dies_before_its_commit_is_found_out_again(world: World, outside: Outside, moment: str) -> None:
    """L25, claims 7.4: the PG has said yes, and nothing of it is written down; the look-up says yes again, and it is, once."""
    order = cases.paid(world)
    claim = cancel(world, order)()
    (refund,) = cases.refunds(order)
    with broken(f"{SERVICES}.settling.{moment}"), scope(order.merchant_id):
        give_back(refund=refund, now=NOW)
    assert (cases.fresh(claim).state, cases.states(order), cases.remaining(order)) == ("canceling", ["paid"] * 2, [2, 3])
    assert cases.refunds(order)[0].state == "asking"
    cases.pay_back(order)
    assert (cases.fresh(claim).state, cases.balances(order)) == ("done", {})
    assert list(outside.pg.cancelled.values()) == [int(order.pay_total)]


@pytest.mark.parametrize("answer", ["timeout_lost", "timeout_taken"])
def test_a_lost_answer_is_looked_up_before_it_is_asked_again(world: World, outside: Outside, answer: str) -> None:
    """L26: one amount a key, whatever is lost on the way."""
    order = cases.paid(world)
    claim = cancel(world, order)()
    outside.pg.next_cancel = answer
    cases.pay_back(order)
    assert (cases.fresh(claim).state, list(outside.pg.cancelled.values())) == ("done", [int(order.pay_total)])


def test_a_photo_that_is_named_again_while_it_is_forgotten_stays(world: World, settings: Any) -> None:
    """Whoever names it waits until it is deleted, and stores it anew; or it is named before anybody looks."""
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    cases.modern(world)
    order = cases.paid(world)
    cases.send(order)
    first = ask_with_photo(world, order, 0, "navy")
    in_scope(order, withdraw, claim=first, buyer=world.buyer, now=NOW)()
    with meanwhile("minishop.checkout.claims.pictures.drop_photos", lambda: ask_with_photo(world, order, 1, "navy")) as rival:
        forget_photos(now=NOW + timedelta(days=90))
    with scope(order.merchant_id):
        second = Claim.objects.exclude(id=first.id).get()
    assert (rival.raised, are_there(order, second)) == ([], [True])


# ---- a claim's own fee (C34)


def unknown(world: World, outside: Outside) -> tuple[Order, Claim, Payment]:
    """An exchange whose fee was taken at the PG, which nobody here knows yet."""
    order, claim = waiting(world)
    outside.pg.next = "timeout_taken"
    payment = come_back(press(world, claim))
    assert payment.state == "confirming"
    return order, claim, payment


def test_two_presses_on_pay_are_one_attempt(world: World, outside: Outside) -> None:
    order, claim = waiting(world)
    with meanwhile("minishop.checkout.payments.services.claim_fees.new_attempt", lambda: press(world, claim)) as rival:
        press(world, claim)
    assert (rival.raised, fees(order)) == ([], [(6_000, "opened")])


@pytest.mark.parametrize("paid_first", [True, False], ids=["결제가 먼저", "기한이 먼저"])
def test_a_fee_that_is_found_paid_while_its_time_ends(world: World, outside: Outside, paid_first: bool) -> None:
    """1.2: either the claim goes on, paid for, or nothing came of it and the money goes back: never a claim that is over and keeps its fee."""
    order, claim, payment = unknown(world, outside)
    ended: tuple[str, str, list[int]]
    if paid_first:
        with meanwhile(f"{SERVICES}.settling.is_held_for_fee", lambda: act_on_overdue(now=LATER)) as rival:
            ask_again(payment)
        ended = ("asked", "paid", [])
    else:
        with meanwhile(f"{SERVICES}.withdrawing.let_go", lambda: ask_again(payment)) as rival:
            act_on_overdue(now=LATER)
        ended = ("withdrawn", "surplus", [6_000])
    assert rival.raised == []
    assert (cases.fresh(claim).state, fees(order)[0][1], [one.amount for one in cases.refunds(order)]) == ended
    assert agrees(order)


@pytest.mark.parametrize("paid_first", [True, False], ids=["결제가 먼저", "받지 않기가 먼저"])
def test_a_fee_that_is_found_paid_while_the_seller_lets_it_go(world: World, outside: Outside, paid_first: bool) -> None:
    """3.3: the claim is asked once either way; money that came for nothing goes back, what was paid before is the claim's until its end."""
    order, claim, payment = unknown(world, outside)
    waive = in_scope(order, answering.lower, claim=claim, fees={}, waived=True, now=LATER)
    ended: tuple[str, list[int]]
    if paid_first:
        with meanwhile(f"{SERVICES}.settling.is_held_for_fee", waive) as rival:
            ask_again(payment)
        ended = ("paid", [])
    else:
        with meanwhile(f"{SERVICES}.answering.change_terms", lambda: ask_again(payment)) as rival:
            waive()
        ended = ("surplus", [6_000])
    assert rival.raised == []
    assert (fees(order)[0][1], [one.amount for one in cases.refunds(order)]) == ended
    assert cases.told(order) == [("CLAIM_REQUESTED", "exchange", "asked")]
    assert agrees(order)


def test_what_is_paid_before_the_clock_comes_to_it_is_not_held_for_its_fee(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """1.5: the clock saw that something was due, and by the time it has the claim it is paid."""
    cases.modern(world)
    _, claim = judged(world)
    payment = press(world, claim, now=KEPT)

    def seen_and_paid(seen: Claim, order: Order) -> Won:
        missing = fee_missing(seen, order)
        assert come_back(payment, KEPT).state == "paid"
        return missing

    monkeypatch.setattr(f"{SERVICES}.deadlines.fee_missing", seen_and_paid)
    act_on_overdue(now=KEPT)
    assert (cases.fresh(claim).state, cases.fresh(claim).hold) == ("collected", "")
