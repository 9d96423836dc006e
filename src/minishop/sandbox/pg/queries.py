"""Reading contracts and payments."""

from __future__ import annotations

import hmac
from datetime import datetime

from django.db.models import F, QuerySet

from minishop.sandbox.pg.domain.states import ContractState, MovementKind, PaymentState
from minishop.sandbox.pg.errors import NotFound
from minishop.sandbox.pg.models import Contract, Movement, Payment, PaymentSession


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
    """What became of an order: the payment that was taken (also if it was given back), else the latest one, else None."""
    tried = Payment.objects.select_related("session").filter(session__contract=contract, session__order_key=order_key)
    return tried.filter(state__in=[PaymentState.DONE, PaymentState.CANCELLED]).first() or tried.order_by("-chosen_at").first()


def done_payment(session: PaymentSession) -> Payment | None:
    """The payment that took the session's money, if one did, also if it was given back."""
    return session.payments.filter(state__in=[PaymentState.DONE, PaymentState.CANCELLED]).first()


def cancel_of_key(contract: Contract, key: str) -> Movement | None:
    """The cancel that the merchant named so, if it was done."""
    cancels = Movement.objects.select_related("payment__session")
    return cancels.filter(contract=contract, kind=MovementKind.CANCEL, key=key).first()


def movements(contract: Contract, *, begins: datetime, ends: datetime, after: int, limit: int) -> list[Movement]:
    """A contract's movements of a time, those after one of them, in the order in which they happened."""
    found = Movement.objects.select_related("payment__session").filter(contract=contract, at__gte=begins, at__lt=ends)
    return list(found.filter(id__gt=after).order_by("id")[:limit])


def sessions() -> QuerySet[PaymentSession]:
    """All sessions with their contracts and payments, the latest first."""
    return PaymentSession.objects.select_related("contract").prefetch_related("payments").order_by("-opened_at")
