"""적립금과 쿠폰 쓰기: held at the press on pay, used when the order is paid, released when it is not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from tests.checkout.fakes import Outside
from tests.checkout.machines import Clock
from tests.checkout.purses import fill_purse, give_coupon_worth, make_coupon
from tests.checkout.worlds import MUG, NOW, World, make_order, make_payment, make_world, taken
from tests.racing import stored
from tests.sent_letters import Mailbox

from minishop.chassis import messages
from minishop.chassis.jobs.models import Job
from minishop.chassis.tenancy import scope
from minishop.checkout.accounts.models import Account
from minishop.checkout.benefits.errors import CodeTaken, UnknownCode
from minishop.checkout.benefits.models import BenefitUse, BuyerCoupon, InstantDiscount, PointLot, Wallet
from minishop.checkout.benefits.queries import wallet_of
from minishop.checkout.benefits.services import choosing, lapsing
from minishop.checkout.benefits.services.couponing import expire_coupons, give_coupon, make_codes, redeem_code, restore_coupon
from minishop.checkout.benefits.tasks import tell_of_end
from minishop.checkout.orders.models import Order, OrderPart
from minishop.checkout.payments.domain.choice import Choice
from minishop.checkout.payments.domain.verdicts import Fate, Verdict
from minishop.checkout.payments.errors import AmountChanged, CouponGone, PointsShort
from minishop.checkout.payments.models import Payment, Posting, Refund, Transfer
from minishop.checkout.payments.queries import points_of
from minishop.checkout.payments.services.expiry import withdraw_order
from minishop.checkout.payments.services.paying import abandon_payment
from minishop.checkout.payments.services.settling import record_verdict
from minishop.kernel.won import Won, total

pytestmark = pytest.mark.django_db
KINDS = (Wallet, PointLot, BuyerCoupon, BenefitUse, Order, OrderPart)


@pytest.fixture
def world() -> World:
    made = make_world()
    fill_purse(made.buyer, made.other_merchant, 5000)
    return made


@pytest.fixture
def order(world: World) -> Order:
    return make_order(world.merchant, world.buyer, MUG)


def choose(order: Order, points: int = 0, coupon: int | None = None, *, shown: int | None = None, now: datetime = NOW) -> None:
    with scope(order.merchant_id):
        choice = Choice(coupon=coupon, points=Won(points), shown=None if shown is None else Won(shown), least=Won(100))
        choosing.hold(order=order, choice=choice, now=now)


def fresh(order: Order) -> Order:
    with scope(order.merchant_id):
        return Order.objects.get(id=order.id)


def purse(buyer: Account) -> tuple[int, int]:
    wallet = wallet_of(buyer)
    assert wallet.balance == total(PointLot.objects.filter(buyer=buyer).values_list("left", flat=True)) == points_of(buyer)
    return int(wallet.balance), int(wallet.held)


def decide(order: Order, payment: Payment, fate: Fate = Fate.TAKEN) -> None:
    with scope(order.merchant_id):
        verdict = taken(fresh(order)) if fate is Fate.TAKEN else Verdict(fate, reason="한도 초과")
        record_verdict(payment=payment, verdict=verdict, now=NOW)


def test_points_and_a_coupon_pay_a_part_of_an_order(world: World, order: Order) -> None:
    """R90, R91, claims L16: 24,000 + 2,500 − 3,000 − 1,000."""
    coupon = give_coupon_worth(world.buyer, 3000)
    choose(order, 1000, coupon.id, shown=22500)
    found = fresh(order)
    assert (found.discount, found.points_used, found.pay_total) == (3000, 1000, 22500)
    assert purse(world.buyer) == (5000, 1000)
    decide(order, make_payment(found))
    assert purse(world.buyer) == (4000, 0)
    coupon.refresh_from_db()
    assert (coupon.state, coupon.order_id) == ("used", order.id)
    with scope(order.merchant_id):
        parts = OrderPart.objects.filter(order_id=order.id).order_by("position")
        assert [(int(one.cart_coupon), int(one.points), int(one.money)) for one in parts] == [(0, 106, 2394), (3000, 894, 20106)]
        [posted] = Transfer.objects.filter(kind="payment")
        sides = {one.account: int(one.amount) for one in posted.postings.all()}
    assert sides == {"pg_receivable": 22500, "points_owed": 1000, "benefit_expense": 3000, "merchant_pending": -26500}


@pytest.mark.parametrize("end", ["거절", "중단", "주문 지우기"])
def test_what_was_not_paid_is_the_buyers_again(world: World, order: Order, end: str) -> None:
    """claims.md 5.2, 5.3."""
    coupon = give_coupon_worth(world.buyer, 3000)
    choose(order, 1000, coupon.id)
    payment = make_payment(fresh(order), "confirming" if end == "거절" else "opened")
    with scope(order.merchant_id):
        match end:
            case "거절":
                decide(order, payment, Fate.DECLINED)
            case "중단":
                abandon_payment(payment=payment, now=NOW)
            case _:
                withdraw_order(order=order, buyer=world.buyer, now=NOW)
    assert purse(world.buyer) == (5000, 0)
    coupon.refresh_from_db()
    assert (coupon.state, coupon.order_id) == ("issued", None)


def test_c40_points_that_another_tab_holds_are_not_there(world: World, order: Order) -> None:
    """C40: balance 5,000, 3,000 in each of two tabs."""
    choose(order, 3000)
    second = make_order(world.merchant, world.buyer, MUG)
    before = stored(*KINDS)
    with pytest.raises(PointsShort) as refused:
        choose(second, 3000)
    assert refused.value.facts["available"] == 2000
    assert stored(*KINDS) == before


def test_choosing_again_takes_the_place_of_what_was_chosen(world: World, order: Order) -> None:
    first, second = give_coupon_worth(world.buyer, 3000), give_coupon_worth(world.buyer, 500)
    choose(order, 3000, first.id)
    choose(order, 4000, second.id)
    assert purse(world.buyer) == (5000, 4000)
    assert list(BuyerCoupon.objects.order_by("issued_at", "id").values_list("state", flat=True).order_by("coupon__amount")) == [
        "held",
        "issued",
    ]
    choose(order)
    assert (purse(world.buyer), fresh(order).pay_total) == ((5000, 0), 26500)


def test_an_amount_that_the_buyer_did_not_see_is_refused(world: World, order: Order) -> None:
    """claims.md 5.3: the press is refused with the new sum."""
    before = stored(*KINDS)
    with pytest.raises(AmountChanged) as refused:
        choose(order, 1000, shown=26500)
    assert (refused.value.facts["now"], stored(*KINDS)) == (25500, before)


OTHERS = ["남의 쿠폰", "다른 가맹점의 쿠폰", "기간이 지난 쿠폰", "쓴 쿠폰", "아직 시작하지 않은 쿠폰"]


@pytest.mark.parametrize("why", OTHERS)
def test_a_coupon_that_cannot_be_used_is_refused(world: World, order: Order, why: str) -> None:
    """claims L15."""
    match why:
        case "남의 쿠폰":
            coupon = give_coupon_worth(world.stranger, 3000)
        case "다른 가맹점의 쿠폰":
            coupon = give_coupon(coupon=make_coupon(merchant=world.other_merchant), buyer=world.buyer, now=NOW)
        case "아직 시작하지 않은 쿠폰":
            coupon = give_coupon(coupon=make_coupon(begins_at=NOW + timedelta(days=1)), buyer=world.buyer, now=NOW)
        case "기간이 지난 쿠폰":
            coupon = give_coupon_worth(world.buyer, 3000)
            BuyerCoupon.objects.update(ends_on=date(2026, 11, 22))
        case _:
            coupon = give_coupon_worth(world.buyer, 3000)
            BuyerCoupon.objects.update(state="used", order_id=1, order_merchant_id=1)
    before = stored(*KINDS)
    with pytest.raises(CouponGone):
        choose(order, 0, coupon.id)
    assert stored(*KINDS) == before


def test_a_late_approval_finds_released_points_again(world: World, order: Order) -> None:
    choose(order, 3000)
    payment = make_payment(fresh(order))
    decide(order, payment, Fate.DECLINED)
    decide(order, payment)
    assert purse(world.buyer) == (2000, 0)
    assert fresh(order).paid_at == NOW


@pytest.mark.parametrize("elsewhere", [False, True], ids=["쿠폰이 남음", "다른 주문에 씀"])
def test_a_late_approval_finds_its_released_coupon_again_or_is_given_back(world: World, order: Order, elsewhere: bool) -> None:
    coupon = give_coupon_worth(world.buyer, 3000)
    choose(order, 0, coupon.id)
    payment = make_payment(fresh(order))
    decide(order, payment, Fate.DECLINED)
    if elsewhere:
        choose(make_order(world.merchant, world.buyer, MUG), 0, coupon.id)
    decide(order, payment)
    coupon.refresh_from_db()
    with scope(order.merchant_id):
        found = (coupon.state, coupon.order_id == order.id, Payment.objects.get(id=payment.id).state)
    assert found == (("held", False, "surplus") if elsewhere else ("used", True, "paid"))


def test_a_late_approval_of_an_order_whose_points_are_gone_is_given_back(world: World, order: Order) -> None:
    """Money never pays an order at a price that is no longer its own: it is a surplus."""
    choose(order, 3000)
    payment = make_payment(fresh(order))
    decide(order, payment, Fate.DECLINED)
    choose(make_order(world.merchant, world.buyer, MUG), 3000)
    decide(order, payment)
    with scope(order.merchant_id):
        assert Payment.objects.get(id=payment.id).state == "surplus"
        assert Refund.objects.get().amount == payment.amount
    assert (fresh(order).paid_at, purse(world.buyer)) == (None, (5000, 3000))


def test_a_late_approval_of_another_price_is_given_back(world: World, order: Order) -> None:
    payment = make_payment(order, "opened")
    with scope(order.merchant_id):
        abandon_payment(payment=payment, now=NOW)
    choose(order, 3000)
    with scope(order.merchant_id):
        record_verdict(payment=payment, verdict=Verdict(Fate.TAKEN, amount=payment.amount), now=NOW)
        assert Payment.objects.get(id=payment.id).state == "surplus"
    assert fresh(order).paid_at is None


def test_an_instant_discount_of_a_merchant_is_a_lower_price(world: World, order: Order) -> None:
    """claims.md 2.2: posted nowhere; its share of the hub is."""
    with scope(world.merchant.id):
        facts = {"begins_at": NOW, "ends_at": NOW + timedelta(days=1), "made_by": "operator"}
        InstantDiscount.objects.create(merchant=world.merchant, rate=1000, hub_share=2500, **facts)
    choose(order)
    decide(order, make_payment(fresh(order)))
    with scope(order.merchant_id):
        sides = {one.account: int(one.amount) for one in Posting.objects.filter(transfer__kind="payment")}
    assert sides == {"pg_receivable": 24100, "benefit_expense": 600, "merchant_pending": -24700}


def test_points_lapse_on_the_day_after_their_last_and_held_ones_do_not(world: World, order: Order) -> None:
    """claims.md 5.2, claims L16."""
    choose(order, 2000)
    lapsing.lapse_points(now=datetime(2027, 11, 30, 14, 59, 59, tzinfo=NOW.tzinfo))
    assert purse(world.buyer) == (5000, 2000)
    midnight = datetime(2027, 11, 30, 15, 0, tzinfo=NOW.tzinfo)
    lapsing.lapse_points(now=midnight)
    assert purse(world.buyer) == (2000, 2000)
    with scope(order.merchant_id):
        choosing.release(order=order, now=midnight)
    lapsing.lapse_points(now=midnight)
    lapsing.lapse_points(now=midnight)
    assert purse(world.buyer) == (0, 0)


def test_a_buyer_is_told_a_month_and_a_week_before(world: World, clock: Clock, outside: Outside) -> None:
    for at, letters in (("2027-10-30", 0), ("2027-10-31", 1), ("2027-11-05", 1), ("2027-11-23", 2), ("2027-11-29", 2)):
        lapsing.tell_of_ends(now=datetime.fromisoformat(f"{at}T03:00:00+00:00"))
        waiting = Job.objects.filter(task="checkout.benefits.tasks.tell_of_end")
        assert waiting.count() == letters, at


@pytest.mark.parametrize(
    ("spent", "address", "letters"), [(0, "buyer@shop.example", 1), (5000, "buyer@shop.example", 0), (0, "", 0)]
)
def test_the_letter_says_what_ends_when_it_is_sent(
    world: World, order: Order, monkeypatch: pytest.MonkeyPatch, spent: int, address: str, letters: int
) -> None:
    """Nothing of points that were spent since the notice was due, and nothing where no address is known."""
    mailbox = Mailbox()
    monkeypatch.setattr(f"{messages.__name__}.exchange", mailbox.exchange)
    Account.objects.filter(id=world.buyer.id).update(email=address)
    if spent:
        choose(order, spent)
        decide(order, make_payment(fresh(order)))
    tell_of_end.run(buyer_id=world.buyer.id, ends_on="2027-11-30", notice=1, now=NOW)
    sent = mailbox.to(address)
    assert len(sent) == letters
    for letter in sent:
        assert letter["subject"] == "[체크아웃] 적립금 5,000원이 곧 소멸됩니다"
        assert "2027. 11. 30.까지" in letter["text"]


def test_a_shared_code_is_redeemed_once_a_person(world: World) -> None:
    [code] = make_codes(coupon=make_coupon(code_use="shared"), how_many=5)
    redeem_code(buyer=world.buyer, typed=code.code, now=NOW)
    redeem_code(buyer=world.stranger, typed=code.code, now=NOW)
    with pytest.raises(CodeTaken):
        redeem_code(buyer=world.buyer, typed=code.code, now=NOW)


def test_a_single_code_is_consumed_by_the_first(world: World) -> None:
    coupon = make_coupon(code_use="single", per_person=2)
    first, second = make_codes(coupon=coupon, how_many=2)
    redeem_code(buyer=world.buyer, typed=first.code, now=NOW)
    with pytest.raises(CodeTaken):
        redeem_code(buyer=world.stranger, typed=first.code, now=NOW)
    redeem_code(buyer=world.buyer, typed=second.code, now=NOW)
    assert BuyerCoupon.objects.count() == 2


@pytest.mark.parametrize("typed", ["", "X" * 16, "짧음"])
def test_an_unknown_code_gives_nothing(world: World, typed: str) -> None:
    with pytest.raises(UnknownCode):
        redeem_code(buyer=world.buyer, typed=typed, now=NOW)


def test_a_code_counts_in_its_time_alone(world: World) -> None:
    [code] = make_codes(coupon=make_coupon(code_use="shared"), how_many=1)
    for late in (-2, 30):
        with pytest.raises(UnknownCode):
            redeem_code(buyer=world.buyer, typed=code.code, now=NOW + timedelta(days=late))
    assert not BuyerCoupon.objects.exists()


RESTORED = {
    "판매자 귀책": (False, date(2026, 12, 23), "restored", date(2026, 12, 23)),
    "지난 뒤, 판매자 귀책": (False, date(2026, 11, 1), "restored", date(2026, 11, 30)),
    "지난 뒤, 구매자 귀책": (True, date(2026, 11, 1), "expired", date(2026, 11, 1)),
}


@pytest.mark.parametrize(("by_buyer", "ends_on", "state", "until"), RESTORED.values(), ids=RESTORED)
def test_a_coupon_comes_back_once(world: World, order: Order, by_buyer: bool, ends_on: date, state: str, until: date) -> None:
    """C37, claims L15."""
    coupon = give_coupon_worth(world.buyer, 3000)
    choose(order, 0, coupon.id)
    decide(order, make_payment(fresh(order)))
    BuyerCoupon.objects.update(ends_on=ends_on)
    with scope(order.merchant_id):
        for claim in ("c1", "c2"):
            restore_coupon(order=order, claim=claim, by_buyer=by_buyer, now=NOW)
    coupon.refresh_from_db()
    assert (coupon.state, coupon.ends_on, coupon.restored_by, coupon.order_id) == (state, until, "c1", None)


def test_coupons_whose_day_has_passed_end(world: World) -> None:
    give_coupon_worth(world.buyer, 3000)
    assert expire_coupons(now=NOW + timedelta(days=30)) == 0
    assert expire_coupons(now=NOW + timedelta(days=31)) == 1
    assert BuyerCoupon.objects.get().state == "expired"
