"""반품 (claims 1.2, 1.5): each step, holding, refusing, what the clock does, and what is kept of the money."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.checkout.claims import cases
from tests.checkout.claims.cases import HOME, of, some
from tests.checkout.fakes import Outside
from tests.checkout.worlds import NOW, World

from minishop.chassis.tenancy import scope
from minishop.checkout.benefits.errors import NothingToFinalize
from minishop.checkout.benefits.services.finalization import finalize_order, finalize_overdue
from minishop.checkout.claims.domain.asked import Asked
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.reasons import FOR_AN_EXTRA_FEE, ClaimReason, HoldReason
from minishop.checkout.claims.domain.wanted import Fault, Fee, Way
from minishop.checkout.claims.errors import ClaimRefused
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.services import answering, deadlines
from minishop.checkout.claims.services.deadlines import act_on_overdue
from minishop.checkout.claims.services.returning import ask_return, file_return
from minishop.checkout.claims.services.withdrawing import agree, withdraw
from minishop.checkout.orders.domain.finalization import kept_until
from minishop.checkout.orders.models import Order
from minishop.kernel.won import Won


def ask(
    world: World,
    order: Order,
    *,
    asked: list[Asked] | None = None,
    reason: ClaimReason = ClaimReason.INTENT_CHANGED,
    way: Way = Way.COURIER,
    now: datetime = NOW,
) -> Claim:
    with scope(order.merchant_id):
        return ask_return(
            order=order,
            buyer=world.buyer,
            asked=asked or of(order),
            reason=reason,
            words="생각과 달라요",
            way=way,
            pickup=HOME if way is Way.COURIER else None,
            now=now,
        )


def delivered(world: World, **more: Any) -> Order:
    order = cases.paid(world)
    cases.set_fees([order])
    cases.send(order, **more)
    return order


def does(step: Callable[..., Any], claim: Claim, now: datetime = NOW, **more: Any) -> None:
    with scope(claim.merchant_id):
        step(claim=claim, now=now, **more)


def why_not(step: Callable[..., Any], claim: Claim, now: datetime = NOW, **more: Any) -> Refusal:
    before = cases.fresh(claim)
    with pytest.raises(ClaimRefused) as refused:
        does(step, claim, now, **more)
    after = cases.fresh(claim)
    assert (after.state, after.hold, after.version) == (before.state, before.hold, before.version)
    return refused.value.why


def test_a_return_goes_through_its_steps_and_its_money_goes_back_less_the_fee(world: World, outside: Outside) -> None:
    """R52, C28's shape: the way back costs 3,000, the first delivery is kept."""
    order = delivered(world)
    claim = ask(world, order)
    assert (claim.state, cases.proposal(claim)) == ("asked", (27_900 - 3_000, 0, 0))
    does(answering.accept, claim, who="api")
    assert cases.fresh(claim).state == "collecting"
    does(answering.received, claim, who="api")
    does(answering.refund, claim, who="api")
    assert (cases.fresh(claim).state, cases.states(order)) == ("refunding", ["delivered"] * 2)
    cases.pay_back(order)
    assert (cases.fresh(claim).state, cases.states(order)) == ("done", ["returned"] * 2)
    assert [int(row.amount) for row in cases.refunds(order)] == [24_900]
    assert cases.told(order) == [
        ("CLAIM_REQUESTED", "return", "asked"),
        ("CLAIM_CHANGED", "return", "collecting"),
        ("COLLECT_DONE", "return", "collected"),
        ("CLAIM_COMPLETED", "return", "done"),
    ]
    held = cases.balances(order)
    assert held["pg_receivable"] == 30_400 - 24_900
    assert "merchant_pending" not in held


def test_what_was_broken_comes_back_whole(world: World, outside: Outside) -> None:
    order = delivered(world)
    claim = ask(world, order, reason=ClaimReason.BROKEN)
    does(answering.approve, claim, who="api")
    cases.pay_back(order)
    assert (cases.proposal(claim), cases.balances(order)) == ((30_400, 0, 0), {})


def test_who_sends_goods_back_by_themselves_pays_no_courier(world: World, outside: Outside) -> None:
    order = delivered(world)
    assert cases.proposal(ask(world, order, way=Way.BY_BUYER)) == (27_900, 0, 0)


def test_a_part_is_returned_in_the_modern_profile_only(world: World, outside: Outside) -> None:
    """L28: in the manual's profile a return is of the whole order, as a cancel is."""
    order = delivered(world)
    with pytest.raises(ClaimRefused) as refused:
        ask(world, order, asked=some(order, 1, 1))
    assert (refused.value.why, cases.told(order)) == (Refusal.WHOLE_ORDER_ONLY, [])
    cases.modern(world)
    other = delivered(world)
    claim = ask(world, other, asked=some(other, 1, 1), reason=ClaimReason.BROKEN)
    does(answering.approve, claim, who="api")
    cases.pay_back(other)
    assert (cases.states(other), cases.remaining(other), cases.proposal(claim)) == (["delivered"] * 2, [2, 2], (3_300, 0, 0))


