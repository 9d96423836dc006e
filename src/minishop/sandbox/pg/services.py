"""What happens at the PG: applying, deciding, opening a session, choosing a card or an account, taking the money and giving it back."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db import transaction

from minishop.kernel.codes import new_secret, readable_code
from minishop.kernel.won import Won
from minishop.sandbox.pg.domain.answers import (
    CANCEL_VERDICTS,
    MOODY,
    MOODY_CANCELS,
    A,
    Answer,
    CancelAnswer,
    Verdict,
    in_a_mood,
    verdict,
)
from minishop.sandbox.pg.domain.instruments import UnknownInstrument, instrument_of
from minishop.sandbox.pg.domain.states import (
    CONTRACTS,
    PAYMENTS,
    ContractEvent,
    ContractState,
    MovementKind,
    PaymentEvent,
    PaymentState,
)
from minishop.sandbox.pg.domain.terms import MINIMUM, Method, closed_until, is_too_old
from minishop.sandbox.pg.errors import (
    AlreadyCancelled,
    AlreadyPaid,
    BelowMinimum,
    Mismatch,
    NoParts,
    NotContracted,
    NotFound,
    TooOld,
)
from minishop.sandbox.pg.models import Contract, Movement, Payment, PaymentSession, usual_in_parts, usual_methods
from minishop.sandbox.pg.queries import cancel_of_key
from minishop.sandbox.requests.services import send_after_commit
from minishop.sandbox.switches.queries import chosen_answer
from minishop.sandbox.switches.services import use_up

CHANNEL = "pg"
CANCEL_CHANNEL = "pg-cancel"
OUTAGE_CHANNEL = "pg-outage"
MOOD_CHANNEL = "pg-mood"
# A switched "not now" is over then.
NOT_NOW_FOR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Application:
    """What a shop says of itself when it applies."""

    shop_code: str
    shop_name: str
    business_name: str
    representative: str
    business_number: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class OrderToPay:
    """What a merchant asks the buyer to pay, and where the buyer and the notification go afterwards."""

    order_key: str
    amount: Won
    order_name: str
    buyer_name: str
    return_url: str
    cancel_url: str
    notify_url: str
    method: Method = Method.CARD


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The payment after a confirm; not ``answered`` means that the caller must never hear of it."""

    payment: Payment
    answered: bool
    says_no: bool


@dataclass(frozen=True, slots=True)
class Cancellation:
    """The cancel that was done, if it was; not ``answered`` means that the caller must never hear of it, ``says_no`` that the caller hears
    of a refusal, whatever became of it, and ``retry_at`` that it is put off until then."""

    movement: Movement | None
    answered: bool
    says_no: bool = False
    retry_at: datetime | None = None


def apply_for_contract(*, application: Application, idempotency_key: str, now: datetime) -> tuple[Contract, bool]:
    """The contract, and whether it is new: the same key again gives the first one, whatever was sent with it."""
    return Contract.objects.get_or_create(idempotency_key=idempotency_key, defaults={**asdict(application), "requested_at": now})


@dataclass(frozen=True, slots=True)
class Terms:
    """What the reviewer grants: the means of payment, and those of which a part can be given back."""

    methods: Sequence[str] = field(default_factory=usual_methods)
    in_parts: Sequence[str] = field(default_factory=usual_in_parts)


@transaction.atomic
def decide_contract(
    *, contract_id: int, event: ContractEvent, reason: str = "", terms: Terms | None = None, now: datetime
) -> Contract:
    """Approves (and makes mid and secret key) or rejects, once. Raises NotFound, IllegalTransition."""
    contract = Contract.objects.select_for_update().filter(pk=contract_id).first()
    if contract is None:
        raise NotFound(contract=contract_id)
    contract.state = CONTRACTS.next_state(ContractState(contract.state), event)
    contract.reason = reason
    contract.decided_at = now
    if contract.state is ContractState.APPROVED:
        contract.mid = f"sbx{readable_code(10).lower()}"
        contract.secret_key = f"sk_sandbox_{new_secret()}"
        granted = terms or Terms()
        contract.methods = list(granted.methods)
        contract.in_parts = [method for method in granted.in_parts if method in granted.methods]
    contract.save(update_fields=["state", "reason", "decided_at", "mid", "secret_key", "methods", "in_parts"])
    return contract


