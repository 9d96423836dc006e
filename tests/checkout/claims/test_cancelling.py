"""취소 (claims 1.2, 1.5): who may cancel what and when, and that the money, the lines and the feed follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from tests.checkout.claims import cases
from tests.checkout.claims.cases import of, some
from tests.checkout.fakes import Outside
from tests.checkout.machines import Carriers, Clock
from tests.checkout.worlds import NOW, World

from minishop.chassis.tenancy import scope
from minishop.checkout.benefits.queries import points_expected, points_to_come
from minishop.checkout.claims.domain.asked import Asked, Shown
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.reasons import ClaimReason
from minishop.checkout.claims.errors import ClaimRefused
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.queries import claims_of_order
from minishop.checkout.claims.services.answering import approve, refuse
from minishop.checkout.claims.services.cancelling import ask_cancel, cancel_by_seller
from minishop.checkout.claims.services.withdrawing import withdraw
from minishop.checkout.orders.domain.registration import RegisteredLine
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.parcels.domain import dispatching as parcels
from minishop.checkout.parcels.services.dispatch import Wanted as WantedDispatch
from minishop.checkout.parcels.services.dispatch import dispatch_all
from minishop.kernel.won import Won


def ask(world: World, order: Order, *, asked: Sequence[Asked] = (), shown: Shown | None = None) -> Claim:
    with scope(order.merchant_id):
        return ask_cancel(
            order=order,
            buyer=world.buyer,
            asked=asked or of(order),
            reason=ClaimReason.INTENT_CHANGED,
            words="마음이 바뀌었어요",
            now=NOW,
            shown=shown,
        )


def test_before_anybody_acknowledged_a_buyers_cancel_needs_nobody(world: World, outside: Outside) -> None:
    """R54: the whole of the money goes back, and nothing is left in the ledger."""
    order = cases.paid(world)
    claim = ask(world, order)
    assert (claim.state, cases.states(order)) == ("canceling", ["paid", "paid"])
    assert [(row.key, int(row.amount)) for row in cases.refunds(order)] == [(f"{claim.number}-1", int(order.pay_total))]
    cases.pay_back(order)
    assert (cases.fresh(claim).state, cases.states(order), cases.remaining(order)) == ("done", ["cancelled"] * 2, [0, 0])
    assert cases.balances(order) == {}
    assert cases.told(order) == [("CLAIM_REQUESTED", "cancel", "canceling"), ("CLAIM_COMPLETED", "cancel", "done")]


def test_after_the_acknowledgement_it_is_a_request(world: World, outside: Outside) -> None:
    """The seller approves it, and only then the money goes back."""
    order = cases.paid(world)
    cases.acknowledge(order)
    claim = ask(world, order)
    assert (claim.state, cases.refunds(order)) == ("asked", [])
    with scope(order.merchant_id):
        approve(claim=claim, who="api", now=NOW)
    cases.pay_back(order)
    assert (cases.fresh(claim).state, cases.states(order), cases.balances(order)) == ("done", ["cancelled"] * 2, {})
    assert [row[2] for row in cases.told(order)] == ["asked", "canceling", "done"]


def test_a_refused_request_leaves_everything_as_it_was(world: World, outside: Outside) -> None:
    order = cases.paid(world)
    cases.acknowledge(order)
    claim = ask(world, order)
    with scope(order.merchant_id):
        with pytest.raises(ClaimRefused) as wordless:
            refuse(claim=claim, words=" ", who="api", now=NOW)
        assert (wordless.value.why, cases.fresh(claim).state) == (Refusal.WORDS_NEEDED, "asked")
        refuse(claim=claim, words="이미 포장했습니다", who="api", now=NOW)
    done = cases.fresh(claim)
    assert (done.state, done.answer, done.ended_at) == ("refused", "이미 포장했습니다", NOW)
    assert (cases.states(order), [line.open_claim for line in cases.lines_of(order)]) == (["paid"] * 2, [None, None])
    assert cases.told(order)[-1] == ("CLAIM_REJECTED", "cancel", "refused")
    assert ask(world, order).state == "asked"


def test_the_buyer_withdraws_a_request_and_nobody_else(world: World, outside: Outside) -> None:
    order = cases.paid(world)
    cases.acknowledge(order)
    claim = ask(world, order)
    with scope(order.merchant_id):
        with pytest.raises(ClaimRefused) as refused:
            withdraw(claim=claim, buyer=world.stranger, now=NOW)
        assert (refused.value.why, cases.fresh(claim).state) == (Refusal.NOT_YOURS, "asked")
        withdraw(claim=claim, buyer=world.buyer, now=NOW)
        assert cases.fresh(claim).state == "withdrawn"
        with pytest.raises(ClaimRefused) as late:
            approve(claim=claim, who="api", now=NOW)
    assert (late.value.why, late.value.facts["state"]) == (Refusal.NOT_NOW, "withdrawn")


@pytest.mark.parametrize(
    ("build", "why"),
    [
        (lambda order: of(order, 0), Refusal.WHOLE_ORDER_ONLY),
        (lambda order: [*of(order, 0), *some(order, 1, 2)], Refusal.WHOLE_ORDER_ONLY),
        (lambda order: [*of(order), *of(order, 0)], Refusal.NAMED_TWICE),
        (lambda order: [Asked("0000000000000000")], Refusal.UNKNOWN_LINE),
        (lambda order: [*of(order, 0), *some(order, 1, 4)], Refusal.TOO_MANY),
        (lambda order: [*of(order, 0), *some(order, 1, 0)], Refusal.TOO_FEW),
    ],
    ids=["한 상품만", "수량 일부", "두 번", "모르는 번호", "수량보다 많이", "0개"],
)
def test_the_manuals_profile_cancels_whole_orders_only(
    world: World, outside: Outside, build: Callable[[Order], list[Asked]], why: Refusal
) -> None:
    """R53, Q11: refused with the reason, whoever asks, and nothing has changed."""
    order = cases.paid(world)
    with pytest.raises(ClaimRefused) as refused:
        ask(world, order, asked=build(order))
    assert refused.value.why is why
    with scope(order.merchant_id), pytest.raises(ClaimRefused) as again:
        cancel_by_seller(merchant=order.merchant, asked=build(order), reason=ClaimReason.SOLD_OUT, words="", who="api", now=NOW)
    assert again.value.why is why
    assert (cases.told(order), cases.refunds(order)) == ([], [])


def test_the_modern_profile_cancels_parts_and_pieces(world: World, outside: Outside) -> None:
    cases.modern(world)
    order = cases.paid(world)
    first = ask(world, order, asked=some(order, 1, 1))
    cases.pay_back(order)
    assert (cases.fresh(first).state, cases.states(order), cases.remaining(order)) == ("done", ["paid"] * 2, [2, 2])
    second = ask(world, order, asked=of(order, 1))
    cases.pay_back(order)
    assert (cases.fresh(second).state, cases.states(order), cases.remaining(order)) == ("done", ["paid", "cancelled"], [2, 0])
    third = ask(world, order, asked=of(order, 0))
    cases.pay_back(order)
    assert cases.states(order) == ["cancelled"] * 2
    assert [cases.proposal(claim)[0] for claim in (first, second, third)] == [3_300, 6_600, 20_500]
    assert cases.balances(order) == {}


def test_points_are_promised_of_what_did_not_go_back(world: World, outside: Outside) -> None:
    """R87: 152 of the 30,400 that were paid, 135 once 3,300 of them went back."""
    cases.modern(world)
    order = cases.paid(world)
    for expected in (152, 135):
        with scope(order.merchant_id):
            assert points_to_come(order) == expected
        assert [one.points for one in points_expected(world.buyer)] == [expected]
        if expected == 152:
            ask(world, order, asked=some(order, 1, 1))
            cases.pay_back(order)


@pytest.mark.parametrize("profile", ["manual_2011", "today"])
def test_what_has_left_is_cancelled_by_nobody(world: World, outside: Outside, profile: str) -> None:
    """R50: neither by the seller nor by the buyer; in the manual's profile one line that has left is enough."""
    if profile == "today":
        cases.modern(world)
    order = cases.paid(world)
    cases.send(order, 0, delivered=False)
    for place in (0, 1):
        asked = of(order) if profile == "manual_2011" else of(order, place)
        expected = None if (profile, place) == ("today", 1) else Refusal.ALREADY_SENT
        with scope(order.merchant_id):
            if expected is None:
                claim = cancel_by_seller(
                    merchant=order.merchant, asked=asked, reason=ClaimReason.SOLD_OUT, words="품절", who="api", now=NOW
                )
                assert claim.state == "canceling"
                continue
            with pytest.raises(ClaimRefused) as refused:
                cancel_by_seller(
                    merchant=order.merchant, asked=asked, reason=ClaimReason.SOLD_OUT, words="품절", who="api", now=NOW
                )
        assert refused.value.why is expected


