"""What happens at the PG: applying, deciding, opening a session, choosing a card, taking the money."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db import transaction

from minishop.kernel.codes import new_secret, readable_code
from minishop.kernel.won import Won
from minishop.sandbox.pg.domain.answers import Answer, verdict
from minishop.sandbox.pg.domain.cards import card_of
from minishop.sandbox.pg.domain.states import CONTRACTS, PAYMENTS, ContractEvent, ContractState, PaymentState
from minishop.sandbox.pg.errors import AlreadyPaid, Mismatch, NotFound
from minishop.sandbox.pg.models import Contract, Payment, PaymentSession
from minishop.sandbox.requests.services import send_after_commit
from minishop.sandbox.switches.queries import chosen_answer
from minishop.sandbox.switches.services import use_up

CHANNEL = "pg"


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
    live = session.payments.filter(state__in=[PaymentState.READY, PaymentState.DONE]).first()
    if live is not None and live.state == PaymentState.DONE:
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
        return Confirmation(payment, answered=True)
    return _settle(payment, Answer(use_up(channel=CHANNEL) or Answer.APPROVE), now)


def _settle(payment: Payment, answer: Answer, now: datetime) -> Confirmation:
    outcome = verdict(answer, card_is_good=card_of(payment.card).good)
    if outcome.event is not None:
        payment.state = PAYMENTS.next_state(PaymentState(payment.state), outcome.event)
        payment.settled_at = now
        payment.save(update_fields=["state", "settled_at"])
    for _notice in range(outcome.notices):
        _notify(payment, now)
    return Confirmation(payment, outcome.answered)


def _notify(payment: Payment, now: datetime) -> None:
    told = {"orderKey": payment.session.order_key, "paymentKey": payment.key, "status": "DONE"}
    body = json.dumps(told, ensure_ascii=False)
    send_after_commit(purpose="notification", method="POST", url=payment.session.notify_url, body=body, now=now)


def return_address(payment: Payment) -> str:
    """Where the buyer's browser goes after pressing pay."""
    return _with_query(payment.session.return_url, orderKey=payment.session.order_key, paymentKey=payment.key)


def cancel_address(session: PaymentSession) -> str:
    """Where the buyer's browser goes when the buyer gives up."""
    return _with_query(session.cancel_url, orderKey=session.order_key)


def _with_query(url: str, **values: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode(values)}"