def open_session(*, contract: Contract, order: OrderToPay, now: datetime) -> tuple[PaymentSession, bool]:
    """The order's session, and whether it is new: one order has one.

    Raises BelowMinimum, NotContracted, and Mismatch when the amount or the means are others than before.
    """
    if order.amount < MINIMUM:
        raise BelowMinimum(least=int(MINIMUM))
    if order.method not in contract.methods:
        raise NotContracted(method=order.method.value)
    told = {**asdict(order), "amount": order.amount, "opened_at": now}
    key = told.pop("order_key")
    session, created = PaymentSession.objects.get_or_create(contract=contract, order_key=key, defaults=told)
    if (session.amount, session.method) != (order.amount, order.method):
        raise Mismatch(order_key=order.order_key)
    return session, created


@transaction.atomic
def choose_instrument(*, session_key: str, code: str, now: datetime) -> Payment:
    """The buyer presses pay: the payment that the merchant may now confirm; pressing again changes only what it is paid with.

    Raises NotFound, UnknownInstrument (also for one of other means), AlreadyPaid. When the next answer is ``twice``, the buyer's
    return is also sent from here, beside the browser's own.
    """
    chosen = instrument_of(code)
    session = PaymentSession.objects.select_for_update().filter(pk=session_key).first()
    if session is None:
        raise NotFound(session=session_key)
    if chosen.method != session.method:
        raise UnknownInstrument(instrument=code)
    live = session.payments.exclude(state=PaymentState.DECLINED).first()
    if live is not None and live.state != PaymentState.READY:
        raise AlreadyPaid(payment=live.key)
    payment = live or Payment(session=session, chosen_at=now)
    payment.instrument = chosen.code
    payment.save()
    if chosen_answer(CHANNEL) == Answer.TWICE:
        send_after_commit(purpose="return", method="GET", url=return_address(payment), now=now)
    return payment


@transaction.atomic
def confirm(*, contract: Contract, payment_key: str, order_key: str, amount: int, now: datetime) -> Confirmation:
    """The merchant takes the money, once however often it asks; uses up the chosen next answer. Raises NotFound, Mismatch."""
    payment = (
        Payment.objects.select_for_update(of=("self",))
        .select_related("session")
        .filter(pk=payment_key, session__contract=contract)
        .first()
    )
    if payment is None:
        raise NotFound(payment=payment_key)
    if payment.session.order_key != order_key or payment.session.amount != amount:
        raise Mismatch(payment=payment_key)
    if payment.state != PaymentState.READY:
        return Confirmation(payment, answered=True, says_no=payment.state == PaymentState.DECLINED)
    return _settle(payment, Answer(use_up(channel=CHANNEL) or _mood(MOODY) or Answer.APPROVE), now)


