"""입점 상점: the tenant of the search, and the people who look after it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from minishop.chassis.fields import StateField
from minishop.chassis.finding import KeyField
from minishop.chassis.secrets.fields import EncryptedField
from minishop.chassis.tenancy import TenantManager, TenantModel
from minishop.kernel.ids import new_id
from minishop.shopping.partners.domain.states import CRAWLED, MACHINE, State

PRODUCT_LIMIT = 10_000  # the first grade of protocol/ep


class OperatorManager(BaseUserManager["Operator"]):
    """Finds operators by e-mail, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Operator:
        return self.get(email__iexact=username)


class Operator(AbstractBaseUser):
    """운영자: reviews partners and watches their crawls. The e-mail is the login."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=40)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    objects: ClassVar[OperatorManager] = OperatorManager()

    class Meta:
        indexes: ClassVar = [models.Index(Lower("email"), name="partners_operators_by_email")]

    def __str__(self) -> str:
        return self.email


class Partner(models.Model):
    """A shop and its application. ``public_id`` and ``common_key`` (네이버공통인증키) are given on approval.

    ``reason`` is an operator's own words for a rejection. Of a suspension ``fault`` is the code of what its feed suffers from, and
    ``reason`` what is known of it besides. ``report_url`` is where its host hears of its crawls, signed with ``report_secret``; empty for a
    host that does not want to.

    ``state`` has one writer: ``partners.services``.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    application_key = models.CharField(max_length=120, unique=True)
    state = StateField(MACHINE, writer="shopping.partners.services", max_length=9, default=State.REQUESTED.value)
    reason = models.CharField(max_length=300, blank=True, default="")
    fault = models.CharField(max_length=24, blank=True, default="")
    requested_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)

    shop_code = models.CharField(max_length=40)
    shop_name = models.CharField(max_length=60)
    shop_url = models.URLField(max_length=300)
    business_name = models.CharField(max_length=60, blank=True, default="")
    representative = models.CharField(max_length=40, blank=True, default="")
    business_number = models.CharField(max_length=10, blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    email = models.EmailField(blank=True, default="")

    ep_version = models.CharField(max_length=3)
    feed_url = models.URLField(max_length=300)
    summary_url = models.URLField(max_length=300, blank=True, default="")
    report_url = models.URLField(max_length=300, blank=True, default="")
    product_limit = models.PositiveIntegerField(default=PRODUCT_LIMIT)

    public_id = models.CharField(max_length=40, null=True, unique=True)
    common_key = models.CharField(max_length=40, blank=True, default="")
    report_secret = EncryptedField(blank=True, default="")

    shop_name_key = KeyField(of="shop_name", max_length=60)
    business_name_key = KeyField(of="business_name", max_length=60)
    business_number_key = KeyField(of="business_number", max_length=10)
    shop_code_key = KeyField(of="shop_code", max_length=40)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "requested_at", "id"], name="partners_by_state"),
            models.Index(
                fields=["-state", "shop_name", "id"],
                condition=models.Q(state__in=sorted(state.value for state in CRAWLED)),
                name="partners_listed",
            ),
            models.Index(fields=["state", "-decided_at", "-id"], name="partners_rejected"),
            models.Index(fields=["shop_name_key"], name="partners_by_shop_name"),
            models.Index(fields=["business_name_key"], name="partners_by_business_name"),
            models.Index(fields=["business_number_key"], name="partners_by_business_number"),
            models.Index(fields=["shop_code_key"], name="partners_by_shop_code"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in State]), name="partners_state_known"),
            models.CheckConstraint(
                condition=models.Q(state__in=[State.REQUESTED.value, State.REJECTED.value]) | models.Q(public_id__isnull=False),
                name="partners_approved_have_keys",
            ),
            models.UniqueConstraint(
                fields=["shop_code"], condition=~models.Q(state=State.REJECTED.value), name="partners_one_open_application_a_shop"
            ),
        ]

    def __str__(self) -> str:
        return self.shop_name


class PartnerModel(TenantModel):
    """A row of a partner: the key is ``(partner_id, id)``, and ``id`` is made by the application."""

    TENANT = "partner_id"

    pk = models.CompositePrimaryKey("partner_id", "id")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+", db_index=False)
    id = models.BigIntegerField(default=new_id, editable=False)

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        abstract = True
