"""상점: the tenant, and where its three entries stand."""

from __future__ import annotations

from typing import ClassVar, Self

from django.core.validators import RegexValidator
from django.db import models

from minishop.chassis.fields import StateField
from minishop.chassis.finding import KeyField
from minishop.chassis.tenancy import TenantManager, TenantModel
from minishop.kernel.ids import new_id
from minishop.mall.shops.domain.entries import MACHINE
from minishop.mall.shops.domain.opening import EntryKind, EntryState


class Shop(models.Model):
    """A mini-shop. ``code`` is the first label of its storefront's host name. Operators find it by its keys.

    ``demo_until``: of a shop to try the office in, when it goes (true time, which a sandbox's clock does not move).
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=30, unique=True, validators=[RegexValidator(r"^[a-z][a-z0-9-]{2,29}$")])
    name = models.CharField(max_length=60)
    business_name = models.CharField(max_length=60, blank=True, default="")
    representative = models.CharField(max_length=40, blank=True, default="")
    business_number = models.CharField(max_length=10, blank=True, default="")
    mail_order_number = models.CharField(max_length=40, blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    fax = models.CharField(max_length=20, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    zipcode = models.CharField(max_length=5, blank=True, default="")
    address1 = models.CharField(max_length=120, blank=True, default="")
    address2 = models.CharField(max_length=120, blank=True, default="")
    support_hours = models.CharField(max_length=60, blank=True, default="")
    created_at = models.DateTimeField()
    demo_until = models.DateTimeField(null=True)

    code_key = KeyField(of="code", max_length=30)
    name_key = KeyField(of="name", max_length=60)
    business_name_key = KeyField(of="business_name", max_length=60)
    business_number_key = KeyField(of="business_number", max_length=10)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["code_key"], name="shops_by_code"),
            models.Index(fields=["name_key"], name="shops_by_name"),
            models.Index(fields=["business_name_key"], name="shops_by_business_name"),
            models.Index(fields=["business_number_key"], name="shops_by_business_number"),
            models.Index(fields=["demo_until"], condition=models.Q(demo_until__isnull=False), name="shops_demos"),
        ]

    def __str__(self) -> str:
        return self.code


class ShopModel(TenantModel):
    """A row of a shop: the key is ``(shop_id, id)``, and ``id`` is made by the application."""

    TENANT = "shop_id"

    pk = models.CompositePrimaryKey("shop_id", "id")
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+", db_index=False)
    id = models.BigIntegerField(default=new_id, editable=False)

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        abstract = True


class Entry(ShopModel):
    """입점 신청: the shop's application to the PG, to Checkout or to Knowledge Shopping (R3, R70). One row a kind.

    ``party`` is the PG's code: there may be several to choose from. ``handed_in_at``: when the other party answered with a number of its
    own. ``look_at``: when it is to be looked at next, while it is undecided; what has been due for long has lost its job.

    ``state`` has one writer: ``shops.services.entries``.
    """

    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in EntryKind])
    state = StateField(MACHINE, writer="mall.shops.services.entries", max_length=9)
    party = models.CharField(max_length=20, blank=True, default="")
    external_id = models.CharField(max_length=80, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    requested_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True)
    look_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["look_at"], condition=models.Q(state=EntryState.REQUESTED.value), name="shops_entries_to_look_at"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shop_id", "kind"], name="shops_one_entry_a_kind"),
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in EntryState]), name="shops_entry_state_known"),
            models.CheckConstraint(
                condition=models.Q(decided_at__isnull=True) | ~models.Q(state=EntryState.REQUESTED.value),
                name="shops_entry_undecided_while_requested",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
