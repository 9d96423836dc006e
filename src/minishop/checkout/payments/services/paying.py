"""결제하기: from the press on pay to the PG's window."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from minishop.checkout.accounts.models import Account
from minishop.checkout.holds.domain.reasons import Reason
from minishop.checkout.holds.domain.steps import NO_WINDOW, Place
from minishop.checkout.holds.errors import GoodsRefused, HoldUnderway, TooManyHolds
from minishop.checkout.holds.services.answers import Answered
from minishop.checkout.holds.services.holding import OPEN, Passage, Way, asking, proceed
from minishop.checkout.merchants.domain.review import MerchantState
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.errors import MerchantClosed, OrderClosed, ShopSilent
from minishop.checkout.orders.models import Order, OrderSheet
from minishop.checkout.orders.queries import lines_on
from minishop.checkout.orders.services.availability import renew_by_hold, wanted_of
from minishop.checkout.orders.services.placing import Details, awaits_payment, place_order
from minishop.checkout.payments.adapters.contracts import abilities_of, gateway_of
from minishop.checkout.payments.adapters.port import Window
from minishop.checkout.payments.domain.abilities import Means
from minishop.checkout.payments.domain.choice import NOTHING_CHOSEN, Choice
from minishop.checkout.payments.domain.life import UNPAID_LIFE
from minishop.checkout.payments.domain.order_name import order_name
from minishop.checkout.payments.domain.states import GONE, PaymentEvent, PaymentState, Purpose
from minishop.checkout.payments.models import Payment, PgContract
from minishop.checkout.payments.ports import BENEFITS
from minishop.checkout.payments.services.contracts import usable_contract
from minishop.checkout.payments.services.settling import aim_of, pay_order
from minishop.checkout.payments.services.transition import transition
from minishop.kernel.won import Won


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the PG sends the buyer's browser back to, and where it tells us that something happened."""

    back: str
    cancelled: str
    notified: str


@dataclass(frozen=True, slots=True)
class _Press:
    """An attempt, and whether it may go on to its window; no attempt for an order that points and coupons pay whole."""

    payment: Payment | None
    passage: Passage


def start_payment(
    *,
    merchant: Merchant,
    sheet: OrderSheet,
    buyer: Account,
    details: Details,
    addresses: Addresses,
    now: datetime,
    choice: Choice = NOTHING_CHOSEN,
) -> Payment | None:
    """Makes the sheet's order if it is not there yet, has its goods held, and makes an attempt to pay it with a window at the PG (``pg_url``).

    What was chosen of points and coupons is held with it. An order that costs nothing then is paid at once, without a PG: None.
    Pressing twice, or in two tabs, gives the same order and the same open attempt. An attempt that is being confirmed is
    returned as it is; one that is open at a contract the merchant no longer uses, by other means, or for another amount, is left for a new one.
    Raises MerchantClosed, NotYourOrder, OrderClosed, GatewaySilent; GoodsRefused, ShopSilent, TooManyHolds; HoldUnderway with the
    attempt's ``key``, empty without one; AmountChanged, PointsShort, CouponGone.
    """
    if merchant.state != MerchantState.APPROVED:
        raise MerchantClosed(why="not_approved")
    payment = _secured(merchant, sheet, buyer, details, choice, now)
    if payment is not None and payment.state == PaymentState.OPENED and not payment.pg_url:
        open_window(payment, details.orderer_name, _name_of(sheet), addresses)
    return payment


def _secured(
    merchant: Merchant, sheet: OrderSheet, buyer: Account, details: Details, choice: Choice, now: datetime
) -> Payment | None:
    """The attempt, once its goods are held. Raises what ``start_payment`` says of them."""

    begun = _attempt(merchant, sheet, buyer, details, choice, None, now)

    def press(answered: Answered | None) -> _Press:
        if answered is None:
            return begun
        return _heard(begun.payment, merchant, sheet, answered, now) or _attempt(
            merchant, sheet, buyer, details, choice, answered, now
        )

    pressed = asking(press, now=now)
    match pressed.passage.way:
        case Way.GONE:
            raise GoodsRefused(pressed.passage.refusals)
        case Way.SILENT:
            raise ShopSilent(reason="no word about the goods")
        case Way.WAIT:
            raise HoldUnderway(key=pressed.payment.key if pressed.payment else "")
        case Way.FULL:
            raise TooManyHolds
    return pressed.payment


@transaction.atomic
def _attempt(
    merchant: Merchant,
    sheet: OrderSheet,
    buyer: Account,
    details: Details,
    choice: Choice,
    answered: Answered | None,
    now: datetime,
) -> _Press:
    contract = usable_contract(merchant)
    if contract is None:
        raise MerchantClosed(why="no_pg")
    order = place_order(merchant=merchant, sheet=sheet, buyer=buyer, details=details, now=now)
    if not awaits_payment(order):
        raise OrderClosed(order=order.number)
    payment = underway(order, contract, choice.means, now)
    if payment is not None and payment.state == PaymentState.CONFIRMING:
        return _Press(payment, OPEN)
    return _go_on(_priced(order, payment, contract, choice, now), order, sheet, answered, now)


@transaction.atomic
def _heard(payment: Payment | None, merchant: Merchant, sheet: OrderSheet, answered: Answered, now: datetime) -> _Press | None:
    """An attempt with the shop's answer; None for one that has gone on, or ended, while the shop was asked, or needs none."""
    if payment is None:
        return None
    order = Order.objects.select_for_update().get(merchant_id=merchant.id, id=payment.order_id)
    payment.refresh_from_db(fields=["state", "pg_session", "pg_url"])
    if payment.state != PaymentState.OPENED:
        return None
    order.merchant = merchant
    return _go_on(payment, order, sheet, answered, now)


