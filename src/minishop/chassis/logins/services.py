"""로그인 시도 제한: the one way in which login pages try a password."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import ClassVar

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from minishop.chassis.logins import hashing
from minishop.chassis.logins.devices import known_device, remember_device
from minishop.chassis.logins.domain import LIMITS, Kind, failures_at, one_more, wait_after
from minishop.chassis.logins.models import GuessCounter
from minishop.kernel.errors import DomainError

_log = logging.getLogger(__name__)


class TooManyTries(DomainError):
    """No password is tried here for a while, right or not. ``minutes``: for how long, rounded up."""

    code: ClassVar[str] = "too_many_tries"


def try_password(request: HttpRequest, *, name: str, password: str, now: datetime) -> AbstractBaseUser | None:
    """The active account of a name and password, or None. Raises TooManyTries, and HashingBusy before anything is counted.

    A try counts before it is judged, so that many at once are as many; the right password in time takes its own back.
    """
    marks = _marks(request, name)
    _refuse_closed(GuessCounter.objects.filter(key__in=[mark.key for mark in marks]), now)
    with hashing.gate.slot():
        _count(marks, now)
        found = authenticate(request, username=name, password=password)
    if found is None:
        return None
    _take_back(marks, now)
    remember_device(request, _account(name))
    return found


def know_browser(request: HttpRequest, *, name: str) -> None:
    """Has the answer say that an account that was made just now was logged in at this browser."""
    remember_device(request, _account(name))


def count_letter(request: HttpRequest, *, name: str, now: datetime) -> None:
    """Counts a letter with a link that is asked for to an e-mail, whether or not somebody has it. Raises TooManyTries."""
    _count([_Mark(Kind.LETTER, _account(name)), _Mark(Kind.ASKER, address_of(request))], now)


def forget_guesses(request: HttpRequest, *, name: str) -> None:
    """The owner of an account has proved to be it by another way than its password, which is a new one: what was guessed at the account is
    forgotten, and this browser is known from now on. What was tried from the address stays counted: own accounts would open it."""
    account, device = _account(name), known_device(request, _account(name))
    own = [
        _Mark(Kind.PAIR, f"{account}\n{address_of(request)}"),
        _Mark(Kind.ACCOUNT, account),
        _Mark(Kind.DEVICE, f"{account}\n{device}"),
    ]
    GuessCounter.objects.filter(key__in=[mark.key for mark in own]).delete()
    remember_device(request, account)


@dataclass(frozen=True, slots=True)
class _Mark:
    """One of the counters that a try belongs to."""

    kind: Kind
    subject: str

    @property
    def key(self) -> str:
        # Twenty bits of a keyed digest: the table has an end, and nobody outside can work out who shares a counter with whom.
        return f"{self.kind}-{salted_hmac('minishop.logins', self.subject).hexdigest()[:5]}"


def _marks(request: HttpRequest, name: str) -> list[_Mark]:
    account, address = _account(name), address_of(request)
    device = known_device(request, account)
    if device:
        return [_Mark(Kind.DEVICE, f"{account}\n{device}")]
    return [_Mark(Kind.PAIR, f"{account}\n{address}"), _Mark(Kind.ACCOUNT, account), _Mark(Kind.ADDRESS, address)]


@transaction.atomic
def _count(marks: list[_Mark], now: datetime) -> None:
    GuessCounter.objects.filter(empty_at__lt=now).delete()
    new = [GuessCounter(key=mark.key, kind=mark.kind, empty_at=now, closed_until=now) for mark in marks]
    GuessCounter.objects.bulk_create(new, ignore_conflicts=True)
    rows = list(GuessCounter.objects.select_for_update().filter(key__in=[mark.key for mark in marks]).order_by("key"))
    _refuse_closed(rows, now)
    subjects = {mark.key: mark.subject for mark in marks}
    for row in rows:
        _add_failure(row, subjects[row.key], now)
    GuessCounter.objects.bulk_update(rows, ["empty_at", "closed_until", "subject"])


def _add_failure(row: GuessCounter, subject: str, now: datetime) -> None:
    kind = Kind(row.kind)
    row.empty_at = one_more(LIMITS[kind], row.empty_at, now)
    row.closed_until = now + wait_after(LIMITS[kind], failures_at(LIMITS[kind], row.empty_at, now))
    if row.closed_until > now and kind in (Kind.ACCOUNT, Kind.ADDRESS) and not row.subject:
        row.subject = subject[:80]
        # Neither name nor address: logs travel further than the page that shows them.
        _log.warning("Passwords are being guessed (%s); the operators' page says of whom.", row.key)


@transaction.atomic
def _take_back(marks: list[_Mark], now: datetime) -> None:
    """Forgets what was mistyped at this browser and place. What others tried on the account, or from the address, stays counted."""
    own = [mark.key for mark in marks if mark.kind in (Kind.PAIR, Kind.DEVICE)]
    GuessCounter.objects.filter(key__in=own).delete()
    shared = [mark.key for mark in marks if mark.key not in own]
    rows = list(GuessCounter.objects.select_for_update().filter(key__in=shared).order_by("key"))
    for row in rows:
        row.empty_at, row.closed_until = row.empty_at - LIMITS[Kind(row.kind)].forgets_one_after, now
    GuessCounter.objects.bulk_update(rows, ["empty_at", "closed_until"])


def _refuse_closed(rows: Iterable[GuessCounter], now: datetime) -> None:
    open_at = max((row.closed_until for row in rows), default=now)
    if open_at > now:
        raise TooManyTries(minutes=-(-(open_at - now) // timedelta(minutes=1)))


def _account(name: str) -> str:
    # Upper, then lower: every spelling that a database takes for the same name (ſ and s, ı and i) is the same account here.
    return name.strip().upper().casefold()


def address_of(request: HttpRequest) -> str:
    """Whose browser it is, as the outermost of our own proxies saw it; what stands further left anyone can write.

    An IPv6 address stands for its /64, which is what one household or server has to itself.
    """
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    proxies: int = settings.TRUSTED_PROXIES
    said = forwarded[-proxies] if 0 < proxies <= len(forwarded) else str(request.META.get("REMOTE_ADDR", ""))
    try:
        found = ip_address(said)
    except ValueError:
        return said[:64]
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Network((int(found) >> 64 << 64, 64)))
    return str(found)
