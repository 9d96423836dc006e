"""제안: the worked examples of claims.md, section 8, claim by claim: what goes back as money and points, what is to be paid, what became due."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from tests.checkout.claims.bought import (
    JEJU,
    cancel,
    coupon,
    fixed,
    free,
    general,
    growing,
    order,
    registered,
    rule,
    send_back,
)

from minishop.checkout.claims.domain.fees import ExtraFeeTooHigh
from minishop.checkout.claims.domain.proposal import Row, RowKind, Why
from minishop.checkout.claims.domain.proposing import claimed, propose
from minishop.checkout.claims.domain.standing import Standing
from minishop.checkout.claims.domain.states import ClaimKind
from minishop.checkout.claims.domain.wanted import Fault, Fee, Wanted, Way, facts_of, wanted_of
from minishop.checkout.orders.domain.contract import FeeMode
from minishop.checkout.orders.domain.shares import Discount, Layer, PartKind
from minishop.checkout.orders.domain.tariff import Bought, PartKey
from minishop.kernel.won import Won, total

BUYER, SELLER, NOBODY = Fault.BUYER, Fault.SELLER, Fault.NOBODY
SET, MUG, CLOTHS = 0, 1, 2

# The mock-up's order: set 24,000, mug 18,000, cloths 2 × 9,900, hub coupon 3,000, points 1,800.
O = order(general(24_000), general(18_000), general(9_900, 2), discounts=[coupon(3_000, SET, MUG, CLOTHS)], points=1_800)  # noqa: E741  # its name in claims.md
C2 = order(general(18_000), general(9_900, 2), discounts=[coupon(3_780, 0, 1)], points=1_520)
A24 = order(general(15_106), by=registered(2_000), discounts=[Discount(Layer.INSTANT, Won(500), frozenset({0}))])
A27 = order(general(10_000, 2), free(8_000, 2), growing(15_000, 2), fixed(12_000, 2))
STARTED = order(growing(3_000, 9, 2_500, 4))
FREE_FIRST = order(general(10_000), fixed(12_000, 2), free(8_000), by=rule(free_first=True))
AT_JEJU = order(general(18_000), general(9_900, 2), regional=3_000)
EDGE = order(general(50_000), general(2_000))
ON_POINTS = order(general(10_000), points=12_000)
POINTS_ALONE = order(general(4_500), by=rule(FeeMode.FREE), points=4_500)
BROKEN = order(general(19_000))
OFFICE = order(general(17_800), general(5_000, 2), discounts=[Discount(Layer.INSTANT, Won(1_000), frozenset({0}))], points=800)
TRANSFER = order(general(24_000))
FIXED = order(general(10_000, 2), fixed(12_000, 2))
GROWING = order(growing(15_000, 3), general(10_000))
WHOLE_O = {SET: 1, MUG: 1, CLOTHS: 2}
LAST_SET_LEFT = (MUG, CLOTHS)

# the order, its claims one after the other, and of each: money, points, to pay, dues
CASES: dict[str, tuple[Bought, Sequence[Wanted], Sequence[tuple[int, int, int, int]]]] = {
    "C13 A24의 취소": (A24, [cancel({0: 1})], [(16_606, 0, 0, 0)]),
    "C15 세트 변심": (O, [send_back({SET: 1})], [(16_636, 699, 0, 2_500)]),
    "C16 세트 파손": (O, [send_back({SET: 1}, SELLER)], [(22_136, 699, 0, 0)]),
    "C17 세트, 행주, 행주, 머그 차례로": (
        O,
        [send_back({SET: 1}), send_back({CLOTHS: 1}), send_back({CLOTHS: 1}), send_back({MUG: 1})],
        [(16_636, 699, 0, 2_500), (6_131, 288, 0, 0), (6_130, 289, 0, 0), (13_603, 524, 0, 0)],
    ),
    "C18 전부 한 번에 변심": (O, [send_back(WHOLE_O)], [(51_500, 1_800, 0, 2_500)]),
    "C19 세트 품절, 행주와 머그 변심": (
        O,
        [cancel({SET: 1}, SELLER), send_back({CLOTHS: 1}, carried=LAST_SET_LEFT), send_back({MUG: 1}, carried=LAST_SET_LEFT)],
        [(22_136, 699, 0, 0), (6_131, 288, 0, 0), (11_103, 524, 0, 2_500)],
    ),
    "C20 전부 판매자 귀책": (O, [send_back(WHOLE_O, SELLER)], [(57_000, 1_800, 0, 0)]),
    "C21 발송 전 세트 취소, 나머지 취소": (
        O, [cancel({SET: 1}), cancel({MUG: 1, CLOTHS: 2})], [(19_636, 699, 0, 2_500), (37_364, 1_101, 0, 0)]
    ),
    "C22 세트 변심, 구매자 발송": (O, [send_back({SET: 1}, way=Way.BY_BUYER)], [(19_636, 699, 0, 2_500)]),
    "C23 수량별 하나: 발송 전 취소": (A27, [cancel({2: 1})], [(16_500, 0, 0, 0)]),
    "C23 수량별 하나: 변심": (A27, [send_back({2: 1})], [(12_000, 0, 0, 0)]),
    "C23 수량별 하나: 판매자 귀책": (A27, [send_back({2: 1}, SELLER)], [(16_500, 0, 0, 0)]),
    "C24 일반만 발송": (
        A27,
        [cancel({3: 2}, carried=[0]), cancel({2: 1}, carried=[0]), send_back({0: 2}, carried=[0])],
        [(28_000, 0, 0, 0), (16_500, 0, 0, 0), (17_000, 0, 0, 0)],
    ),
    "C25 4개마다 받는 배송비": (STARTED, [cancel({0: 1}), cancel({0: 1})], [(5_500, 0, 0, 0), (3_000, 0, 0, 0)]),
    "C26 무료 상품 변심": (FREE_FIRST, [send_back({2: 1})], [(0, 0, 1_500, 6_500)]),
    "C27 무료 상품 파손, 일반 변심": (
        FREE_FIRST, [send_back({2: 1}, SELLER), send_back({0: 1})], [(8_000, 0, 0, 0), (7_000, 0, 0, 0)]
    ),
    "C28 제주 변심": (AT_JEJU, [send_back({0: 1, 1: 2}, pickup=JEJU)], [(31_800, 0, 0, 0)]),
    "C28 제주 판매자 귀책": (AT_JEJU, [send_back({0: 1, 1: 2}, SELLER, pickup=JEJU)], [(43_300, 0, 0, 0)]),
    "C28 제주 발송 전": (AT_JEJU, [cancel({0: 1, 1: 2})], [(43_300, 0, 0, 0)]),
    "C29 남는 것이 딱 50,000": (EDGE, [send_back({1: 1})], [(0, 0, 1_000, 0)]),
    "C31 적립금이 거의 전부: 변심": (ON_POINTS, [send_back({0: 1})], [(0, 7_000, 0, 0)]),
    "C31 적립금이 거의 전부: 취소": (ON_POINTS, [cancel({0: 1})], [(500, 12_000, 0, 0)]),
    "C32 적립금만: 판매자 귀책": (POINTS_ALONE, [send_back({0: 1}, SELLER)], [(0, 4_500, 0, 0)]),
    "C32 적립금만: 변심": (POINTS_ALONE, [send_back({0: 1})], [(0, 1_500, 0, 0)]),
    "C33 파손": (BROKEN, [send_back({0: 1}, SELLER)], [(21_500, 0, 0, 0)]),
    "C35 교환이 반품으로": (TRANSFER, [send_back({0: 1})], [(21_000, 0, 0, 0)]),
    "C36 관리 화면 취소": (OFFICE, [cancel({0: 1, 1: 2})], [(28_500, 800, 0, 0)]),
    "C37 주문서 C2 취소": (C2, [cancel({0: 1, 1: 2})], [(35_000, 1_520, 0, 0)]),
    "C49 개별 둘, 일반 둘": (
        FIXED,
        [send_back({1: 1}), send_back({1: 1}, SELLER), send_back({0: 1}, SELLER), send_back({0: 1}, SELLER)],
        [(9_000, 0, 0, 0), (16_000, 0, 0, 0), (10_000, 0, 0, 0), (12_500, 0, 0, 0)],
    ),
    "C50 수량별 셋": (
        GROWING,
        [cancel({0: 1}), send_back({0: 1}, SELLER), send_back({0: 1}), send_back({1: 1})],
        [(16_500, 0, 0, 0), (16_500, 0, 0, 0), (12_000, 0, 0, 0), (7_000, 0, 0, 0)],
    ),
    "규칙 3: 판매자 귀책으로 모두 끝난 상품의 배송비는 새로 받지 않음": (
        FREE_FIRST, [send_back({0: 1}, SELLER), send_back({2: 1})], [(10_000, 0, 0, 0), (1_000, 0, 0, 4_000)]
    ),
    "규칙 3: 판매자 귀책으로 돌려준 배송비는 다시 받지 않음": (
        FIXED,
        [send_back({0: 1}), send_back({0: 1}, SELLER), send_back({1: 2})],
        [(7_000, 0, 0, 0), (12_500, 0, 0, 0), (21_000, 0, 0, 0)],
    ),
    "규칙 4: 판매자 귀책은 그 상품의 배송비만 돌려줌": (
        FIXED, [send_back({0: 2}), send_back({1: 2}, SELLER)], [(17_000, 0, 0, 0), (28_000, 0, 0, 0)]
    ),
    "규칙 5: 나중에 받은 배송비는 판매자 귀책으로 돌려주지 않음": (
        O, [send_back({SET: 1}), send_back({MUG: 1, CLOTHS: 2}, SELLER)], [(16_636, 699, 0, 2_500), (34_864, 1_101, 0, 0)]
    ),
    "규칙 6: 착불은 받을 것도 돌려줄 것도 없음": (
        order(general(10_000, 2), by=rule(FeeMode.ON_DELIVERY)),
        [send_back({0: 1}), send_back({0: 1}, SELLER)],
        [(7_000, 0, 0, 0), (10_000, 0, 0, 0)],
    ),
    "아무의 탓도 아님: 보낸 배송비는 그대로": (BROKEN, [send_back({0: 1}, NOBODY)], [(19_000, 0, 0, 0)]),
    "아무의 탓도 아님: 보내지 않은 배송비는 돌려줌": (BROKEN, [cancel({0: 1}, NOBODY)], [(21_500, 0, 0, 0)]),
}  # fmt: skip


@pytest.mark.parametrize(("bought", "claims", "expected"), CASES.values(), ids=CASES)
def test_what_a_claim_proposes(bought: Bought, claims: Sequence[Wanted], expected: Sequence[tuple[int, int, int, int]]) -> None:
    """Q5, E20: C13, C15 to C29, C31 to C33, C35 to C37, C49, C50 of claims.md."""
    standing, found = Standing(bought), []
    for wanted in claims:
        proposal, standing = claimed(standing, wanted)
        found.append((int(proposal.money), int(proposal.points), int(proposal.to_pay), int(total(proposal.dues.values()))))
        assert total(row.amount for row in proposal.rows) == proposal.total + proposal.fee_payments - proposal.to_pay
    assert found == list(expected)


SIX = {(6_300, 222): 6_522, (33_600, 0): 33_600, (1_500, 222): 1_722, (500, 3_000): 3_500, (5_000, 2_500): 7_500, (8_000, 0): 8_000}


def test_six_orders_come_back_to_the_won_each_once() -> None:
    """R144, A24, C14: each returned whole by the seller's fault gives exactly its total."""
    given = [propose(order(general(goods), by=registered(fee)), [], send_back({0: 1}, SELLER)).total for goods, fee in SIX]
    assert given == list(SIX.values())
    assert sum(given) == 60_844


