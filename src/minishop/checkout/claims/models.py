"""클레임: what is asked of a paid order, the proposals of what is paid back for it, and what happened."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.chassis.fields import StateField, WonField
from minishop.chassis.secrets.fields import EncryptedField
from minishop.chassis.tenancy import TenantRelation
from minishop.checkout.claims.domain.proposal import RowKind, Why
from minishop.checkout.claims.domain.reasons import ClaimReason, HoldReason
from minishop.checkout.claims.domain.states import ENDED, OPEN, ClaimKind, ClaimState, Hold
from minishop.checkout.claims.domain.wanted import Fault, Wanted, wanted_of
from minishop.checkout.merchants.domain.claim_terms import ClaimTerms
from minishop.checkout.merchants.models import MerchantModel
from minishop.checkout.orders.domain.contract import contract_of
from minishop.checkout.orders.domain.states import Actor
from minishop.checkout.orders.models import Order, OrderLine
from minishop.kernel.won import Won


def _choices(*values: str) -> list[tuple[str, str]]:
    return [(value, value) for value in values]


# What nobody's clock acts on: goods on their way back, or back for an exchange, and no hold.
STALLS = models.Q(state__in=[ClaimState.COLLECTING.value, ClaimState.COLLECTED.value], deadline_at__isnull=True) & ~models.Q(
    hold=Hold.HELD.value
)


class Claim(MerchantModel):
    """One claim on some pieces of an order's lines. ``kind`` says whose machine ``state`` is; its one writer is ``claims.services.transition``.

    ``terms``: what its proposal is made from (``domain.wanted``), and ``version`` the proposal that was shown last. ``deadline_at``: when the
    clock acts on it, as long as it would. ``hold``: a flag beside the state, with why and until when. ``accepted``: the order's how many-th
    claim it was that was agreed to, so that they can be gone through in that order; null before, and again where it failed. ``fee_kept``: what
    of the fee that was paid for it the seller keeps though nothing came of it. ``account``: where the buyer wants what the PG will not give
    back, until a refund has it or nothing comes of the claim. ``photos_until``: when its photos go, where nothing came of it.
    """

    number = models.CharField(max_length=16)
    order_id = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=_choices(*ClaimKind))
    state = StateField(ClaimState, writer="checkout.claims.services.transition", max_length=12)
    terms = models.JSONField(default=dict)
    reason = models.CharField(max_length=40, choices=_choices(*ClaimReason))
    words = models.CharField(max_length=500, blank=True, default="")
    asked_by = models.CharField(max_length=8, choices=_choices(*Actor))
    asked_at = models.DateTimeField()
    stands_since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    accepted = models.PositiveIntegerField(null=True)
    deadline_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True, default="")
    account = EncryptedField(blank=True, default="")

    pickup_name = models.CharField(max_length=40, blank=True, default="")
    pickup_phone = models.CharField(max_length=20, blank=True, default="")
    pickup_zipcode = models.CharField(max_length=5, blank=True, default="")
    pickup_address1 = models.CharField(max_length=200, blank=True, default="")
    pickup_address2 = models.CharField(max_length=200, blank=True, default="")
    photos = models.JSONField(default=list)
    photos_until = models.DateTimeField(null=True)
    collect_carrier = models.CharField(max_length=30, blank=True, default="")
    collect_number = models.CharField(max_length=100, blank=True, default="")
    collected_at = models.DateTimeField(null=True)
    redelivery_method = models.CharField(max_length=20, blank=True, default="")
    redelivery_carrier = models.CharField(max_length=30, blank=True, default="")
    redelivery_number = models.CharField(max_length=100, blank=True, default="")
    redelivered_at = models.DateTimeField(null=True)

    sent_back_carrier = models.CharField(max_length=30, blank=True, default="")
    sent_back_number = models.CharField(max_length=100, blank=True, default="")
    sent_back_at = models.DateTimeField(null=True)

    hold = models.CharField(max_length=8, choices=_choices(*Hold), blank=True, default="")
    hold_reason = models.CharField(max_length=40, choices=_choices(*HoldReason), blank=True, default="")
    hold_words = models.CharField(max_length=500, blank=True, default="")
    held_at = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)

    fee_kept = WonField(default=Won(0))

    version = models.PositiveIntegerField(default=0)
    turned_from = models.BigIntegerField(null=True)

    order = TenantRelation(Order, "order_id", tenant="merchant_id", related_name="claims")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merchant_id", "number"], name="claims_number"),
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in ClaimState]), name="claims_state_known"),
            models.CheckConstraint(
                condition=models.Q(state__in=sorted(ENDED), ended_at__isnull=False)
                | (models.Q(state__in=sorted(OPEN)) & models.Q(ended_at__isnull=True)),
                name="claims_ended_have_an_end",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["merchant_id", "order_id", "asked_at"], name="claims_of_order"),
            models.Index(fields=["number"], name="claims_by_number"),
            models.Index(fields=["merchant_id", "asked_at"], name="claims_open", condition=models.Q(state__in=sorted(OPEN))),
            models.Index(fields=["photos_until", "id"], name="claims_photos_old", condition=models.Q(photos_until__isnull=False)),
            models.Index(
                fields=["held_at", "id"], name="claims_held", condition=models.Q(hold=Hold.HELD.value, ended_at__isnull=True)
            ),
            models.Index(fields=["stands_since", "id"], name="claims_stalled", condition=STALLS),
            models.Index(fields=["deadline_at", "id"], name="claims_by_deadline", condition=models.Q(deadline_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def wanted(self) -> Wanted:
        """What its proposal is made from."""
        return wanted_of(self.terms)

    @property
    def fault(self) -> Fault:
        """귀책: whose reason it is, as it is judged now."""
        return self.wanted.fault

    @property
    def clock(self) -> ClaimTerms:
        """How long its merchant may take, and what a pickup costs it, by the order's own contract."""
        return contract_of(self.order.contract).claims


