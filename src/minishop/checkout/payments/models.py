"""결제: payment attempts at the seller's PG, and the ledger in which every movement of money and points is posted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.chassis.fields import StateField, WonField
from minishop.chassis.secrets.fields import EncryptedField
from minishop.chassis.tenancy import TenantRelation
from minishop.checkout.accounts.models import Account
from minishop.checkout.merchants.models import MerchantModel
from minishop.checkout.orders.models import Order
from minishop.checkout.payments.domain.abilities import Means
from minishop.checkout.payments.domain.comparison import DifferenceKind
from minishop.checkout.payments.domain.contracts import MACHINE as CONTRACTS
from minishop.checkout.payments.domain.contracts import ContractState
from minishop.checkout.payments.domain.ledger import AccountKind
from minishop.checkout.payments.domain.proceeds import ProceedsKind
from minishop.checkout.payments.domain.refunds import IN_VAIN, UNDER_WAY, RefundCause, RefundState
from minishop.checkout.payments.domain.refunds import MACHINE as REFUNDS
from minishop.checkout.payments.domain.states import MACHINE, PaymentState, Purpose
from minishop.kernel.won import Won

LONGEST_KEY = 200  # of what a PG calls its own rows by; a longer one is cut


class PgContract(MerchantModel):
    """PG 계약: a merchant's contract with a PG, with its keys and terms. ``state`` has one writer: ``payments.services.contracting``.

    ``terms``: its ``means`` and ``partial_cancel``, as far as the host named them; the rest is as the PG usually has it.
    """

    provider = models.CharField(max_length=20)
    mid = models.CharField(max_length=60)
    secret = EncryptedField(blank=True, default="")
    state = StateField(CONTRACTS, writer="checkout.payments.services.contracting", max_length=10)
    terms = models.JSONField(default=dict)
    requested_at = models.DateTimeField()
    live_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)
    compared_through = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in ContractState]), name="payments_contract_state_known"
            ),
            models.UniqueConstraint(
                fields=["merchant_id"], condition=models.Q(state=ContractState.LIVE.value), name="payments_one_live_contract"
            ),
            models.UniqueConstraint(
                fields=["merchant_id"],
                condition=models.Q(state=ContractState.REQUESTED.value),
                name="payments_one_waiting_contract",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["compared_through", "id"],
                name="payments_contracts_compared",
                condition=models.Q(state__in=[ContractState.LIVE.value, ContractState.RETIRED.value]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} ({self.mid})"


class PgContractEvent(MerchantModel):
    """What happened to a contract: who, when, from, to, why."""

    contract_id = models.BigIntegerField()
    event = models.CharField(max_length=10)
    from_state = models.CharField(max_length=10, blank=True, default="")
    to_state = models.CharField(max_length=10)
    actor = models.CharField(max_length=80)
    reason = models.CharField(max_length=300, blank=True, default="")
    at = models.DateTimeField()

    contract = TenantRelation(PgContract, "contract_id", tenant="merchant_id", related_name="events")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["merchant_id", "contract_id", "at"], name="payments_contract_history")]


class Payment(MerchantModel):
    """One attempt to pay an order, or a fee of its claim ``claim_id``. ``key`` names it at the PG and makes every request about it repeatable.

    ``method``: the means' code, as the buyer chose them; ``means``: as receipts show them.

    ``contract`` is the one it was opened with: whatever is asked about it later is asked there. ``state`` has one writer:
    ``payments.services.transition``.
    """

    key = models.CharField(max_length=40)
    order_id = models.BigIntegerField()
    contract_id = models.BigIntegerField()
    purpose = models.CharField(max_length=10, default=Purpose.ORDER.value)
    claim_id = models.BigIntegerField(null=True)
    amount = WonField()
    method = models.CharField(max_length=10, default=Means.CARD.value)
    state = StateField(MACHINE, writer="checkout.payments.services.transition", max_length=10, default=PaymentState.OPENED.value)
    pg_session = models.CharField(max_length=80, blank=True, default="")
    pg_url = models.CharField(max_length=500, blank=True, default="")
    pg_payment_key = models.CharField(max_length=80, blank=True, default="")
    means = models.CharField(max_length=100, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    order = TenantRelation(Order, "order_id", tenant="merchant_id", related_name="payments")
    contract = TenantRelation(PgContract, "contract_id", tenant="merchant_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merchant_id", "key"], name="payments_key"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="payments_amount_positive"),
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in PaymentState]), name="payments_state_known"),
            models.CheckConstraint(
                condition=models.Q(purpose=Purpose.ORDER.value, claim_id=None)
                | models.Q(purpose=Purpose.CLAIM_FEE.value, claim_id__isnull=False),
                name="payments_purpose_known",
            ),
            models.CheckConstraint(condition=models.Q(method__in=[m.value for m in Means]), name="payments_method_known"),
            models.UniqueConstraint(
                fields=["merchant_id", "order_id"],
                condition=models.Q(state=PaymentState.PAID.value, purpose=Purpose.ORDER.value),
                name="payments_one_paid_for_an_order",
            ),
            models.UniqueConstraint(
                fields=["merchant_id", "claim_id"],
                condition=models.Q(state=PaymentState.PAID.value, purpose=Purpose.CLAIM_FEE.value),
                name="payments_one_paid_a_claim",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["key"], name="payments_by_key"),
            models.Index(fields=["merchant_id", "contract_id", "settled_at"], name="payments_of_contract"),
            models.Index(
                fields=["merchant_id", "opened_at"],
                name="payments_confirming",
                condition=models.Q(state=PaymentState.CONFIRMING.value),
            ),
            models.Index(fields=["merchant_id", "order_id", "opened_at"], name="payments_of_order"),
        ]


class Refund(MerchantModel):
    """환불: money of a payment that goes back through its PG, or to an account. ``key`` names it, there too, and makes asking repeatable.

    ``state`` has one writer: ``payments.services.refund_steps``. ``not_before``: the PG has put it off until then. ``account``: the buyer's
    bank, holder and number, until it is paid to them; ``transfer_number`` and ``transferred_on``: how it was. ``found_there``: what of it
    the PG had given back under a name that is not ours, as an operator wrote down.
    """

    key = models.CharField(max_length=60)
    payment_id = models.BigIntegerField()
    amount = WonField()
    cause = models.CharField(max_length=10, choices=[(c.value, c.value) for c in RefundCause])
    state = StateField(REFUNDS, writer="checkout.payments.services.refund_steps", max_length=10, default=RefundState.INTENDED.value)
    reason = models.CharField(max_length=300, blank=True, default="")
    intended_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    account = EncryptedField(blank=True, default="")
    transfer_number = models.CharField(max_length=40, blank=True, default="")
    transferred_on = models.DateField(null=True)
    found_there = WonField(default=Won(0))

    payment = TenantRelation(Payment, "payment_id", tenant="merchant_id", related_name="refunds")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merchant_id", "key"], name="payments_refund_key"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="payments_refund_positive"),
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in RefundState]), name="payments_refund_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(transfer_number="", transferred_on=None)
                | models.Q(state=RefundState.DONE.value, transferred_on__isnull=False) & ~models.Q(transfer_number=""),
                name="payments_transfer_told_whole",
            ),
            models.UniqueConstraint(
                fields=["merchant_id", "payment_id"],
                condition=models.Q(state__in=sorted(state.value for state in UNDER_WAY)),
                name="payments_one_refund_under_way",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["merchant_id", "payment_id"], name="payments_refunds_of_payment"),
            models.Index(fields=["key"], name="payments_refunds_by_key"),
            models.Index(
                fields=["merchant_id", "intended_at"],
                name="payments_refunds_open",
                condition=~models.Q(state=RefundState.DONE.value),
            ),
            models.Index(
                fields=["intended_at", "id"],
                name="payments_refunds_under_way",
                condition=models.Q(state__in=sorted(state.value for state in UNDER_WAY)),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def rest(self) -> Won:
        """What the PG is asked for, or is transferred: all but what was found there."""
        return self.amount - self.found_there

    @property
    def key_there(self) -> str:
        """What the PG is asked under: a key of its own for each amount (L26), so that its answer to another amount never stands for this one."""
        return f"{self.key}.{int(self.rest)}" if self.found_there else self.key

    @property
    def place(self) -> tuple[RefundState, Won]:
        """What of its payment it takes, as ``refundable`` counts it: of one that is in vain what was found there."""
        state = RefundState(self.state)
        return (RefundState.DONE, self.found_there) if state in IN_VAIN else (state, self.amount)


class PgDifference(MerchantModel):
    """대사 차이: something on which a day at the PG and ours do not agree. Resolved when a later comparison of the day no longer finds it.

    ``compare_at``: when its day is compared again, as long as that is done by itself.
    ``facts``: ``theirs`` and ``ours`` in won or null, and our ``state``. ``key`` names the attempt, the refund, or the PG's own row.
    """

    contract_id = models.BigIntegerField()
    day = models.DateField()
    kind = models.CharField(max_length=24, choices=[(k.value, k.value) for k in DifferenceKind])
    key = models.CharField(max_length=LONGEST_KEY)
    facts = models.JSONField(default=dict)
    found_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    compare_at = models.DateTimeField(null=True)

    contract = TenantRelation(PgContract, "contract_id", tenant="merchant_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merchant_id", "contract_id", "day", "kind", "key"], name="payments_difference_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=[k.value for k in DifferenceKind]), name="payments_difference_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["merchant_id", "found_at"], name="payments_differences_open", condition=models.Q(resolved_at=None)
            ),
            models.Index(
                fields=["compare_at"],
                name="payments_differences_due",
                condition=models.Q(resolved_at=None, compare_at__isnull=False),
            ),
        ]


class Transfer(MerchantModel):
    """분개: a balanced set of postings. The same ``key`` is posted once; nothing edits or deletes a posted row."""

    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=30)
    order_number = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["merchant_id", "key"], name="payments_transfer_key")]
        indexes: ClassVar = [models.Index(fields=["merchant_id", "order_number"], name="payments_transfers_of_order")]


class Posting(MerchantModel):
    """One side of a transfer: positive is debit, negative is credit, and a transfer's postings add up to 0."""

    transfer_id = models.BigIntegerField()
    account = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in AccountKind])
    buyer = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    amount = WonField()

    transfer = TenantRelation(Transfer, "transfer_id", tenant="merchant_id", related_name="postings")

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~models.Q(amount=0), name="payments_posting_not_zero")]
        indexes: ClassVar = [
            models.Index(fields=["merchant_id", "transfer_id"], name="payments_postings"),
            models.Index(fields=["buyer", "account"], name="payments_postings_of_buyer"),
        ]


