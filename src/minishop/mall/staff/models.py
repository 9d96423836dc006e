"""The people of the mall: sellers, their staff, the host's operators. Buyers have no account here (R20)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from minishop.kernel.ids import new_id
from minishop.mall.shops.models import ShopModel


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by e-mail, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """판매자 계정: a person who works in back offices. The e-mail is the login; a visitor who tries an office (``is_demo``) has none.

    ``language`` is that of their letters; empty: not known.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=40)
    phone = models.CharField(max_length=20, blank=True, default="")
    language = models.CharField(max_length=2, blank=True, default="")
    is_operator = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        indexes: ClassVar = [models.Index(Lower("email"), name="staff_accounts_by_email")]

    def __str__(self) -> str:
        return self.email


class GuestAct(ShopModel):
    """운영자가 한 일: something that one of the host's operators sent in a shop's back office, where they are a guest. ``path``: where."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["shop", "-at"], name="staff_guest_acts_of_shop"),
            models.Index(fields=["at"], name="staff_guest_acts_old"),
        ]

    def __str__(self) -> str:
        return self.path


class Membership(ShopModel):
    """Who works in which shop, and as what."""

    class Role(models.TextChoices):
        OWNER = "owner"
        STAFF = "staff"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=5, choices=Role)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop_id", "account"], name="staff_one_membership_a_shop")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role}"


class LastSave(ShopModel):
    """마지막 저장: who saved something of a shop's office last, and when; one row a thing. ``what`` is its kind and key: ``product P1``."""

    what = models.CharField(max_length=180)
    by = models.CharField(max_length=254)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop_id", "what"], name="staff_one_last_save_a_thing")]

    def __str__(self) -> str:
        return f"{self.what} {self.by}"