@pytest.mark.parametrize(
    ("reason", "after", "why"),
    [
        (ClaimReason.INTENT_CHANGED, timedelta(days=7), None),
        (ClaimReason.INTENT_CHANGED, timedelta(days=8), Refusal.TOO_LATE),
        (ClaimReason.BROKEN, timedelta(days=8), None),
    ],
    ids=["7일째", "8일째 변심", "8일째 파손"],
)
def test_a_change_of_mind_has_seven_days(
    world: World, outside: Outside, reason: ClaimReason, after: timedelta, why: Refusal | None
) -> None:
    order = delivered(world)
    if why is None:
        assert ask(world, order, reason=reason, now=NOW + after).state == "asked"
        return
    with pytest.raises(ClaimRefused) as refused:
        ask(world, order, reason=reason, now=NOW + after)
    assert refused.value.why is why
    with scope(order.merchant_id):
        filed = file_return(
            merchant=order.merchant, asked=of(order), reason=reason, words="", who="api", now=NOW + after, number="55501"
        )
    assert (filed.state, filed.collect_number) == ("collecting", "55501")


def test_what_has_not_left_is_not_returned_and_what_is_finalized_neither(world: World, outside: Outside) -> None:
    order = cases.paid(world)
    with pytest.raises(ClaimRefused) as early:
        ask(world, order)
    cases.send(order)
    with scope(order.merchant_id):
        finalize_order(order=order, buyer=world.buyer, now=NOW)
    with pytest.raises(ClaimRefused) as late:
        ask(world, order)
    assert (early.value.why, late.value.why) == (Refusal.NOT_SENT, Refusal.FINALIZED)


def test_a_courier_needs_an_address(world: World, outside: Outside) -> None:
    order = delivered(world)
    with scope(order.merchant_id), pytest.raises(ClaimRefused) as refused:
        ask_return(
            order=order,
            buyer=world.buyer,
            asked=of(order),
            reason=ClaimReason.BROKEN,
            words="",
            way=Way.COURIER,
            pickup=None,
            now=NOW,
        )
    assert refused.value.why is Refusal.PICKUP_NEEDED


def test_while_a_claim_is_open_nobody_finalizes_its_lines(world: World, outside: Outside) -> None:
    """L27: neither the buyer nor the clock; once it is over the clock goes on where it was."""
    order = delivered(world)
    claim = ask(world, order)
    with scope(order.merchant_id), pytest.raises(NothingToFinalize):
        finalize_order(order=order, buyer=world.buyer, now=NOW)
    finalize_overdue(now=NOW + timedelta(days=60))
    assert cases.states(order) == ["delivered"] * 2
    does(withdraw, claim, buyer=world.buyer)
    finalize_overdue(now=kept_until(NOW))
    assert cases.states(order) == ["finalized"] * 2


def test_a_held_return_is_neither_refunded_nor_refused(world: World, outside: Outside) -> None:
    order = delivered(world)
    claim = ask(world, order)
    hold: dict[str, Any] = {"reason": HoldReason.RETURN_PRODUCT_NOT_DELIVERED, "words": "한 점이 덜 왔습니다", "who": "api"}
    until = NOW + timedelta(days=2)
    assert why_not(answering.hold, claim, until=until, **{**hold, "words": " "}) is Refusal.WORDS_NEEDED
    assert why_not(answering.hold, claim, until=NOW + timedelta(days=5), **hold) is Refusal.HOLD_TOO_LONG
    assert why_not(answering.release, claim, who="api") is Refusal.NOT_HELD
    does(answering.hold, claim, until=until, **hold)
    assert why_not(answering.approve, claim, who="api") is Refusal.HELD
    assert why_not(answering.refuse, claim, words="안 됩니다", who="api") is Refusal.HELD
    does(answering.release, claim, who="api")
    assert why_not(answering.hold, claim, until=until, **hold) is Refusal.HELD_BEFORE
    does(answering.approve, claim, who="api")
    assert cases.fresh(claim).state == "refunding"


def test_an_extra_fee_is_shown_and_stands_for_a_day(world: World, outside: Outside) -> None:
    """C30, L7: at most nine tenths; the worse version is posted after a day, or at once when the buyer agrees."""
    order = delivered(world)
    claim = ask(world, order)
    hold: dict[str, Any] = {"reason": HoldReason.ETC, "words": "포장이 없습니다", "who": "api", "until": NOW + timedelta(days=1)}
    assert why_not(answering.hold, claim, extra_fee=Won(25_111), **hold) is Refusal.FEE_TOO_HIGH
    does(answering.hold, claim, extra_fee=Won(25_110), **hold)
    assert (cases.fresh(claim).version, cases.proposal(claim)) == (2, (0, 0, 210))