def test_the_seller_cancels_with_a_reason_of_the_list_and_words(world: World, outside: Outside) -> None:
    """R134: the code and the words are kept; a code that is none of the list is refused."""
    order = cases.paid(world)
    with scope(order.merchant_id):
        with pytest.raises(ClaimRefused) as refused:
            cancel_by_seller(merchant=order.merchant, asked=of(order), reason=ClaimReason.ETC, words="", who="api", now=NOW)
        assert refused.value.why is Refusal.REASON_NOT_ALLOWED
        claim = cancel_by_seller(
            merchant=order.merchant, asked=of(order), reason=ClaimReason.SOLD_OUT, words="입고 지연", who="api", now=NOW
        )
    cases.pay_back(order)
    done = cases.fresh(claim)
    assert (done.state, done.reason, done.words, done.fault, done.asked_by) == (
        "done",
        "SOLD_OUT",
        "입고 지연",
        "seller",
        "merchant",
    )


def test_an_order_is_claimed_once_at_a_time(world: World, outside: Outside) -> None:
    order = cases.paid(world)
    cases.acknowledge(order)
    ask(world, order)
    with pytest.raises(ClaimRefused) as refused:
        ask(world, order)
    assert refused.value.why is Refusal.ALREADY_OPEN


def test_what_the_buyer_was_shown_is_what_is_made(world: World, outside: Outside) -> None:
    order = cases.paid(world)
    with pytest.raises(ClaimRefused) as refused:
        ask(world, order, shown=Shown(Won(1), Won(0), Won(0)))
    assert (refused.value.why, cases.told(order)) == (Refusal.PROPOSAL_CHANGED, [])
    assert ask(world, order, shown=Shown(order.pay_total, Won(0), Won(0))).state == "canceling"


