"""호스팅사: making one, giving it tokens and taking them back, and recognising who speaks."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from minishop.chassis.secrets.sealing import Hidden
from minishop.checkout.hosting.domain.tokens import ENDING, digest, may_issue
from minishop.checkout.hosting.errors import NameTaken, TooManyTokens
from minishop.checkout.hosting.models import CONFIGURED, CONFIGURED_NAME, Host, HostToken


@dataclass(frozen=True, slots=True)
class Issued:
    """A new token and its host. The text is told once: nobody can tell it again."""

    host: Host
    text: Hidden


@transaction.atomic
def make_host(*, name: str, by: str, now: datetime) -> Issued:
    """호스팅사 등록, with its first token. Raises NameTaken."""
    host, is_new = Host.objects.get_or_create(name=name)
    if not is_new:
        raise NameTaken
    return issue_token(host=host, by=by, now=now)


@transaction.atomic
def issue_token(*, host: Host, by: str, now: datetime) -> Issued:
    """토큰 발급: beside the one in use, until the host has changed over. Raises TooManyTokens."""
    locked = Host.objects.select_for_update().get(id=host.id)
    if not may_issue(HostToken.objects.filter(host=locked, revoked_at=None).count()):
        raise TooManyTokens
    text = Hidden(secrets.token_urlsafe(32))
    HostToken.objects.create(host=locked, digest=digest(text), ending=text[-ENDING:], issued_at=now, issued_by=by[:80])
    return Issued(locked, text)


def revoke_token(*, host: Host, token_id: int, now: datetime) -> bool:
    """토큰 폐기: it opens nothing from now on. Says whether it was there and still opened something."""
    return HostToken.objects.filter(host=host, id=token_id, revoked_at=None).update(revoked_at=now) == 1


def configured_host() -> Host:
    """The host that the token in the settings belongs to."""
    return Host.objects.get_or_create(id=CONFIGURED, defaults={"name": CONFIGURED_NAME})[0]


def host_of_token(text: str) -> Host | None:
    """The host whose token this is, or None for an unknown or revoked one."""
    if hmac.compare_digest(text.encode(), settings.HOST_TOKEN.encode()):
        return configured_host()
    found = HostToken.objects.select_related("host").filter(digest=digest(text), revoked_at=None).first()
    return found.host if found else None