def test_a_hold_for_an_extra_fee_needs_its_amount(world: World, outside: Outside) -> None:
    """C30: nobody is told of an extra fee that is none."""
    claim = ask(world, delivered(world))
    hold: dict[str, Any] = {"words": "포장이 없습니다", "who": "api", "until": NOW + timedelta(days=1)}
    for reason in FOR_AN_EXTRA_FEE:
        assert why_not(answering.hold, claim, reason=reason, **hold) is Refusal.EXTRA_FEE_NEEDED
    does(answering.hold, claim, reason=HoldReason.EXTRAFEEE, extra_fee=Won(1_000), **hold)
    assert cases.fresh(claim).hold == "held"


def test_a_hold_for_a_fee_that_is_withheld_ends_with_its_day(world: World, outside: Outside) -> None:
    """1.5: the buyer has nothing to pay, so nothing else would end it. Held for a day, it is refunded three days after that: 27,900 less 3,000."""
    order = delivered(world)
    claim = ask(world, order)
    does(answering.accept, claim, who="api")
    does(answering.received, claim, who="api")
    until = NOW + timedelta(days=1)
    does(answering.hold, claim, reason=HoldReason.RETURN_DELIVERYFEE, words="배송비를 내 주세요", who="api", until=until)
    assert (cases.proposal(claim), cases.fresh(claim).deadline_at) == ((24_900, 0, 0), until + timedelta(days=3))
    act_on_overdue(now=until + timedelta(days=3))
    assert cases.fresh(claim).state == "refunding"


def test_a_worse_version_waits_for_the_buyers_word_or_a_day(world: World, outside: Outside) -> None:
    """L7: what is posted is the version that was shown last, and never one that the buyer had no day to see."""
    order = delivered(world)
    claim = ask(world, order, reason=ClaimReason.BROKEN)
    judged: dict[str, Any] = {"fault": Fault.BUYER, "who": "api"}
    assert why_not(answering.judge, claim, words="", photos=["a.jpg"], **judged) is Refusal.WORDS_NEEDED
    assert why_not(answering.judge, claim, words="포장은 멀쩡합니다", photos=[], **judged) is Refusal.PHOTOS_NEEDED
    does(answering.judge, claim, words="포장은 멀쩡합니다", photos=["a.jpg"], **judged)
    assert (cases.fresh(claim).version, cases.proposal(claim)) == (2, (24_900, 0, 0))
    assert why_not(answering.approve, claim, who="api") is Refusal.TO_BE_AGREED
    day = NOW + timedelta(hours=24)
    assert why_not(answering.approve, claim, who="api", now=day - timedelta(seconds=1)) is Refusal.TO_BE_AGREED
    does(agree, claim, buyer=world.buyer)
    does(answering.approve, claim, who="api")
    cases.pay_back(order)
    assert [int(row.amount) for row in cases.refunds(order)] == [24_900]


def test_a_seller_asks_for_less_and_never_for_more(world: World, outside: Outside) -> None:
    """Claims 3.1: the lower fee is shown at once, and posted."""
    order = delivered(world)
    claim = ask(world, order)
    does(answering.lower, claim, fees={Fee.RETURN_FEE: Won(9_000)})
    assert cases.proposal(claim) == (24_900, 0, 0)
    does(answering.lower, claim, fees={Fee.RETURN_FEE: Won(1_000)})
    assert (cases.fresh(claim).version, cases.proposal(claim)) == (2, (26_900, 0, 0))
    does(answering.approve, claim, who="api")
    assert why_not(answering.lower, claim, fees={Fee.RETURN_FEE: Won(0)}) is Refusal.NOT_NOW
    cases.pay_back(order)
    assert [int(row.amount) for row in cases.refunds(order)] == [26_900]


def test_refused_after_collection_the_goods_go_back_and_the_buyers_week_begins_anew(world: World, outside: Outside) -> None:
    order = delivered(world)
    claim = ask(world, order)
    does(answering.accept, claim, who="api")
    does(answering.received, claim, who="api")
    later = NOW + timedelta(days=6)
    does(answering.refuse, claim, now=later, words="사용한 상품입니다", who="api")
    assert why_not(answering.sent_back, claim, carrier="HYUNDAI", number=" ") is Refusal.NUMBER_NEEDED
    does(answering.sent_back, claim, now=later, carrier="HYUNDAI", number="77701")
    assert (cases.fresh(claim).sent_back_number, cases.balances(order)["merchant_pending"]) == ("77701", -30_400)
    finalize_overdue(now=kept_until(NOW))
    assert cases.states(order) == ["delivered"] * 2
    finalize_overdue(now=kept_until(later + timedelta(days=3)))
    assert cases.states(order) == ["finalized"] * 2