def test_a_number_that_is_being_checked_is_withdrawn_with_the_acceptance(
    world: World, outside: Outside, carriers: Carriers, clock: Clock
) -> None:
    """The carrier is asked no more, and a number that turns out valid afterwards moves nothing."""
    order = cases.paid(world)
    carriers.usual = "NOT_FOUND"
    dispatch(order)
    claim = ask(world, order)
    assert (claim.state, cases.states(order)) == ("asked", ["dispatch_requested"] * 2)
    with scope(order.merchant_id):
        approve(claim=claim, who="api", now=clock())
    carriers.usual = "IN_TRANSIT"
    clock.work(hours=1)
    assert (cases.fresh(claim).state, cases.states(order)) == ("done", ["cancelled"] * 2)


def test_goods_that_leave_refuse_a_cancel_that_was_only_asked_for(
    world: World, outside: Outside, carriers: Carriers, clock: Clock
) -> None:
    """L27: and the buyer is told why."""
    order = cases.paid(world)
    cases.acknowledge(order)
    claim = ask(world, order)
    carriers.usual = "IN_TRANSIT"
    dispatch(order)
    clock.work(minutes=1)
    left = cases.fresh(claim)
    assert (left.state, left.answer, cases.states(order)) == ("refused", "이미 발송", ["delivering"] * 2)
    assert cases.told(order)[-1] == ("CLAIM_REJECTED", "cancel", "refused")


def test_goods_whose_cancel_was_agreed_to_do_not_leave(world: World, outside: Outside) -> None:
    """L27."""
    order = cases.paid(world)
    ask(world, order)
    with scope(order.merchant_id):
        result = dispatch_all(merchant=order.merchant, wanted=[wanted_for(cases.lines_of(order)[0].number)], who="api", now=NOW)
    assert [one.refusal for one in result] == [parcels.Refusal.CLAIMED]
    assert cases.states(order) == ["paid"] * 2


def dispatch(order: Order) -> None:
    with scope(order.merchant_id):
        results = dispatch_all(
            merchant=order.merchant, wanted=[wanted_for(line.number) for line in cases.lines_of(order)], who="api", now=NOW
        )
    assert [one.refusal for one in results] == [None, None]


def wanted_for(number: str) -> WantedDispatch:
    return WantedDispatch(number, "DELIVERY", "HYUNDAI", "123456789013", NOW)


def test_a_claim_names_its_lines_as_they_stand_in_the_order(world: World, outside: Outside) -> None:
    """R100: in whatever order the database has them."""
    order = cases.paid(world, cases.BOWL, cases.CLOTH, RegisteredLine("P2003", "하루 접시", 1, Won(5_000), Won(5_000)))
    ask(world, order, asked=of(order))
    first, second, third = cases.lines_of(order)
    with scope(order.merchant_id):
        for line, position in ((first, 8), (third, 9)):
            OrderLine.objects.filter(id=line.id).update(position=position)
        (claim,) = claims_of_order(order)
        assert [one.line_id for one in claim.lines.all()] == [second.id, first.id, third.id]