@pytest.mark.parametrize(("fee", "refund"), [(0, 16_636), (20_551, 0)], ids=["없음", "한도까지"])
def test_an_extra_fee_is_at_most_nine_tenths_of_what_the_lines_cost(fee: int, refund: int) -> None:
    """C30: 90 % of 22,835; what exceeds the money falls on the points, then is to be paid."""
    proposal = propose(O, [], replace(send_back({SET: 1}), extra_fee=Won(fee)))
    assert (proposal.money, proposal.fees.get(Fee.EXTRA_FEE, 0)) == (refund, fee)
    assert proposal.total - proposal.to_pay == 17_335 - fee


def test_a_higher_extra_fee_is_refused_with_the_limit() -> None:
    """C30."""
    with pytest.raises(ExtraFeeTooHigh) as refused:
        propose(O, [], replace(send_back({SET: 1}), extra_fee=Won(20_552)))
    assert refused.value.facts == {"limit": 20_551}


def test_an_exchanges_extra_fee_is_at_most_nine_tenths_of_what_its_lines_cost() -> None:
    """C30: of what is exchanged for the seller's fault, whose limit is the same 20,551, all is to be paid; the order stays as it was."""
    exchange = Wanted(ClaimKind.EXCHANGE, {SET: 1}, SELLER, frozenset({0, 1, 2}))
    proposal = propose(O, [], replace(exchange, extra_fee=Won(20_551)))
    assert (proposal.money, proposal.points, proposal.to_pay) == (0, 0, 20_551)
    with pytest.raises(ExtraFeeTooHigh):
        propose(O, [], replace(exchange, extra_fee=Won(20_552)))


