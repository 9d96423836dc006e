"""계약, 결제 세션, 결제."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.chassis.fields import StateField, WonField
from minishop.kernel.codes import new_secret
from minishop.kernel.ids import new_id
from minishop.kernel.won import Won
from minishop.sandbox.pg.domain.states import CONTRACTS, PAYMENTS, ContractState, MovementKind, PaymentState
from minishop.sandbox.pg.domain.terms import Method


def usual_methods() -> list[str]:
    """What a contract may be paid with, unless its reviewer says otherwise: everything."""
    return [method.value for method in Method]


def usual_in_parts() -> list[str]:
    """Of which means a part can be given back: cards."""
    return [Method.CARD.value]


class Contract(models.Model):
    """A shop's application for the PG and, once approved, its mid, its secret key and its terms: the means of payment (``methods``), and those
    of which a part can be given back (``in_parts``). ``state`` has one writer: ``pg.services``.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    idempotency_key = models.CharField(max_length=200, unique=True)
    shop_code = models.CharField(max_length=40)
    shop_name = models.CharField(max_length=100)
    business_name = models.CharField(max_length=100)
    representative = models.CharField(max_length=60)
    business_number = models.CharField(max_length=20)
    phone = models.CharField(max_length=30)
    email = models.CharField(max_length=200)
    state = StateField(CONTRACTS, writer="sandbox.pg.services", max_length=10, default=ContractState.REQUESTED)
    reason = models.CharField(max_length=300, blank=True, default="")
    mid = models.CharField(max_length=30, null=True, unique=True)
    secret_key = models.CharField(max_length=80, blank=True, default="")
    methods = models.JSONField(default=usual_methods)
    in_parts = models.JSONField(default=usual_in_parts)
    requested_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in ContractState]), name="sandbox_contract_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=ContractState.APPROVED.value, mid__isnull=False)
                | (~models.Q(state=ContractState.APPROVED.value) & models.Q(mid__isnull=True)),
                name="sandbox_mid_once_approved",
            ),
        ]


class PaymentSession(models.Model):
    """결제창 한 번: an order that a merchant asked to be paid; the buyer's browser opens it by its key."""

    key = models.CharField(max_length=60, primary_key=True, default=new_secret)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="sessions")
    order_key = models.CharField(max_length=100)
    method = models.CharField(max_length=10, default=Method.CARD.value)
    amount = WonField()
    order_name = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=100)
    return_url = models.CharField(max_length=500)
    cancel_url = models.CharField(max_length=500)
    notify_url = models.CharField(max_length=500)
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "order_key"], name="sandbox_session_of_order"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="sandbox_amount_positive"),
            models.CheckConstraint(condition=models.Q(method__in=[m.value for m in Method]), name="sandbox_method_known"),
        ]


class Payment(models.Model):
    """A card or an account that the buyer chose, what its company said, and how much of the money went back since (``given_back``).

    ``state`` has one writer: ``pg.services``.
    """

    key = models.CharField(max_length=60, primary_key=True, default=new_secret)
    session = models.ForeignKey(PaymentSession, on_delete=models.PROTECT, related_name="payments")
    instrument = models.CharField(max_length=20)
    state = StateField(PAYMENTS, writer="sandbox.pg.services", max_length=10, default=PaymentState.READY)
    chosen_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    given_back = WonField(default=Won(0))

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in PaymentState]), name="sandbox_payment_state_known"
            ),
            models.UniqueConstraint(
                fields=["session"],
                condition=models.Q(state__in=[PaymentState.READY.value, PaymentState.DONE.value, PaymentState.CANCELLED.value]),
                name="sandbox_money_taken_once",
            ),
        ]


class Movement(models.Model):
    """거래: money that was taken or given back, in the order in which it happened; never changed.

    ``key`` is what the merchant named it by: the order's key for a payment, the Idempotency-Key for a cancel.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in MovementKind])
    key = models.CharField(max_length=200)
    amount = WonField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "kind", "key"], name="sandbox_movement_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=[k.value for k in MovementKind]), name="sandbox_movement_kind_known"
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="sandbox_movement_positive"),
        ]
        indexes: ClassVar = [models.Index(fields=["contract", "id"], name="sandbox_movements_of_contract")]
