"""배송비: the eight cases of A27 and the edge cases of A28 as one table, with the shop of the worked examples."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from minishop.kernel.won import Won
from minishop.mall.shipping.domain.fee import (
    BadTiers,
    Basis,
    Bill,
    DoorGate,
    FixedPer,
    Kind,
    Line,
    Mode,
    PaidAtTheDoor,
    Policy,
    Tier,
    Why,
    check_tiers,
    shipping_fee,
)
from minishop.mall.shipping.domain.stopping import Stopped, stopped_by

TIERS = (Tier(Won(0), Won(3_000)), Tier(Won(30_000), Won(2_000)), Tier(Won(50_000), Won(0)))
REFUSED = "체크아웃 구매 불가"


def shop(mode: Mode, *, free_first: bool = False, individual: bool = True, **more: object) -> Policy:
    """The shop of A27: free from 50,000 won, otherwise 2,500; tiers 3,000 / 2,000 / 0."""
    return Policy(
        mode, Won(50_000), Won(2_500), TIERS, individual_fees=individual, free_first=free_first, **more  # type: ignore[arg-type]
    )  # fmt: skip


def general(amount: int = 10_000, quantity: int = 1, product: str = "일반") -> Line:
    return Line(product, f"{product}-1", Won(amount), quantity)


def free(quantity: int = 1) -> Line:
    return Line("무료", "무료-1", Won(8_000), quantity, Kind.FREE)


def growing(quantity: int = 1, fee: int = 1_500, block: int = 1) -> Line:
    return Line("수량별", "수량별-1", Won(15_000), quantity, Kind.GROWING, Won(fee), block)


def fixed(quantity: int = 1, product: str = "개별", variant: str = "1") -> Line:
    return Line(product, f"{product}-{variant}", Won(12_000), quantity, Kind.FIXED, Won(4_000))


MIXED = (general(10_000, 2), free(2), growing(2), fixed(2))
BELOW, ON, OFF = Mode.BELOW_AMOUNT, True, False

CASES: dict[str, tuple[Sequence[Line], Policy, int | str]] = {
    "(1)1 무료우선 켬 / 무료": (MIXED, shop(Mode.FREE, free_first=ON), 3_000),
    "(1)2 무료우선 켬 / 착불": (MIXED, shop(Mode.ON_DELIVERY, free_first=ON), REFUSED),
    "(1)3 무료우선 켬 / 미만 배송비": (MIXED, shop(BELOW, free_first=ON), 3_000),
    "(1)4 무료우선 켬 / 차등 배송료": (MIXED, shop(Mode.TIERS, free_first=ON), 3_000),
    "(2)1 무료우선 끔 / 무료": (MIXED, shop(Mode.FREE), 7_000),
    "(2)2 무료우선 끔 / 착불": (MIXED, shop(Mode.ON_DELIVERY), REFUSED),
    "(2)3 무료우선 끔 / 미만 배송비": (MIXED, shop(BELOW), 9_500),
    "(2)4 무료우선 끔 / 차등 배송료": (MIXED, shop(Mode.TIERS), 10_000),
    "E1 딱 50,000원은 무료": ([general(50_000)], shop(BELOW), 0),
    "E2 49,999원은 2,500원": ([general(49_999)], shop(BELOW), 2_500),
    "E3 차등 29,999원": ([general(29_999)], shop(Mode.TIERS), 3_000),
    "E3 차등 30,000원": ([general(30_000)], shop(Mode.TIERS), 2_000),
    "E3 차등 50,000원": ([general(50_000)], shop(Mode.TIERS), 0),
    "E4 개별 배송비를 끄면 종류도 무료우선도 무시": ([free(), fixed()], shop(BELOW, free_first=ON, individual=OFF), 2_500),
    "E5 착불이라도 일반 상품이 없으면 구매": ([free(), growing(3)], shop(Mode.ON_DELIVERY), 4_500),
    "E5 착불 언제나 막기": ([free(), growing(3)], shop(Mode.ON_DELIVERY, door_gate=DoorGate.ALWAYS), REFUSED),
    "E5 착불 막지 않기": (MIXED, shop(Mode.ON_DELIVERY, door_gate=DoorGate.NEVER), 7_000),
    "E6 착불은 무료우선보다 먼저": ([general(), free()], shop(Mode.ON_DELIVERY, free_first=ON), REFUSED),
    "E7 무료우선 켬, 일반 + 무료": ([general(), free()], shop(BELOW, free_first=ON), 0),
    "E7 무료우선 끔, 일반 + 무료": ([general(), free()], shop(BELOW), 2_500),
    "E8 무료 상품이 없으면 무료우선도 없다": ([general(), fixed(2)], shop(BELOW, free_first=ON), 6_500),
    "E9 무료 상점은 무료 상품이 아니다": ([general(), fixed(2)], shop(Mode.FREE, free_first=ON), 4_000),
    "E10 두 색상 1 + 3개도 한 번": ([fixed(1, variant="빨강"), fixed(3, variant="파랑")], shop(BELOW), 4_000),
    "E10 품목마다 받으면 두 번": (
        [fixed(1, variant="빨강"), fixed(3, variant="파랑")], shop(BELOW, fixed_per=FixedPer.VARIANT), 8_000
    ),
    "E11 다른 개별 상품 둘": ([fixed(1, "개별 A"), fixed(1, "개별 B")], shop(BELOW), 8_000),
    "E12 4개마다 2,500원, 9개": ([growing(9, 2_500, 4)], shop(BELOW), 7_500),
    "E12 두 품목으로 나뉘어도 합쳐서 센다": (
        [growing(5, 2_500, 4), Line("수량별", "수량별-2", Won(15_000), 4, Kind.GROWING, Won(2_500), 4)], shop(BELOW), 7_500
    ),
    "E14 무료 상품만": ([free()], shop(BELOW), 0),
    "E16 무료우선 켬, 무료 + 수량별": ([free(), growing(2)], shop(BELOW, free_first=ON), 3_000),
    "빈 장바구니": ([], shop(Mode.ON_DELIVERY), 0),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "policy", "bill"), CASES.values(), ids=CASES)
def test_the_bill(lines: Sequence[Line], policy: Policy, bill: int | str) -> None:
    """R57, R58, R60, R62, Q28: every mode with every kind, free first on and off."""
    if bill == REFUSED:
        with pytest.raises(PaidAtTheDoor):
            shipping_fee(lines, policy)
    else:
        assert shipping_fee(lines, policy).total == bill


BY_ALL_GOODS = {
    "(2)3 모든 상품 합계 기준": (shop(BELOW, basis=Basis.ALL_LINES), 7_000),
    "(2)4 모든 상품 합계 기준": (shop(Mode.TIERS, basis=Basis.ALL_LINES), 7_000),
}


@pytest.mark.parametrize(("policy", "bill"), BY_ALL_GOODS.values(), ids=BY_ALL_GOODS)
def test_the_basis_of_the_threshold_changes_the_bill(policy: Policy, bill: int) -> None:
    """Q27: with the same cart, all goods counted, the base fee falls away."""
    assert shipping_fee(MIXED, policy).total == bill


def test_the_regional_surcharge_survives_free_first() -> None:
    """E13: E7 to Jeju costs the surcharge, once."""
    bill = shipping_fee([general(), free()], shop(BELOW, free_first=ON), regional=Won(3_000))
    assert bill.total == 3_000
    assert bill.rows[-1].why is Why.REGION


def test_a_discount_after_the_goods_does_not_enter_the_basis() -> None:
    """E15: the rule takes the lines' prices before any discount, so a coupon cannot break the threshold.

    There is no discount in its arguments at all; the cart of exactly the threshold stays free.
    """
    assert shipping_fee([general(50_000)], shop(BELOW)).total == 0


def test_removing_the_free_product_makes_the_bill_rise() -> None:
    """E19: general + fixed + free costs nothing, without the free product 6,500 won."""
    policy = shop(BELOW, free_first=ON)
    lines = [general(), fixed(), free()]
    assert (shipping_fee(lines, policy).total, shipping_fee(lines[:2], policy).total) == (0, 6_500)


def test_an_old_version_of_the_settings_gives_the_old_bill() -> None:
    """E20: a bill can be made again from the policy an order was registered with, whatever the shop says today."""
    then, now = shop(BELOW), shop(Mode.FREE)
    kept_after_return = [general(20_000)]
    assert (shipping_fee(kept_after_return, then).total, shipping_fee(kept_after_return, now).total) == (2_500, 0)


BAD_TIERS: dict[str, tuple[tuple[Tier, ...], str]] = {
    "구간이 없음": ((), "must_start_at_zero"),
    "0원에서 시작하지 않음": ((Tier(Won(10_000), Won(0)),), "must_start_at_zero"),
    "같은 시작 금액이 두 번": ((TIERS[0], TIERS[1], TIERS[1]), "must_rise"),
    "거꾸로": ((TIERS[0], TIERS[2], TIERS[1]), "must_rise"),
}


@pytest.mark.parametrize(("tiers", "problem"), BAD_TIERS.values(), ids=BAD_TIERS)
def test_bands_that_do_not_touch_are_refused(tiers: tuple[Tier, ...], problem: str) -> None:
    """E17: a band is its lower bound, so bands touch and the last is open by their form; the rest is checked."""
    with pytest.raises(BadTiers) as refused:
        check_tiers(tiers)
    assert refused.value.facts["problem"] == problem


def rows(bill: Bill) -> list[tuple[str, int, str, str, int]]:
    return [(row.part.value, int(row.amount), row.why.value, row.product, row.about) for row in bill.rows]


def test_every_amount_is_a_row_with_its_reason() -> None:
    """A25, step 8, and A27 (2)3."""
    assert rows(shipping_fee(MIXED, shop(BELOW))) == [
        ("base", 2_500, "below_threshold", "", 20_000),
        ("fixed", 4_000, "per_product", "개별", 0),
        ("growing", 3_000, "per_block", "수량별", 2),
    ]


def test_waived_fees_stay_on_the_bill_with_their_reason() -> None:
    """A27 (1)3: the buyer sees what the free product did."""
    assert rows(shipping_fee(MIXED, shop(BELOW, free_first=ON))) == [
        ("base", 0, "waived_by_free_product", "", 20_000),
        ("fixed", 0, "waived_by_free_product", "개별", 0),
        ("growing", 3_000, "per_block", "수량별", 2),
    ]


def is_refused(line: Line, policy: Policy) -> bool:
    try:
        shipping_fee([line], policy)
    except PaidAtTheDoor:
        return True
    return False


@pytest.mark.parametrize("individual", [True, False], ids=["개별 켬", "개별 끔"])
@pytest.mark.parametrize("gate", DoorGate)
@pytest.mark.parametrize("mode", Mode)
def test_what_stays_unsold_is_what_the_fee_refuses(mode: Mode, gate: DoorGate, individual: bool) -> None:
    """R61, Q28: what a seller is told about cash on delivery is what every cart meets."""
    policy = shop(mode, individual=individual, door_gate=gate)
    refused = [is_refused(general(), policy), is_refused(free(), policy), is_refused(fixed(), policy)]
    assert (
        refused
        == {
            Stopped.NOTHING: [False, False, False],
            Stopped.GENERAL: [True, False, False],
            Stopped.ALL: [True, True, True],
        }[stopped_by(policy)]
    )
