"""비밀번호와 이메일 바꾸기: of an account that is there, each in one transaction that holds its row."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth import get_user_model, update_session_auth_hash
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from minishop.chassis.jobs.registry import find_task
from minishop.chassis.logins.links import EmailChange, account_of_password_key, email_key_holds, email_stamp, password_key_holds
from minishop.chassis.logins.queries import having_email
from minishop.chassis.logins.services import count_letter, forget_guesses
from minishop.kernel.errors import DomainError

_TASKS = "chassis.logins.tasks"


class LinkOver(DomainError):
    """The link was used, is too old, or was never one of ours."""

    code: ClassVar[str] = "link_over"


class ChangedMeanwhile(DomainError):
    """The password was changed elsewhere while this was asked."""

    code: ClassVar[str] = "changed_meanwhile"


class AddressTaken(DomainError):
    """Another account has this e-mail."""

    code: ClassVar[str] = "address_taken"


def ask_for_new_password(request: HttpRequest, *, email: str, language: str, now: datetime) -> None:
    """Has a letter sent to whoever has an account of this e-mail, in the language of who asks. Raises TooManyTries.

    It does the same for an e-mail that nobody has, and takes as long.
    """
    count_letter(request, name=email, now=now)
    asked = str(int(now.timestamp() * 1000))
    with transaction.atomic():
        letter = find_task(f"{_TASKS}.send_password_links")
        letter.enqueue(now=now, key=f"{_digest(email)}-{asked}", email=email, language=language, asked=asked)


def set_new_password(request: HttpRequest, *, key: str, password: str, language: str, now: datetime) -> Any:
    """Gives the account of a letter's link another password: once, however often and at once the link is used. Raises LinkOver, HashingBusy.

    All its sessions end with the old password, and what was guessed at the account before keeps its owner waiting no longer.
    """
    found = account_of_password_key(key)
    if found is None:
        raise LinkOver
    hashed = make_password(password)  # before the row is locked: it takes its time
    with transaction.atomic():
        account = _locked(found.pk)
        if not password_key_holds(account, key):
            raise LinkOver
        _write_password(account, hashed, language, now)
    forget_guesses(request, name=account.get_username())
    return account


def change_password(request: HttpRequest, *, account: Any, password: str, language: str, now: datetime) -> None:
    """Another password for the account of this session, whose password was tried just now. Raises ChangedMeanwhile, HashingBusy.

    Its other sessions end; this one goes on.
    """
    hashed = make_password(password)
    with transaction.atomic():
        locked = _locked(account.pk)
        if locked.password != account.password:
            raise ChangedMeanwhile
        _write_password(locked, hashed, language, now)
    update_session_auth_hash(request, locked)


def ask_for_email(request: HttpRequest, *, account: Any, to: str, language: str, now: datetime) -> None:
    """Has a letter with a link sent to the e-mail that an account is to have; until that is followed nothing changes.

    Raises AddressTaken, TooManyTries.
    """
    _refuse_taken(account, to)
    count_letter(request, name=to, now=now)
    asked = str(int(now.timestamp() * 1000))
    with transaction.atomic():
        letter = find_task(f"{_TASKS}.send_email_link")
        letter.enqueue(
            now=now, key=f"{account.pk}-{asked}", account=account.pk, to=to, stamp=email_stamp(account), language=language, asked=asked
        )  # fmt: skip


def take_email(*, change: EmailChange, language: str, now: datetime) -> Any:
    """The account has the e-mail from now on, and who reads the old one is told. Raises LinkOver, AddressTaken."""
    try:
        with transaction.atomic():
            account = _locked(change.account)
            if not email_key_holds(change, account):
                raise LinkOver
            _refuse_taken(account, change.to)
            before, account.email = account.email, change.to
            account.save(update_fields=["email"])
            _tell("send_email_changed", account, before, language, now)
    except IntegrityError:
        raise AddressTaken from None
    return account


def _write_password(account: Any, hashed: str, language: str, now: datetime) -> None:
    account.password = hashed
    account.save(update_fields=["password"])
    _tell("send_password_changed", account, account.email, language, now)


def _tell(task: str, account: Any, email: str, language: str, now: datetime) -> None:
    if email:
        at = str(int(now.timestamp() * 1000))
        letter = find_task(f"{_TASKS}.{task}")
        letter.enqueue(now=now, key=f"{account.pk}-{at}", login=account.get_username(), email=email, language=language, at=at)


def _locked(account: int) -> Any:
    return get_user_model()._default_manager.select_for_update().filter(pk=account).first()


def _refuse_taken(account: Any, to: str) -> None:
    is_unique = get_user_model()._meta.get_field("email").unique
    if is_unique and having_email(to).exclude(pk=account.pk).exists():
        raise AddressTaken


def _digest(email: str) -> str:
    return salted_hmac("minishop.logins.letters", email).hexdigest()[:20]