class ClaimLine(MerchantModel):
    """How many pieces of a line a claim names."""

    claim_id = models.BigIntegerField()
    line_id = models.BigIntegerField()
    quantity = models.PositiveIntegerField()

    claim = TenantRelation(Claim, "claim_id", tenant="merchant_id", related_name="lines")
    line = TenantRelation(OrderLine, "line_id", tenant="merchant_id", related_name="claim_lines")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merchant_id", "claim_id", "line_id"], name="claims_line_once"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="claims_line_quantity"),
        ]
        indexes: ClassVar = [models.Index(fields=["merchant_id", "line_id"], name="claims_of_line")]


class ClaimProposal(MerchantModel):
    """제안: a version of what a claim gives back. ``counts_from``: when it may be posted, if the buyer has not agreed to it before.

    ``fees``: what it keeps beside dues; ``points_short``: what it keeps for granted points that are spent. ``ended``: what ends of each
    line, or of the shipping with none: its id or null, money and benefits.
    """

    claim_id = models.BigIntegerField()
    version = models.PositiveIntegerField()
    money = WonField()
    points = WonField()
    benefits = WonField()
    to_pay = WonField()
    fee_payments = WonField(default=Won(0))
    fees = WonField(default=Won(0))
    points_short = WonField(default=Won(0))
    ended = models.JSONField(default=list)
    shown_at = models.DateTimeField()
    counts_from = models.DateTimeField()

    claim = TenantRelation(Claim, "claim_id", tenant="merchant_id", related_name="proposals")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["merchant_id", "claim_id", "version"], name="claims_version")]

    @property
    def worth(self) -> int:
        """What it is to the buyer."""
        return int(self.money) + int(self.points) + int(self.fee_payments) - int(self.to_pay)


class ClaimRow(MerchantModel):
    """One row of a version, as it is shown: positive is given to the buyer."""

    claim_id = models.BigIntegerField()
    version = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=14, choices=_choices(*RowKind))
    why = models.CharField(max_length=20, choices=_choices(*Why))
    amount = WonField()
    lowered_from = WonField(default=Won(0))
    line_id = models.BigIntegerField(null=True)
    product_id = models.CharField(max_length=251, blank=True, default="")
    part = models.CharField(max_length=8, blank=True, default="")

    claim = TenantRelation(Claim, "claim_id", tenant="merchant_id", related_name="rows")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merchant_id", "claim_id", "version", "position"], name="claims_row_once")
        ]


class ClaimEvent(MerchantModel):
    """What happened to a claim: who, when, from, to, why."""

    claim_id = models.BigIntegerField()
    event = models.CharField(max_length=20)
    from_state = models.CharField(max_length=12, blank=True, default="")
    to_state = models.CharField(max_length=12)
    actor = models.CharField(max_length=80)
    reason = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField()

    claim = TenantRelation(Claim, "claim_id", tenant="merchant_id", related_name="events")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["merchant_id", "claim_id", "at"], name="claims_history")]


class RefusedStep(MerchantModel):
    """거절된 걸음: what somebody tried with a claim that stood in a state in which that is not done, or not by them."""

    claim_id = models.BigIntegerField()
    event = models.CharField(max_length=20)
    stood = models.CharField(max_length=12)
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    claim = TenantRelation(Claim, "claim_id", tenant="merchant_id", related_name="refused_steps")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["merchant_id", "claim_id", "at"], name="claims_refused_steps")]


class ClaimRequest(MerchantModel):
    """A request about claims that a merchant's program made under a key of its own, and that succeeded. ``body``: what it said, as a digest."""

    digest = models.CharField(max_length=64)
    body = models.CharField(max_length=64, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["merchant_id", "digest"], name="claims_request_once")]
        indexes: ClassVar = [models.Index(fields=["at"], name="claims_requests_old")]

    def __str__(self) -> str:
        return self.digest
