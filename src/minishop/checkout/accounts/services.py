"""회원 가입: making accounts."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from minishop.checkout.accounts.errors import LoginTaken
from minishop.checkout.accounts.models import Account


def sign_up(
    *, login: str, password: str, name: str, mobile: str = "", email: str = "", operator: bool = False, now: datetime
) -> Account:
    """Makes an account; its login name is kept in lower case. Raises LoginTaken."""
    account = Account(login=login.lower(), name=name, mobile=mobile, email=email, is_operator=operator, created_at=now)
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError:
        raise LoginTaken(login=account.login) from None
    return account


def save_person(*, account: Account, name: str, mobile: str) -> None:
    """내 정보: who the buyer is, as the next order sheet begins with."""
    account.name, account.mobile = name, mobile
    account.save(update_fields=["name", "mobile"])