def _settle(payment: Payment, answer: Answer, now: datetime) -> Confirmation:
    outcome = verdict(answer, is_good=instrument_of(payment.instrument).good)
    if outcome.event is not None:
        payment.state = PAYMENTS.next_state(PaymentState(payment.state), outcome.event)
        payment.settled_at = now
        payment.save(update_fields=["state", "settled_at"])
    if outcome.event is PaymentEvent.APPROVE:
        _move(payment, MovementKind.PAYMENT, payment.session.order_key, payment.session.amount, now)
    _notify(payment, outcome, now)
    return Confirmation(payment, outcome.answered, outcome.says_no)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a merchant asks back: an amount, under its own key. ``remaining``: what it believes is left before that, if it says so."""

    amount: int
    key: str
    remaining: int | None = None


@transaction.atomic
def cancel(*, contract: Contract, payment_key: str, wanted: Wanted, now: datetime) -> Cancellation:
    """Gives money back, once a key; uses up the chosen next answer.

    Raises NotFound; Mismatch for more than is left, for another remainder than the merchant believes, or for a key that named another
    payment or amount; AlreadyCancelled where nothing is left or was ever taken; NoParts, TooOld.
    """
    payment = _locked(payment_key, session__contract=contract)
    done = cancel_of_key(contract, wanted.key)
    if done is not None and (done.payment_id, done.amount) != (payment.pk, wanted.amount):
        raise Mismatch(payment=payment_key)
    if done is not None:
        return Cancellation(done, answered=True)
    _judge(payment, wanted, now)
    if (until := closed_until(Method(payment.session.method), now)) is not None:
        return _put_off(until)
    answer = CancelAnswer(use_up(channel=CANCEL_CHANNEL) or _mood(MOODY_CANCELS) or CancelAnswer.APPROVE)
    if answer is CancelAnswer.NOT_NOW:
        return _put_off(now + NOT_NOW_FOR)
    return _give_back(payment, Won(wanted.amount), wanted.key, CANCEL_VERDICTS[answer], now)


def _judge(payment: Payment, wanted: Wanted, now: datetime) -> None:
    method, left = Method(payment.session.method), payment.session.amount - payment.given_back
    if payment.state != PaymentState.DONE or payment.settled_at is None:
        raise AlreadyCancelled(payment=payment.pk)
    if wanted.amount > left or wanted.remaining not in (None, int(left)):
        raise Mismatch(payment=payment.pk)
    if wanted.amount < left and method not in payment.session.contract.in_parts:
        raise NoParts(method=method.value)
    if is_too_old(method, taken_at=payment.settled_at, now=now):
        raise TooOld(taken_at=payment.settled_at)


def _put_off(until: datetime) -> Cancellation:
    return Cancellation(None, answered=True, says_no=True, retry_at=until)


@transaction.atomic
def cancel_by_hand(*, payment_key: str, now: datetime) -> None:
    """Somebody cancels what is left in the PG's own console: the merchant is not asked, and hears of it by the notification only."""
    payment = _locked(payment_key)
    if payment.state != PaymentState.DONE:
        raise AlreadyCancelled(payment=payment_key)
    left = payment.session.amount - payment.given_back
    _give_back(payment, left, f"console-{payment.pk}", CANCEL_VERDICTS[CancelAnswer.APPROVE], now)


def _locked(payment_key: str, **of: Contract) -> Payment:
    rows = Payment.objects.select_for_update(of=("self",)).select_related("session__contract")
    payment = rows.filter(pk=payment_key, **of).first()
    if payment is None:
        raise NotFound(payment=payment_key)
    return payment


def _give_back(payment: Payment, amount: Won, key: str, outcome: Verdict, now: datetime) -> Cancellation:
    movement = None
    if outcome.event is not None:
        payment.given_back += amount
        is_all = payment.given_back == payment.session.amount
        event = PaymentEvent.CANCEL if is_all else PaymentEvent.CANCEL_PART
        payment.state = PAYMENTS.next_state(PaymentState(payment.state), event)
        payment.save(update_fields=["state", "given_back"])
        movement = _move(payment, MovementKind.CANCEL, key, amount, now)
    _notify(payment, outcome, now)
    return Cancellation(movement, outcome.answered, outcome.says_no)


def _move(payment: Payment, kind: MovementKind, key: str, amount: Won, now: datetime) -> Movement:
    return Movement.objects.create(
        contract_id=payment.session.contract_id, payment=payment, kind=kind.value, key=key, amount=amount, at=now
    )


def _mood(answers: Sequence[A]) -> A | None:
    percent = int(chosen_answer(MOOD_CHANNEL) or 0)
    return in_a_mood(answers, percent=percent, lot=random.random()) if percent else None  # noqa: S311  # a mood, not a secret


def _notify(payment: Payment, outcome: Verdict, now: datetime) -> None:
    told = {"orderKey": payment.session.order_key, "paymentKey": payment.key, "status": payment.state.upper()}
    body = json.dumps(told, ensure_ascii=False)
    for _notice in range(outcome.notices):
        send_after_commit(purpose="notification", method="POST", url=payment.session.notify_url, body=body, now=now)


def return_address(payment: Payment) -> str:
    """Where the buyer's browser goes after pressing pay."""
    return _with_query(payment.session.return_url, orderKey=payment.session.order_key, paymentKey=payment.key)


def cancel_address(session: PaymentSession) -> str:
    """Where the buyer's browser goes when the buyer gives up."""
    return _with_query(session.cancel_url, orderKey=session.order_key)


def _with_query(url: str, **values: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode(values)}"
