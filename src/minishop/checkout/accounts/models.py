"""회원: the people of Checkout. Buyers log in here; operators review merchants here."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from minishop.kernel.ids import new_id


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by login name, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(login__iexact=username)


class Account(AbstractBaseUser):
    """A buyer, or an operator of the hub."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    login = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    mobile = models.CharField(max_length=20, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    is_operator = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "login"
    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        indexes: ClassVar = [models.Index(Lower("email"), name="accounts_by_email")]

    def __str__(self) -> str:
        return self.login