def _go_on(payment: Payment | None, order: Order, sheet: OrderSheet, answered: Answered | None, now: datetime) -> _Press:
    wanted = [wanted_of(line) for line in lines_on(sheet)]
    passage = proceed(order=order, place=Place.PRESS, answered=answered, now=now, wanted=wanted, window=_window_of(payment))
    if passage.way is Way.OPEN:
        renew_by_hold(sheet, now)
        if payment is None:
            _pay_without_pg(order, now)
    elif passage.way is Way.GONE:
        _give_up(order, payment, now)
    return _Press(payment, passage)


def _window_of(payment: Payment | None) -> timedelta:
    """For how long the PG of an attempt may take the money in its window."""
    abilities = abilities_of(payment.contract) if payment else None
    return UNPAID_LIFE if abilities is not None and not abilities.confirms else NO_WINDOW


def _priced(order: Order, payment: Payment | None, contract: PgContract, choice: Choice, now: datetime) -> Payment | None:
    """The attempt for what the order costs with what was chosen; None where that is nothing."""
    BENEFITS.part.hold(order=order, choice=choice, now=now)
    if payment is not None and payment.amount != order.pay_total:
        transition(payment=payment, event=PaymentEvent.ABANDON, now=now)
        BENEFITS.part.hold(order=order, choice=choice, now=now)
        payment = None
    return (payment or new_attempt(order, contract, choice.means, order.pay_total, now)) if order.pay_total else None


def _pay_without_pg(order: Order, now: datetime) -> None:
    BENEFITS.part.use(order=order, now=now)
    pay_order(order=order, means="", key=f"payment:{order.number}", now=now)


def _give_up(order: Order, payment: Payment | None, now: datetime) -> None:
    if payment is None:
        BENEFITS.part.release(order=order, now=now)
    else:
        transition(payment=payment, event=PaymentEvent.ABANDON, now=now, reason=GONE)


def underway(order: Order, contract: PgContract, means: Means, now: datetime, claim_id: int | None = None) -> Payment | None:
    """The attempt to pay a locked order, or the fee of its claim, that is going on by the same means at the same contract, or is being
    confirmed; another one is left."""
    states = [PaymentState.OPENED.value, PaymentState.CONFIRMING.value]
    attempts = Payment.objects.filter(merchant_id=order.merchant_id, order_id=order.id, claim_id=claim_id, state__in=states)
    found = attempts.order_by("opened_at").last()
    is_same = found is not None and (found.contract_id, found.method) == (contract.id, means)
    if found is not None and is_same:
        found.contract = contract
    if found is None or found.state == PaymentState.CONFIRMING or is_same:
        return found
    transition(payment=found, event=PaymentEvent.ABANDON, now=now)
    return None


def new_attempt(
    order: Order, contract: PgContract, means: Means, amount: Won, now: datetime, claim_id: int | None = None
) -> Payment:
    """Makes an attempt to pay an order, or the fee of its claim."""
    return Payment.objects.create(
        merchant_id=order.merchant_id,
        key=secrets.token_hex(16),
        order_id=order.id,
        contract=contract,
        purpose=(Purpose.ORDER if claim_id is None else Purpose.CLAIM_FEE).value,
        claim_id=claim_id,
        amount=amount,
        method=means.value,
        opened_at=now,
    )


def _name_of(sheet: OrderSheet) -> str:
    return order_name([line.name for line in lines_on(sheet)])


def open_window(payment: Payment, buyer_name: str, title: str, addresses: Addresses) -> None:
    """Opens an attempt's window at its PG. Raises GatewaySilent, and MerchantClosed for a PG that cannot be used any more."""
    gateway = gateway_of(payment.contract)
    if gateway is None:
        raise MerchantClosed(why="no_pg")
    window = Window(
        key=payment.key,
        amount=payment.amount,
        means=Means(payment.method),
        title=title,
        buyer_name=buyer_name,
        return_url=addresses.back,
        cancel_url=addresses.cancelled,
        notify_url=addresses.notified,
    )
    session = gateway.open_window(window)
    payment.pg_session, payment.pg_url = session.session, session.url
    payment.save(update_fields=["pg_session", "pg_url"])


@transaction.atomic
def withdraw_attempts(*, sheet: OrderSheet, now: datetime) -> None:
    """Gives up the windows that are open for a sheet whose goods its shop no longer sells: a return from them takes no money."""
    order = Order.objects.select_for_update().filter(merchant_id=sheet.merchant_id, sheet_id=sheet.id).first()
    if order is None:
        return
    attempts = Payment.objects.filter(merchant_id=order.merchant_id, order_id=order.id, state=PaymentState.OPENED.value)
    for attempt in attempts:
        transition(payment=attempt, event=PaymentEvent.ABANDON, now=now)


@transaction.atomic
def abandon_payment(*, payment: Payment, now: datetime) -> Payment:
    """결제 취소: the buyer left the window without paying. An attempt that has got further stays as it is."""
    order = Order.objects.select_for_update().get(merchant_id=payment.merchant_id, id=payment.order_id)
    attempt = Payment.objects.get(merchant_id=payment.merchant_id, id=payment.id)
    if attempt.state == PaymentState.OPENED:
        transition(payment=attempt, event=PaymentEvent.ABANDON, now=now)
        attempt.order = order
        aim_of(attempt).failed(attempt, Reason.ABANDONED, now)
    return attempt
