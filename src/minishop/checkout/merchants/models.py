"""가맹점: the tenant of the hub. Its keys are what the wire's SHOP_ID, CERTI_KEY and client_id name."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from minishop.chassis.fields import StateField, WonField
from minishop.chassis.finding import KeyField
from minishop.chassis.secrets.fields import EncryptedField
from minishop.chassis.tenancy import TenantManager, TenantModel
from minishop.checkout.hosting.models import Host
from minishop.checkout.merchants.domain.claim_terms import BOUNDS, ClaimTerms
from minishop.checkout.merchants.domain.holding import HoldPolicy
from minishop.checkout.merchants.domain.profiles import Profile
from minishop.checkout.merchants.domain.review import MACHINE, MerchantState
from minishop.kernel.ids import new_id
from minishop.kernel.won import Won


class Merchant(models.Model):
    """A merchant and its application. ``public_id`` is the wire's merchant id (``np_…``), given on approval.

    ``host`` applied for it and sees it; a merchant that left its host has none.
    ``state`` has one writer: ``merchants.services``.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    host = models.ForeignKey(Host, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    application_key = models.CharField(max_length=120)
    state = StateField(MACHINE, writer="checkout.merchants.services", max_length=9, default=MerchantState.REQUESTED.value)
    reason = models.CharField(max_length=300, blank=True, default="")
    requested_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    shop_name = models.CharField(max_length=60)
    shop_url = models.URLField()
    business_name = models.CharField(max_length=60, blank=True, default="")
    representative = models.CharField(max_length=40, blank=True, default="")
    business_number = models.CharField(max_length=10, blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    product_info_url = models.URLField(max_length=300)
    hint_url = models.URLField(max_length=300, blank=True, default="")
    hold_url = models.URLField(max_length=300, blank=True, default="")
    hold_policy = models.CharField(max_length=7, choices=[(p.value, p.value) for p in HoldPolicy], default=HoldPolicy.REQUIRE.value)

    public_id = models.CharField(max_length=40, null=True, unique=True)
    certi_key = EncryptedField(blank=True, default="")
    button_key = models.CharField(max_length=40, blank=True, default="")
    client_id = models.CharField(max_length=40, null=True, unique=True)
    client_secret = EncryptedField(blank=True, default="")
    hint_secret = EncryptedField(blank=True, default="")

    profile = models.CharField(max_length=12, choices=[(p.value, p.value) for p in Profile], default=Profile.MANUAL_2011.value)
    points_basis_points = models.PositiveIntegerField(default=50)
    hub_fee_basis_points = models.PositiveIntegerField(default=80)
    pg_fee_basis_points = models.PositiveIntegerField(default=210)
    cancel_hours = models.PositiveSmallIntegerField(default=24)
    accept_days = models.PositiveSmallIntegerField(default=3)
    look_days = models.PositiveSmallIntegerField(default=3)
    pickup_fee = WonField(default=Won(0))

    shop_name_key = KeyField(of="shop_name", max_length=60)
    business_name_key = KeyField(of="business_name", max_length=60)
    business_number_key = KeyField(of="business_number", max_length=10)
    public_id_key = KeyField(of="public_id", max_length=40)

    class Meta:
        constraints: ClassVar = [
            # With a condition, PostgreSQL does not take it for a key that others refer to: a merchant that leaves its host waits for nobody.
            models.UniqueConstraint(
                fields=["host", "application_key"], condition=models.Q(host__isnull=False), name="merchants_application_of_host"
            ),
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in MerchantState]), name="merchants_state_known"),
            models.CheckConstraint(
                condition=models.Q(hold_policy__in=[p.value for p in HoldPolicy]), name="merchants_hold_policy_known"
            ),
            *(
                models.CheckConstraint(condition=models.Q(**{f"{name}__range": bounds}), name=f"merchants_{name}_within")
                for name, bounds in BOUNDS.items()
            ),
            models.CheckConstraint(
                condition=~models.Q(state=MerchantState.APPROVED.value) | models.Q(public_id__isnull=False),
                name="merchants_approved_have_keys",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["requested_at", "id"], condition=models.Q(state=MerchantState.REQUESTED.value), name="merchants_waiting"
            ),
            models.Index(fields=["-decided_at", "-id"], name="merchants_decided"),
            models.Index(fields=["shop_name_key"], name="merchants_by_shop_name"),
            models.Index(fields=["business_name_key"], name="merchants_by_business_name"),
            models.Index(fields=["business_number_key"], name="merchants_by_business_number"),
            models.Index(fields=["public_id_key"], name="merchants_by_public_id"),
        ]

    def __str__(self) -> str:
        return self.public_id or self.shop_name

    @property
    def claim_terms(self) -> ClaimTerms:
        """How long it may take to answer claims, and what a pickup costs it; of orders that are placed from now on."""
        return ClaimTerms(self.cancel_hours, self.accept_days, self.look_days, self.pickup_fee)


class MerchantModel(TenantModel):
    """A row of a merchant: the key is ``(merchant_id, id)``, and ``id`` is made by the application."""

    TENANT = "merchant_id"

    pk = models.CompositePrimaryKey("merchant_id", "id")
    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="+", db_index=False)
    id = models.BigIntegerField(default=new_id, editable=False)

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        abstract = True


class ApiToken(MerchantModel):
    """A bearer token of the REST order API; only its digest is kept."""

    digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["merchant_id", "digest"], name="merchants_token")]
        indexes: ClassVar = [models.Index(fields=["digest"], name="merchants_token_lookup")]


class MerchantCounter(MerchantModel):
    """변경 번호: how many changes an approved merchant's feed has, one row a merchant. It is raised under its lock, so that there is no gap.

    ``host_id`` and ``public_id`` are the merchant's: a host asks for many merchants at once by this row alone (decision 0026).
    ``last_change`` is the identity of the change whose number is ``last_number``: the last one, unless a process of before counted on.
    """

    host_id = models.BigIntegerField(null=True)
    public_id = models.CharField(max_length=40)
    changes_made = models.BigIntegerField(default=0)
    last_number = models.BigIntegerField(default=0)
    last_change = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merchant_id"], name="merchants_one_counter"),
            models.UniqueConstraint(fields=["host_id", "public_id"], name="merchants_counters_of_host"),
        ]
