"""What happens at the PG: applying, deciding, opening a session, choosing a card, taking the money and giving it back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db import transaction

from minishop.kernel.codes import new_secret, readable_code
from minishop.kernel.won import Won
from minishop.sandbox.pg.domain.answers import CANCEL_VERDICTS, Answer, CancelAnswer, Verdict, verdict
from minishop.sandbox.pg.domain.cards import card_of
from minishop.sandbox.pg.domain.states import (
    CONTRACTS,
    PAYMENTS,
    ContractEvent,
    ContractState,
    MovementKind,
    PaymentEvent,
    PaymentState,
)
from minishop.sandbox.pg.errors import AlreadyCancelled, AlreadyPaid, Mismatch, NotFound
from minishop.sandbox.pg.models import Contract, Movement, Payment, PaymentSession
from minishop.sandbox.pg.queries import cancel_of_key
from minishop.sandbox.requests.services import send_after_commit
from minishop.sandbox.switches.queries import chosen_answer
from minishop.sandbox.switches.services import use_up

CHANNEL = "pg"
CANCEL_CHANNEL = "pg-cancel"


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


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The payment after a confirm; not ``answered`` means that the caller must never hear of it."""

    payment: Payment
    answered: bool
    says_no: bool


@dataclass(frozen=True, slots=True)
class Cancellation:
    """The cancel that was done, if it was; not ``answered`` means that the caller must never hear of it."""

    movement: Movement | None
    answered: bool


def apply_for_contract(*, application: Application, idempotency_key: str, now: datetime) -> tuple[Contract, bool]:
    """The contract, and whether it is new: the same key again gives the first one, whatever was sent with it."""
    return Contract.objects.get_or_create(idempotency_key=idempotency_key, defaults={**asdict(application), "requested_at": now})


@transaction.atomic
def decide_contract(*, contract_id: int, event: ContractEvent, reason: str = "", now: datetime) -> Contract:
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
    contract.save(update_fields=["state", "reason", "decided_at", "mid", "secret_key"])
    return contract


def open_session(*, contract: Contract, order: OrderToPay, now: datetime) -> tuple[PaymentSession, bool]:
    """The order's session, and whether it is new: one order has one. Raises Mismatch when the amount is another than before."""
    told = {**asdict(order), "amount": order.amount, "opened_at": now}
    key = told.pop("order_key")
    session, created = PaymentSession.objects.get_or_create(contract=contract, order_key=key, defaults=told)
    if session.amount != order.amount:
        raise Mismatch(order_key=order.order_key)
    return session, created


@transaction.atomic
def choose_card(*, session_key: str, card: str, now: datetime) -> Payment:
    """The buyer presses pay: the payment that the merchant may now confirm; pressing again changes only its card.

    Raises NotFound, UnknownCard, AlreadyPaid. When the next answer is ``twice``, the buyer's return is also sent from here,
    beside the browser's own.
    """
    chosen = card_of(card)
    session = PaymentSession.objects.select_for_update().filter(pk=session_key).first()
    if session is None:
        raise NotFound(session=session_key)
    live = session.payments.exclude(state=PaymentState.DECLINED).first()
    if live is not None and live.state != PaymentState.READY:
        raise AlreadyPaid(payment=live.key)
    payment = live or Payment(session=session, chosen_at=now)
    payment.card = chosen.code
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
    return _settle(payment, Answer(use_up(channel=CHANNEL) or Answer.APPROVE), now)


def _settle(payment: Payment, answer: Answer, now: datetime) -> Confirmation:
    outcome = verdict(answer, card_is_good=card_of(payment.card).good)
    if outcome.event is not None:
        payment.state = PAYMENTS.next_state(PaymentState(payment.state), outcome.event)
        payment.settled_at = now
        payment.save(update_fields=["state", "settled_at"])
    if outcome.event is PaymentEvent.APPROVE:
        _move(payment, MovementKind.PAYMENT, payment.session.order_key, now)
    _notify(payment, outcome, now)
    return Confirmation(payment, outcome.answered, outcome.says_no)


@transaction.atomic
def cancel(*, contract: Contract, payment_key: str, amount: int, key: str, now: datetime) -> Cancellation:
    """Gives the whole of a payment's money back, once a key; uses up the chosen next answer.

    Raises NotFound, Mismatch for another amount than the payment's (parts are not given back) or a key that named another
    payment, AlreadyCancelled for one that was given back under another key or was never taken.
    """
    rows = Payment.objects.select_for_update(of=("self",)).select_related("session__contract")
    payment = rows.filter(pk=payment_key, session__contract=contract).first()
    if payment is None:
        raise NotFound(payment=payment_key)
    done = cancel_of_key(contract, key)
    if payment.session.amount != amount or (done is not None and done.payment_id != payment.pk):
        raise Mismatch(payment=payment_key)
    if done is not None:
        return Cancellation(done, answered=True)
    if payment.state != PaymentState.DONE:
        raise AlreadyCancelled(payment=payment_key)
    return _give_back(payment, key, CANCEL_VERDICTS[CancelAnswer(use_up(channel=CANCEL_CHANNEL) or CancelAnswer.APPROVE)], now)


@transaction.atomic
def cancel_by_hand(*, payment_key: str, now: datetime) -> None:
    """Somebody cancels in the PG's own console: the merchant is not asked, and hears of it by the notification only."""
    payment = Payment.objects.select_for_update(of=("self",)).select_related("session__contract").filter(pk=payment_key).first()
    if payment is None:
        raise NotFound(payment=payment_key)
    if payment.state != PaymentState.DONE:
        raise AlreadyCancelled(payment=payment_key)
    _give_back(payment, f"console-{payment.pk}", CANCEL_VERDICTS[CancelAnswer.APPROVE], now)


def _give_back(payment: Payment, key: str, outcome: Verdict, now: datetime) -> Cancellation:
    movement = None
    if outcome.event is not None:
        payment.state = PAYMENTS.next_state(PaymentState(payment.state), outcome.event)
        payment.save(update_fields=["state"])
        movement = _move(payment, MovementKind.CANCEL, key, now)
    _notify(payment, outcome, now)
    return Cancellation(movement, outcome.answered)


def _move(payment: Payment, kind: MovementKind, key: str, now: datetime) -> Movement:
    session = payment.session
    return Movement.objects.create(
        contract_id=session.contract_id, payment=payment, kind=kind.value, key=key, amount=session.amount, at=now
    )


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