EXCHANGES = {
    "변심": (BUYER, "04524", 6_000),
    "변심, 제주": (BUYER, JEJU, 12_000),
    "파손": (SELLER, "04524", 0),
    "누구 탓도 아님": (NOBODY, JEJU, 0),
}


@pytest.mark.parametrize(("fault", "pickup", "to_pay"), EXCHANGES.values(), ids=EXCHANGES)
def test_an_exchange_costs_both_ways_and_moves_nothing(fault: Fault, pickup: str, to_pay: int) -> None:
    """C34: paid on applying, since there is no refund to take it from; goods, coupon and points stay where they are."""
    exchange = Wanted(ClaimKind.EXCHANGE, {SET: 1}, fault, frozenset({0, 1, 2}), pickup=pickup)
    proposal, after = claimed(Standing(O), exchange)
    assert (proposal.to_pay, proposal.total, after) == (to_pay, 0, Standing(O))


def test_a_proposal_says_each_amount_with_its_reason() -> None:
    """R136, C15: the receipt of the mock-up, row by row."""
    assert propose(O, [], send_back({SET: 1}, pickup=JEJU)).rows == (
        Row(RowKind.GOODS, Won(24_000), Why.CLAIMED, place=SET),
        Row(RowKind.COUPON, Won(-1_165), Why.DISCOUNTED),
        Row(RowKind.DUE, Won(-2_500), Why.BELOW_THRESHOLD, part=PartKind.BASE),
        Row(RowKind.RETURN_FEE, Won(-3_000), Why.ONE_WAY),
        Row(RowKind.REGION, Won(-3_000), Why.PICKUP),
    )