def at(day: int, hour: int = 10) -> datetime:
    return NOW.replace(day=day, hour=hour)


def test_the_clock_accepts_and_refunds_what_nobody_answers(world: World, outside: Outside) -> None:
    order = delivered(world)
    claim = ask(world, order)
    act_on_overdue(now=NOW + timedelta(days=3) - timedelta(seconds=1))
    assert cases.fresh(claim).state == "asked"
    accepted = NOW + timedelta(days=3)
    act_on_overdue(now=accepted)
    assert cases.fresh(claim).state == "collecting"
    act_on_overdue(now=accepted + timedelta(days=99))
    assert cases.fresh(claim).state == "collecting"
    does(answering.received, claim, now=accepted, who="api")
    act_on_overdue(now=accepted + timedelta(days=3) - timedelta(seconds=1))
    assert cases.fresh(claim).state == "collected"
    act_on_overdue(now=accepted + timedelta(days=3))
    assert cases.fresh(claim).state == "refunding"


def test_held_on_the_12th_until_the_14th_it_is_refunded_on_the_17th(world: World, outside: Outside) -> None:
    """C48."""
    order = cases.paid(world, now=NOW.replace(day=1))
    cases.send(order, now=NOW.replace(day=9))
    tenth, twelfth, fourteenth = (NOW.replace(day=day) for day in (10, 12, 14))
    claim = ask(world, order, now=tenth)
    does(answering.accept, claim, now=tenth, who="api")
    does(answering.received, claim, now=tenth, who="api")
    does(
        answering.hold,
        claim,
        now=twelfth,
        reason=HoldReason.RETURN_PRODUCT_NOT_DELIVERED,
        words="확인 중",
        until=fourteenth,
        who="api",
    )
    seventeenth = NOW.replace(day=17)
    act_on_overdue(now=seventeenth - timedelta(seconds=1))
    assert cases.fresh(claim).state == "collected"
    act_on_overdue(now=seventeenth)
    assert cases.fresh(claim).state == "refunding"


@pytest.mark.parametrize(
    ("reason", "fee", "acts"),
    [(HoldReason.ETC, 0, [timedelta(days=1), timedelta(days=4)]), (HoldReason.EXTRAFEEE, 25_110, [None, None])],
    ids=["until a day", "for a fee"],
)
def test_a_hold_outlasts_the_steps_that_are_taken_meanwhile(
    world: World, outside: Outside, reason: HoldReason, fee: int, acts: list[timedelta | None]
) -> None:
    """C48: accepted, it is still freed at its day; received, it is refunded three days after that; by a payment alone where it waits for one."""
    claim = ask(world, delivered(world))
    until = NOW + timedelta(days=1)
    does(answering.hold, claim, reason=reason, words="기다려 주세요", who="api", until=until, extra_fee=Won(fee))
    due = [NOW + after if after else None for after in acts]
    does(answering.accept, claim, NOW + timedelta(hours=1))
    assert (cases.fresh(claim).state, cases.fresh(claim).deadline_at) == ("collecting", due[0])
    does(answering.received, claim, NOW + timedelta(hours=2))
    assert (cases.fresh(claim).state, cases.fresh(claim).deadline_at) == ("collected", due[1])


def test_one_claim_that_fails_holds_up_no_other(world: World, outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    orders = [delivered(world) for _ in range(2)]
    claims = [ask(world, order) for order in orders]
    real = answering.accept

    def broken(*, claim: Claim, **more: Any) -> None:
        if claim.id == claims[0].id:
            raise OSError("disk")
        real(claim=claim, **more)

    monkeypatch.setattr(answering, "accept", broken)
    with pytest.raises(OSError, match="disk"):
        act_on_overdue(now=NOW + timedelta(days=3))
    assert [cases.fresh(claim).state for claim in claims] == ["asked", "collecting"]


def test_those_that_stay_at_the_front_of_an_instant_hide_none_behind_them(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several answers are due in one instant, and the first two fail: the third is given, and the fault is told."""
    claims = [ask(world, delivered(world)) for _ in range(3)]
    monkeypatch.setattr(f"{deadlines.__name__}._BATCH", 1)
    due = sorted(claim.id for claim in claims)
    real = deadlines.act

    def act(claim: Claim, now: datetime) -> None:
        if claim.id in due[:2]:
            raise RuntimeError(claim.number)
        real(claim, now)

    monkeypatch.setattr(deadlines, "act", act)
    with pytest.raises(RuntimeError):
        deadlines.act_on_overdue(now=NOW + timedelta(days=9))
    assert len({claim.deadline_at for claim in claims}) == 1
    assert sorted(cases.fresh(claim).state for claim in claims) == ["asked", "asked", "collecting"]
