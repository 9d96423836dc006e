"""Buyer, seller, operator, carrier, PG and clock do what they like with one order; the laws of claims.md 9 hold after every step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.checkout.claims import cases
from tests.checkout.claims.cases import HOME, Bought, bought
from tests.checkout.fakes import Outside
from tests.checkout.worlds import NOW, World

from minishop.chassis.tenancy import scope
from minishop.checkout.benefits.errors import NothingToFinalize
from minishop.checkout.benefits.services.finalization import finalize_order, finalize_overdue
from minishop.checkout.claims import queries
from minishop.checkout.claims.domain.asked import Asked
from minishop.checkout.claims.domain.reasons import ClaimReason, HoldReason
from minishop.checkout.claims.domain.states import ENDED, SETTLING
from minishop.checkout.claims.domain.wanted import Fault, Way
from minishop.checkout.claims.errors import ClaimRefused
from minishop.checkout.claims.models import Claim, ClaimRow
from minishop.checkout.claims.services import answering
from minishop.checkout.claims.services.admin import open_admin, reject_admin, settle_admin
from minishop.checkout.claims.services.cancelling import ask_cancel, cancel_by_seller
from minishop.checkout.claims.services.deadlines import act_on_overdue
from minishop.checkout.claims.services.deciding import hold_decision
from minishop.checkout.claims.services.exchanging import arrived, ask_exchange, redispatch, turn_into_return
from minishop.checkout.claims.services.failing import fail_cancel
from minishop.checkout.claims.services.returning import ask_return, file_return
from minishop.checkout.claims.services.withdrawing import agree, withdraw
from minishop.checkout.merchants.domain.profiles import Profile
from minishop.checkout.orders.domain.states import Actor, LineEvent, LineState
from minishop.checkout.orders.services.acknowledge import acknowledge_all
from minishop.checkout.orders.services.transition import transition
from minishop.checkout.parcels.domain.dispatching import DispatchRefused
from minishop.checkout.parcels.services.dispatch import Wanted, dispatch
from minishop.checkout.payments.domain.bank_accounts import BankAccount
from minishop.checkout.payments.models import Transfer
from minishop.checkout.payments.services.by_account import confirm_transfer, name_account
from minishop.kernel.clock import kst_day
from minishop.kernel.won import Won

SAID_NO = (ClaimRefused, NothingToFinalize, DispatchRefused)
REASONS = st.sampled_from([ClaimReason.INTENT_CHANGED, ClaimReason.BROKEN, ClaimReason.ETC])
PIECES = st.lists(st.tuples(st.integers(0, 2), st.sampled_from([None, 1, 2])), min_size=1, max_size=3, unique_by=lambda one: one[0])
ORDERS = st.sampled_from(
    [
        Bought(((24_000, 1), (18_000, 1), (19_800, 2)), coupon=3_000, points=1_800),
        Bought(((7_000, 7), (333, 3), (1_000, 1)), shipping=2_500, threshold=50_000, coupon=100, points=77),
        Bought(((30_000, 3), (20_000, 2), (2_000, 2)), instant=1_999, points=40_000),
    ]
)


class Everybody(RuleBasedStateMachine):
    """One order; every rule is somebody's deed, and may be refused."""

    world: ClassVar[World]
    outside: ClassVar[Outside]
    walks: ClassVar[int]

    @initialize(wanted=ORDERS, profile=st.sampled_from(Profile), means=st.sampled_from(["card", "transfer"]))
    def buy(self, wanted: Bought, profile: Profile, means: str) -> None:
        type(self).walks += 1
        self.now = NOW
        self.world.merchant.profile = profile.value
        self.world.merchant.save(update_fields=["profile"])
        self.outside.pg.next_cancel = "approve"
        self.order = bought(self.world, wanted)
        cases.paid_by(self.order, self.outside, means)
        self.is_2011 = profile is Profile.MANUAL_2011

    def does(self, deed: Callable[..., Any], **facts: Any) -> None:
        try:
            with scope(self.order.merchant_id):
                deed(**facts)
        except SAID_NO:
            pass

    def asked(self, pieces: list[tuple[int, int | None]]) -> list[Asked]:
        lines = cases.lines_of(self.order)
        return [Asked(lines[place].number, quantity) for place, quantity in pieces]

    def claims(self) -> list[Claim]:
        with scope(self.order.merchant_id):
            return queries.claims_of_order(self.order)

    def of_open(self, deed: Callable[..., Any], **facts: Any) -> None:
        for claim in self.claims():
            if claim.state not in ENDED:
                self.does(deed, claim=claim, now=self.now, **facts)

    # The buyer

    @rule(pieces=PIECES, reason=REASONS)
    def buyer_cancels(self, pieces: list[tuple[int, int | None]], reason: ClaimReason) -> None:
        facts = {"asked": self.asked(pieces), "reason": reason, "words": "", "now": self.now}
        self.does(ask_cancel, order=self.order, buyer=self.world.buyer, **facts)

    @rule(reason=REASONS)
    def buyer_cancels_everything(self, reason: ClaimReason) -> None:
        everything = [Asked(line.number) for line in cases.lines_of(self.order) if line.remaining]
        facts = {"asked": everything, "reason": reason, "words": "", "now": self.now}
        self.does(ask_cancel, order=self.order, buyer=self.world.buyer, **facts)

    @rule(pieces=PIECES, reason=REASONS, way=st.sampled_from(Way))
    def buyer_returns(self, pieces: list[tuple[int, int | None]], reason: ClaimReason, way: Way) -> None:
        facts = {"asked": self.asked(pieces), "reason": reason, "words": "", "way": way, "pickup": HOME, "now": self.now}
        self.does(ask_return, order=self.order, buyer=self.world.buyer, **facts)

    @rule(pieces=PIECES, reason=REASONS)
    def buyer_exchanges(self, pieces: list[tuple[int, int | None]], reason: ClaimReason) -> None:
        facts = {"asked": self.asked(pieces), "reason": reason, "words": "", "way": Way.COURIER, "pickup": HOME, "now": self.now}
        self.does(ask_exchange, order=self.order, buyer=self.world.buyer, **facts)

    @rule(deed=st.sampled_from([withdraw, agree]))
    def buyer_answers(self, deed: Callable[..., Any]) -> None:
        self.of_open(deed, buyer=self.world.buyer)

    @rule()
    def buyer_finalizes(self) -> None:
        self.does(finalize_order, order=self.order, buyer=self.world.buyer, now=self.now)

    @rule()
    def buyer_puts_it_off(self) -> None:
        self.does(hold_decision, order=self.order, buyer=self.world.buyer, now=self.now)

    # The seller and the carrier

    @rule()
    def seller_acknowledges(self) -> None:
        numbers = [line.number for line in cases.lines_of(self.order)]
        self.does(acknowledge_all, merchant=self.order.merchant, line_numbers=numbers, now=self.now)

    @rule(place=st.integers(0, 2))
    def seller_sends(self, place: int) -> None:
        number = cases.lines_of(self.order)[place].number
        wanted = Wanted(number, "QUICK_SVC", "", "", self.now)
        self.does(dispatch, merchant=self.order.merchant, wanted=wanted, named=[], now=self.now)

    @rule()
    def carrier_delivers(self) -> None:
        there = [line for line in cases.lines_of(self.order) if line.state == LineState.DELIVERING]
        with scope(self.order.merchant_id):
            transition(lines=there, event=LineEvent.DELIVER, actor=Actor.CARRIER, now=self.now)

    @rule(pieces=PIECES)
    def seller_cancels(self, pieces: list[tuple[int, int | None]]) -> None:
        facts = {"asked": self.asked(pieces), "reason": ClaimReason.SOLD_OUT, "words": "", "who": "api", "now": self.now}
        self.does(cancel_by_seller, merchant=self.order.merchant, **facts)

    @rule(pieces=PIECES, reason=st.sampled_from([ClaimReason.INTENT_CHANGED, ClaimReason.BROKEN]))
    def seller_files(self, pieces: list[tuple[int, int | None]], reason: ClaimReason) -> None:
        facts = {"asked": self.asked(pieces), "reason": reason, "words": "", "who": "api", "now": self.now}
        self.does(file_return, merchant=self.order.merchant, **facts)

    @rule(deed=st.sampled_from([answering.approve, answering.accept, answering.received, answering.release, turn_into_return]))
    def seller_answers(self, deed: Callable[..., Any]) -> None:
        self.of_open(deed, who="api")

    @rule()
    def seller_refuses(self) -> None:
        self.of_open(answering.refuse, words="안 됩니다", who="api")

    @rule(fee=st.sampled_from([0, 500]))
    def seller_holds(self, fee: int) -> None:
        until = self.now + timedelta(days=1)
        self.of_open(answering.hold, reason=HoldReason.ETC, words="확인 중", until=until, who="api", extra_fee=Won(fee))

    @rule(fault=st.sampled_from(Fault))
    def seller_judges(self, fault: Fault) -> None:
        self.of_open(answering.judge, fault=fault, words="그렇습니다", photos=["a.jpg"], who="api")

    @rule()
    def seller_sends_the_others(self) -> None:
        self.of_open(redispatch, method="QUICK_SVC", carrier="", number="", who="api")

    @rule()
    def others_arrive(self) -> None:
        self.of_open(arrived, by=Actor.CARRIER)

    # The operator

    @rule(pieces=PIECES, fault=st.sampled_from(Fault))
    def operator_opens(self, pieces: list[tuple[int, int | None]], fault: Fault) -> None:
        facts = {"asked": self.asked(pieces), "fault": fault, "reason": ClaimReason.ETC, "words": "직권", "who": "root"}
        self.does(open_admin, merchant=self.order.merchant, now=self.now, **facts)

    @rule()
    def operator_settles(self) -> None:
        self.of_open(settle_admin, who="root")

    @rule()
    def operator_rejects(self) -> None:
        self.of_open(reject_admin, words="그대로 둡니다", who="root")

    # The PG and the clock

    @rule(answer=st.sampled_from(["approve", "timeout_lost", "timeout_taken", "decline"]))
    def pg_is_asked(self, answer: str) -> None:
        self.outside.pg.next_cancel = answer
        cases.pay_back(self.order, self.now)

    @rule(gives_up=st.booleans())
    def what_was_refused_goes_on(self, gives_up: bool) -> None:
        """By account; or an operator lets the cancel fail before that."""
        if gives_up:
            self.of_open(fail_cancel, words="안 됩니다", who="root")
        cases.take_other_way(self.order, self.now)

    @rule()
    def hub_transfers(self) -> None:
        for refund in [one for one in cases.refunds(self.order) if one.state == "by_account"]:
            with scope(self.order.merchant_id):
                name_account(refund=refund, account=BankAccount("농협", "이구매", "302-1234-5678"))
                confirm_transfer(refund=refund, number="T-1", on=kst_day(self.now), now=self.now)

    @rule(hours=st.sampled_from([1, 25, 24 * 4, 24 * 9]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        act_on_overdue(now=self.now)
        finalize_overdue(now=self.now)

    # The laws

    @invariant()
    def the_ledger_is_balanced(self) -> None:
        """L1."""
        cases.balances(self.order)

    @invariant()
    def no_more_goes_back_than_was_paid(self) -> None:
        """L6: and of each claim as much as was shown last (L7)."""
        done = [claim for claim in self.claims() if claim.state == "done"]
        back = [cases.proposal(claim) for claim in done]
        paid_back = sum(int(row.amount) for row in cases.refunds(self.order) if row.state in ("done", "by_account"))
        assert paid_back == sum(money for money, _, _ in back) <= int(self.order.pay_total)
        assert sum(points for _, points, _ in back) <= int(self.order.points_used)

    @invariant()
    def what_is_shown_is_what_is_posted(self) -> None:
        """L7, row by row: the rows add up to what went back less what is to be paid."""
        with scope(self.order.merchant_id):
            for claim in self.claims():
                version = queries.shown(claim)
                rows = ClaimRow.objects.filter(claim_id=claim.id, version=claim.version)
                assert sum(int(row.amount) for row in rows) == int(version.money) + int(version.points) - int(version.to_pay)
                posted = Transfer.objects.filter(key=f"claim:{claim.number}").exists()
                assert posted <= (claim.state == "done")

    @invariant()
    def pieces_add_up(self) -> None:
        """L30's shape: what remains is what was bought less what claims that are done have ended."""
        ended = [0, 0, 0]
        for claim in self.claims():
            if claim.state == "done" and claim.kind != "exchange":
                for place, pieces in claim.wanted.lines.items():
                    ended[place] += pieces
        lines = cases.lines_of(self.order)
        assert [line.remaining + gone for line, gone in zip(lines, ended, strict=True)] == [line.quantity for line in lines]
        assert [line.remaining == 0 for line in lines] == [line.state in ("cancelled", "returned") for line in lines]

    @invariant()
    def a_line_has_one_open_claim(self) -> None:
        """L27: and while it has, nobody finalizes it but who had done so before the operator came."""
        open_ = {place: claim for claim in self.claims() if claim.state not in ENDED for place in claim.wanted.lines}
        for place, line in enumerate(cases.lines_of(self.order)):
            assert line.open_claim == (open_[place].id if place in open_ else None)
            assert not (place in open_ and line.state == LineState.FINALIZED and open_[place].kind != "admin")

    @invariant()
    def the_manuals_profile_ends_whole_orders(self) -> None:
        """L28."""
        if self.is_2011:
            done = [claim for claim in self.claims() if claim.state == "done" and claim.kind in ("cancel", "return")]
            assert len(done) <= 1
            assert not done or all(line.remaining == 0 for line in cases.lines_of(self.order))

    def teardown(self) -> None:
        """L25: once the PG has answered everything, nothing is under way, and what it gave back is what we say; L8, L9 in the end."""
        # What it refused has gone by account.
        if not hasattr(self, "order"):
            return
        self.outside.pg.next_cancel = "approve"
        cases.pay_back(self.order, self.now)
        cases.take_other_way(self.order, self.now)
        cases.pay_back(self.order, self.now)
        claims = self.claims()
        assert not [claim for claim in claims if claim.state in SETTLING]
        gone = {key: amount for key, amount in self.outside.pg.cancelled.items() if key[:16] in {claim.number for claim in claims}}
        refunds = cases.refunds(self.order)
        assert gone == {row.key: int(row.amount) for row in refunds if row.state == "done" and not row.transfer_number}
        lines = cases.lines_of(self.order)
        if all(line.state == "cancelled" and line.dispatched_at is None for line in lines):
            self.hub_transfers()
            outside = sum(int(row.amount) for row in refunds if row.state == "by_account" or row.transfer_number)
            left = cases.balances(self.order)
            assert (left.pop("pg_receivable", 0), left.pop("bank", 0)) == (outside, -outside)
            assert left.pop("merchant_payable", 0) + left.pop("pg_fee", 0) == 0  # which the PG keeps on what it did not give back
            assert left == {}


@pytest.mark.django_db
def test_whatever_everybody_does_the_laws_hold(world: World, outside: Outside) -> None:
    """L1, L6, L7, L24, L25, L27, L28: random walks of all who have a hand in an order."""
    Everybody.world, Everybody.outside = world, outside
    Everybody.walks = 0
    run_state_machine_as_test(
        Everybody,
        settings=settings(max_examples=5, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)),
    )
    assert Everybody.walks >= 5