def test_shipping_comes_back_with_its_reason() -> None:
    """C24, C33: because it was never sent, and because the seller failed; a free product that leaves ends what it had waived (E19)."""
    assert propose(A27, [], cancel({3: 2}, carried=[0])).rows[-1] == Row(
        RowKind.SHIPPING_BACK, Won(4_000), Why.NOT_SENT, part=PartKind.FIXED, product="P3"
    )
    assert propose(BROKEN, [], send_back({0: 1}, SELLER)).rows[-1].why is Why.SELLERS_FAULT
    assert {row.why for row in propose(FREE_FIRST, [], send_back({2: 1})).rows if row.kind is RowKind.DUE} == {Why.FREE_FIRST_ENDED}


def test_the_hub_gets_its_part_of_the_discounts_back() -> None:
    """C15: the coupon's share of the set, which the hub bore."""
    assert propose(O, [], send_back({SET: 1})).benefits == 1_165


LOWERED = {
    "반품 배송비를 깎음": ({"lowered": {Fee.RETURN_FEE: Won(1_000)}}, 18_636, 0, 2_500, 1_000),
    "처음 배송비를 안 받음": ({"lowered": {Fee.DUE: Won(0)}}, 19_136, 0, 0, 3_000),
    "계약보다 높이지 못함": ({"lowered": {Fee.RETURN_FEE: Won(9_000)}}, 16_636, 0, 2_500, 3_000),
}


@pytest.mark.parametrize(("facts", "money", "to_pay", "due", "fee"), LOWERED.values(), ids=LOWERED)
def test_fees_are_lowered_and_never_raised(facts: dict[str, Any], money: int, to_pay: int, due: int, fee: int) -> None:
    proposal, after = claimed(Standing(O), replace(send_back({SET: 1}), **facts))
    assert (proposal.money, proposal.to_pay, total(proposal.dues.values()), proposal.fees[Fee.RETURN_FEE]) == (
        money,
        to_pay,
        due,
        fee,
    )
    assert claimed(after, send_back({MUG: 1}))[0].dues == {}  # what was let go is not asked for again


def test_what_was_lowered_is_shown_with_what_it_would_have_been() -> None:
    rows = propose(O, [], replace(send_back({SET: 1}), lowered={Fee.RETURN_FEE: Won(0)})).rows
    assert rows[-1] == Row(RowKind.RETURN_FEE, Won(0), Why.ONE_WAY, lowered_from=Won(3_000))


def test_a_seller_may_waive_what_is_to_be_paid() -> None:
    """C29: nothing is asked for beyond what is withheld."""
    waived = propose(EDGE, [], replace(send_back({1: 1}), waived=True))
    assert (waived.total, waived.to_pay, waived.fees[Fee.RETURN_FEE]) == (0, 0, 2_000)


