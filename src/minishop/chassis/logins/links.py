"""Links in letters: signed, nothing of them is stored (docs/decisions/0033-links-in-letters.md).

A link that makes a new password is Django's own token: it holds what it was made of, the password among it, so the first use ends it, and
so do a login and a change of the e-mail. A link that confirms an e-mail ends with the password and the e-mail that it was asked with.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from minishop.kernel.clock import utc_now

PASSWORD_LIFE = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
EMAIL_LIFE = timedelta(days=1)
_SALT = "minishop.logins.email"
_MOST_CHARACTERS = 1_000
_MOST_DIGITS = 19


class _Tokens(PasswordResetTokenGenerator):
    """By true time: a calendar that a sandbox moved ends no link."""

    key_salt = "minishop.logins.new-password"

    def _now(self) -> datetime:
        return utc_now().replace(tzinfo=None)


_tokens = _Tokens()


@dataclass(frozen=True, slots=True)
class EmailChange:
    """An e-mail that was confirmed: whose it is to be, and what the account was like when it was asked for (``email_stamp``)."""

    account: int
    to: str
    stamp: str


def password_link(account: Any) -> str:
    """The address at which the reader of a letter makes a new password, for an hour and once."""
    return _link("new-password", f"{account.pk}.{_tokens.make_token(account)}")


def account_of_password_key(key: str) -> Any | None:
    """The active account whose letter brought ``key``, while its link holds. It is read without a lock (``password_key_holds``)."""
    number = key.partition(".")[0]
    if not (number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS):
        return None
    account: Any = _accounts().filter(pk=int(number), is_active=True).first()
    return account if account is not None and password_key_holds(account, key) else None


def password_key_holds(account: AbstractBaseUser, key: str) -> bool:
    """Whether a link's key belongs to the account as it is now."""
    return bool(_tokens.check_token(account, key.partition(".")[2]))  # type: ignore[arg-type]  # any account with a password


def email_stamp(account: Any) -> str:
    """What an account is like, as far as a link that confirms an e-mail depends on it: a new password or another e-mail ends the link."""
    return salted_hmac(_SALT, f"{account.pk}\n{account.email}\n{account.password}").hexdigest()[:20]


def email_link(change: EmailChange) -> str:
    """The address at which whoever reads the new e-mail's letters confirms it, for a day."""
    key = signing.dumps([change.account, change.to, change.stamp], salt=_SALT)
    return _link("email-confirmation", key)


def read_email_key(key: str) -> EmailChange | None:
    """What a link's key confirms; None for one that is over or was not made here. The account is read without a lock
    (``email_key_holds``)."""
    try:
        account, to, stamp = signing.loads(key[:_MOST_CHARACTERS], salt=_SALT, max_age=EMAIL_LIFE)
    except signing.BadSignature:
        return None
    change = EmailChange(account, to, stamp)
    return change if email_key_holds(change, _accounts().filter(pk=account).first()) else None


def email_key_holds(change: EmailChange, account: Any) -> bool:
    """Whether the account is still as it was when the change was asked for."""
    return account is not None and account.is_active and constant_time_compare(change.stamp, email_stamp(account))


def _link(page: str, key: str) -> str:
    # In the query, which no log of a refused request names.
    return f"{settings.OWN_ADDRESS.url}{reverse(page, urlconf=settings.ROOT_URLCONF)}?key={key}"


def _accounts() -> Any:
    return get_user_model()._default_manager.all()
