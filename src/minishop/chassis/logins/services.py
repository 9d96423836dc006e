"""로그인 시도 제한: the one way in which login pages try a password."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest

from minishop.chassis.logins.domain import FORGOTTEN_AFTER, wait_after
from minishop.chassis.logins.models import FailedLogins
from minishop.kernel.errors import DomainError


class TooManyTries(DomainError):
    """The account cannot be tried from this address for a while, right password or not. ``minutes``: for how long, rounded up."""

    code: ClassVar[str] = "too_many_tries"


def try_password(request: HttpRequest, *, name: str, password: str, now: datetime) -> AbstractBaseUser | None:
    """The active account of a name and password, or None. Raises TooManyTries.

    A try counts before it is judged, so that many at once are as many; the right password in time forgets them all.
    """
    key = _key(name, _address(request))
    _count(key, now)
    found = authenticate(request, username=name, password=password)
    if found is None:
        return None
    FailedLogins.objects.filter(key=key).delete()
    return found


@transaction.atomic
def _count(key: str, now: datetime) -> None:
    FailedLogins.objects.filter(last_at__lt=now - FORGOTTEN_AFTER).delete()
    FailedLogins.objects.bulk_create([FailedLogins(key=key, last_at=now, closed_until=now)], ignore_conflicts=True)
    row = FailedLogins.objects.select_for_update().get(key=key)
    if row.closed_until > now:
        raise TooManyTries(minutes=-(-(row.closed_until - now) // timedelta(minutes=1)))
    row.failures, row.last_at = row.failures + 1, now
    row.closed_until = now + wait_after(row.failures)
    row.save(update_fields=["failures", "last_at", "closed_until"])


def _key(name: str, address: str) -> str:
    # Upper, then lower: every spelling that a database takes for the same name (ſ and s, ı and i) is the same account here.
    return hashlib.sha256(f"{name.strip().upper().casefold()}\n{address}".encode()).hexdigest()


def _address(request: HttpRequest) -> str:
    """Whose browser it is: as the outermost of our own proxies saw it; what stands further left anyone can write."""
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    proxies: int = settings.TRUSTED_PROXIES
    if 0 < proxies <= len(forwarded):
        return forwarded[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))
