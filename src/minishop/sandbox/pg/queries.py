"""Reading contracts and payments."""

from __future__ import annotations

import hmac

from django.db.models import F, QuerySet

from minishop.sandbox.pg.domain.states import ContractState, PaymentState
from minishop.sandbox.pg.errors import NotFound
from minishop.sandbox.pg.models import Contract, Payment, PaymentSession


def contracts() -> QuerySet[Contract]:
    """All contracts, those that wait for a decision first."""
    return Contract.objects.order_by(F("decided_at").desc(nulls_first=True), "-requested_at")


def contract_of(contract_id: int) -> Contract:
    """A contract; raises NotFound."""
    found = Contract.objects.filter(pk=contract_id).first()
    if found is None:
        raise NotFound(contract=contract_id)
    return found


def authenticated(mid: str, secret_key: str) -> Contract | None:
    """The approved contract of a mid, if the secret key is its own."""
    found = Contract.objects.filter(mid=mid, state=ContractState.APPROVED).first()
    if found is None or not hmac.compare_digest(found.secret_key.encode(), secret_key.encode()):
        return None
    return found


def session_of(key: str) -> PaymentSession:
    """The session that a browser opens, with its contract; raises NotFound."""
    found = PaymentSession.objects.select_related("contract").filter(pk=key).first()
    if found is None:
        raise NotFound(session=key)
    return found


def payment_of_order(contract: Contract, order_key: str) -> Payment | None:
    """What became of an order: the payment that was taken, else the latest one, else None."""
    tried = Payment.objects.select_related("session").filter(session__contract=contract, session__order_key=order_key)
    return tried.filter(state=PaymentState.DONE).first() or tried.order_by("-chosen_at").first()


def done_payment(session: PaymentSession) -> Payment | None:
    """The payment that took the session's money, if one did."""
    return session.payments.filter(state=PaymentState.DONE).first()


def sessions() -> QuerySet[PaymentSession]:
    """All sessions with their contracts and payments, the latest first."""
    return PaymentSession.objects.select_related("contract").prefetch_related("payments").order_by("-opened_at")