class ProceedsEntry(MerchantModel):
    """판매대금 내역: one event of what an order brings its merchant, beside the transfer of the same ``key``; positive is the merchant's gain.

    It tells money from benefits, which the merchant's accounts do not. ``outside``: refunded, but not by the PG, which keeps its fee on
    it. The fees are what the event was charged, negative where they went back. Never changed.
    """

    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in ProceedsKind])
    order_id = models.BigIntegerField()
    line_id = models.BigIntegerField(null=True)
    pending_money = WonField(default=Won(0))
    pending_benefits = WonField(default=Won(0))
    due_money = WonField(default=Won(0))
    due_benefits = WonField(default=Won(0))
    outside = WonField(default=Won(0))
    pg_fee = WonField(default=Won(0))
    hub_fee = WonField(default=Won(0))
    vat = WonField(default=Won(0))
    at = models.DateTimeField()

    order = TenantRelation(Order, "order_id", tenant="merchant_id", related_name="proceeds")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merchant_id", "key"], name="payments_proceeds_key"),
            models.CheckConstraint(condition=models.Q(kind__in=[k.value for k in ProceedsKind]), name="payments_proceeds_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["merchant_id", "order_id"], name="payments_proceeds_of_order"),
            models.Index(fields=["merchant_id", "at"], name="payments_proceeds_of_day"),
        ]