def test_what_a_buyer_paid_for_a_due_comes_back_the_same_way_when_nothing_was_sent() -> None:
    """claims L8: money first, then points, then the payment of its own (rule 5)."""
    bought = order(general(49_000), general(1_000), points=500)
    first, after = claimed(Standing(bought), cancel({1: 1}))
    assert (first.money, first.points, first.to_pay) == (0, 0, 1_500)
    rest, _ = claimed(after, cancel({0: 1}))
    assert (rest.money, rest.points, rest.fee_payments) == (49_500, 500, 1_500)


def test_points_that_are_spent_are_kept_from_the_money() -> None:
    """C38: of 175 granted 40 are left, so 135 are kept of 35,000."""
    admin = Wanted(ClaimKind.ADMIN, {0: 1}, SELLER, frozenset({0}), points_short=Won(135))
    proposal = propose(order(general(35_000), by=registered(0)), [], admin)
    assert (proposal.money, proposal.points_short) == (34_865, 135)
    assert proposal.rows[-1] == Row(RowKind.POINTS_SHORT, Won(-135), Why.SPENT)


def test_no_more_is_kept_for_spent_points_than_there_is_money() -> None:
    """C38: the rest is the hub's loss."""
    admin = Wanted(ClaimKind.ADMIN, {0: 1}, SELLER, frozenset({0}), points_short=Won(5_000))
    proposal = propose(POINTS_ALONE, [], admin)
    assert (proposal.money, proposal.points, proposal.points_short) == (0, 4_500, 0)


def test_an_operators_claim_costs_the_way_back_only_of_what_has_left() -> None:
    admin = Wanted(ClaimKind.ADMIN, {SET: 1}, BUYER)
    assert propose(O, [], admin).fees == {}
    assert propose(O, [], replace(admin, carried=frozenset({SET}))).fees[Fee.RETURN_FEE] == 3_000


@pytest.mark.parametrize("lines", [{SET: 2}, {SET: 0}, {SET: -1}])
def test_no_more_is_claimed_than_lives(lines: dict[int, int]) -> None:
    with pytest.raises(ValueError, match="live"):
        propose(O, [], cancel(lines))


def test_advanced_carriage_is_paid_besides_for_the_sellers_fault_alone() -> None:
    sent = replace(send_back({SET: 1}, SELLER, way=Way.BY_BUYER), advanced=Won(4_000))
    assert (propose(O, [], sent).money, propose(O, [], sent).advanced) == (22_136, 4_000)
    assert propose(O, [], replace(sent, fault=BUYER)).advanced == 0


def test_a_flat_fee_is_never_raised_and_comes_back_only_whole() -> None:
    """E20: an order without a contract; nothing is due for what is kept, and a part gives no part of the fee back."""
    bought = order(general(20_000, 2), fixed(10_000, 2), by=registered(3_000))
    claims = [send_back({0: 1}), send_back({1: 1}, SELLER), send_back({0: 1}, SELLER), send_back({1: 1}, SELLER)]
    standing, found = Standing(bought), []
    for wanted in claims:
        proposal, standing = claimed(standing, wanted)
        found.append((int(proposal.money), len(proposal.dues)))
    assert found == [(17_000, 0), (10_000, 0), (20_000, 0), (13_000, 0)]


def test_a_coupon_moves_no_threshold() -> None:
    """E15: goods before discounts are judged; what is kept of 50,000 won stays free though less was paid for it."""
    bought = order(general(50_000), general(1_000), discounts=[coupon(9_000, 0, 1)])
    assert bought.shipping[PartKey(PartKind.BASE)].amount == 0
    assert propose(bought, [], send_back({1: 1})).dues == {}


def test_what_is_kept_is_judged_by_the_orders_own_rule() -> None:
    """E20: the same return under another rule owes another fee; the order's own is asked, and nothing else."""
    tiers = order(general(24_000), general(18_000), general(9_900, 2), by=rule(FeeMode.TIERS))
    assert [propose(bought, [], send_back({SET: 1})).dues for bought in (O, tiers)] == [
        {PartKey(PartKind.BASE): 2_500},
        {PartKey(PartKind.BASE): 2_000},
    ]


def test_a_claim_is_kept_and_read_again() -> None:
    """claims L14."""
    full = replace(
        send_back({0: 1, 2: 2}, NOBODY, way=Way.BY_BUYER, pickup=JEJU), lowered={Fee.DUE: Won(5)}, extra_fee=Won(1), advanced=Won(2),
        waived=True, points_short=Won(3),
    )  # fmt: skip
    assert wanted_of(json.loads(json.dumps(facts_of(full)))) == full
