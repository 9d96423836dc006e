"""관리자 처리 (claims 1.2): an operator ends lines whatever was asked of them, also finalized ones."""

from __future__ import annotations

import pytest
from tests.checkout.claims import cases, test_cancelling, test_returning
from tests.checkout.claims.cases import of
from tests.checkout.claims.test_returning import delivered, does, why_not
from tests.checkout.fakes import Outside
from tests.checkout.worlds import NOW, World

from minishop.chassis.tenancy import scope
from minishop.checkout.benefits.services.finalization import finalize_order
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.reasons import ClaimReason
from minishop.checkout.claims.domain.wanted import Fault
from minishop.checkout.claims.errors import ClaimRefused
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.services import answering
from minishop.checkout.claims.services.admin import open_admin, reject_admin, settle_admin
from minishop.checkout.orders.models import Order
from minishop.kernel.won import Won


def opened(order: Order, fault: Fault = Fault.SELLER, words: str = "판매자 연락 두절") -> Claim:
    with scope(order.merchant_id):
        return open_admin(
            merchant=order.merchant, asked=of(order), fault=fault, reason=ClaimReason.ETC, words=words, who="root", now=NOW
        )


@pytest.mark.parametrize(("stage", "ends_as"), [("paid", "cancelled"), ("delivered", "returned"), ("finalized", "returned")])
def test_what_lives_is_ended_whatever_it_is(world: World, outside: Outside, stage: str, ends_as: str) -> None:
    """R100: 취소완료(관리자) where nothing had left, else 반품완료(관리자); the whole of the money goes back for the seller's fault."""
    order = cases.paid(world)
    if stage != "paid":
        cases.send(order)
    if stage == "finalized":
        with scope(order.merchant_id):
            finalize_order(order=order, buyer=world.buyer, now=NOW)
    claim = opened(order)
    assert (claim.state, claim.fault) == ("open", "seller")
    does(settle_admin, claim, who="root")
    cases.pay_back(order)
    assert (cases.fresh(claim).state, cases.states(order)) == ("done", [ends_as] * 2)
    assert cases.balances(order) == {}
    assert [row[2] for row in cases.told(order)] == ["open", "done"]


def test_it_overrules_what_was_asked(world: World, outside: Outside) -> None:
    order = delivered(world)
    asked = test_returning.ask(world, order)
    claim = opened(order)
    overruled = cases.fresh(asked)
    assert (overruled.state, overruled.answer) == ("refused", "관리자 처리")
    assert {line.open_claim for line in cases.lines_of(order)} == {claim.id}
    assert why_not(answering.approve, asked, who="api") is Refusal.NOT_NOW


def test_it_does_not_overrule_money_that_is_under_way(world: World, outside: Outside) -> None:
    order = cases.paid(world)
    claim = test_cancelling.ask(world, order)
    with pytest.raises(ClaimRefused) as refused:
        opened(order)
    assert (refused.value.why, cases.fresh(claim).state) == (Refusal.MONEY_UNDER_WAY, "canceling")


def test_a_rejected_one_leaves_everything_as_it_was(world: World, outside: Outside) -> None:
    order = delivered(world)
    claim = opened(order)
    assert why_not(reject_admin, claim, words=" ", who="root") is Refusal.WORDS_NEEDED
    does(reject_admin, claim, words="판매자가 해결했습니다", who="root")
    assert (cases.fresh(claim).state, cases.states(order), cases.refunds(order)) == ("rejected", ["delivered"] * 2, [])
    assert [line.open_claim for line in cases.lines_of(order)] == [None, None]


def test_what_has_ended_is_ended_once(world: World, outside: Outside) -> None:
    order = cases.paid(world)
    test_cancelling.ask(world, order)
    cases.pay_back(order)
    with pytest.raises(ClaimRefused) as refused:
        opened(order)
    assert refused.value.why is Refusal.ENDED


def test_it_needs_words(world: World, outside: Outside) -> None:
    with pytest.raises(ClaimRefused) as refused:
        opened(cases.paid(world), words=" ")
    assert refused.value.why is Refusal.WORDS_NEEDED


@pytest.mark.parametrize(("fee", "money"), [(None, 24_900), (0, 27_900), (1_000, 26_900), (9_000, 24_900)])
def test_the_operator_names_a_fee_up_to_the_contracts(world: World, outside: Outside, fee: int | None, money: int) -> None:
    order = delivered(world)
    with scope(order.merchant_id):
        claim = open_admin(
            merchant=order.merchant,
            asked=of(order),
            fault=Fault.BUYER,
            reason=ClaimReason.ETC,
            words="합의",
            who="root",
            now=NOW,
            fee=None if fee is None else Won(fee),
        )
    assert cases.proposal(claim) == (money, 0, 0)
