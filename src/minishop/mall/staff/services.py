"""People sign up and open shops."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import IntegrityError, transaction

from minishop.chassis.tenancy import scope
from minishop.kernel.errors import DomainError
from minishop.mall.shops.models import Shop
from minishop.mall.staff.models import Account, GuestAct, LastSave, Membership


class EmailTaken(DomainError):
    """An account with this e-mail exists."""

    code: ClassVar[str] = "email_taken"


class CodeTaken(DomainError):
    """A shop with this address exists."""

    code: ClassVar[str] = "code_taken"


def sign_up(
    *, email: str, name: str, password: str, phone: str = "", language: str = "", is_operator: bool = False, now: datetime
) -> Account:
    """Makes an account; raises EmailTaken. The password is stored as its Argon2 hash only."""
    account = Account(email=email.lower(), name=name, phone=phone, language=language, is_operator=is_operator, created_at=now)
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError:
        raise EmailTaken(email=email) from None
    return account


def receive_visitor(*, mark: str, now: datetime) -> Account:
    """An account for a visitor who tries an office: without a password, so that nobody can log in to it later."""
    visitor = Account(email=f"{mark}@demo.invalid", name=mark, is_demo=True, created_at=now)
    visitor.set_unusable_password()
    visitor.save(force_insert=True)
    return visitor


def save_person(*, account: Account, name: str, phone: str, language: str) -> None:
    """내 계정: who the person is, and in which language their letters are."""
    account.name, account.phone, account.language = name, phone, language
    account.save(update_fields=["name", "phone", "language"])


def open_shop(*, owner: Account, code: str, name: str, demo_until: datetime | None = None, now: datetime) -> Shop:
    """쇼핑몰 만들기: the shop is there at once, with no design to choose (R66). Raises CodeTaken."""
    try:
        with transaction.atomic():
            shop = Shop.objects.create(
                code=code, name=name, email=owner.email, phone=owner.phone, demo_until=demo_until, created_at=now
            )
            with scope(shop.id):
                Membership.objects.create(shop=shop, account=owner, role=Membership.Role.OWNER, created_at=now)
    except IntegrityError:
        raise CodeTaken(code=code) from None
    return shop


def record_guest_act(*, shop: Shop, account: Account, path: str, now: datetime) -> None:
    """Writes down that an operator sends something in a shop's back office, in the shop's open scope; for the shop's people to read."""
    GuestAct.objects.create(shop=shop, account=account, path=path[:200], at=now)


def note_save(*, shop: Shop, what: str, by: str, now: datetime) -> None:
    """Notes who saved something, for those whose save meets it. In the transaction of the save."""
    LastSave.objects.update_or_create(shop=shop, what=what, defaults={"by": by, "at": now})
