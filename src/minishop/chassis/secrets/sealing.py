"""Secrets at rest: sealed with the service's first key, opened with any of its keys, and never shown by ``repr``."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable
from functools import cache, lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

# Says which way a text is sealed, so that another can stand beside it one day.
MARK = "f1:"


class Hidden(str):
    """A secret in use: a text that does not show in logs, tracebacks and test reports by ``repr``."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'…'"


class SecretUnreadable(Exception):
    """A stored secret does not open with any of the service's keys, or is not sealed at all."""

    def __init__(self) -> None:
        super().__init__("a stored secret cannot be read with the encryption keys of this service")


def seal(text: str) -> str:
    """The text as it is stored; the same text is sealed differently each time. Nothing stays nothing."""
    return MARK + _box(settings.ENCRYPTION_KEYS).encrypt(text.encode()).decode() if text else ""


def unseal(stored: str) -> Hidden:
    """What was sealed. Raises SecretUnreadable."""
    if not stored:
        return Hidden()
    if not stored.startswith(MARK):
        raise SecretUnreadable
    return _opened(settings.ENCRYPTION_KEYS, stored.removeprefix(MARK))


def is_of_first_key(stored: str) -> bool:
    """Whether a stored text is sealed with the key in use."""
    try:
        _box(settings.ENCRYPTION_KEYS[:1]).decrypt(stored.removeprefix(MARK).encode())
    except InvalidToken:
        return False
    return True


def derived(purpose: str, message: str) -> Iterable[Hidden]:
    """A secret of 256 bits for a message, which need not be stored: by the key in use, then by each older one."""
    for key in settings.ENCRYPTION_KEYS:
        own = hashlib.sha256(f"minishop.derived.{purpose}\n{key}".encode()).digest()
        made = hmac.digest(own, message.encode(), "sha256")
        yield Hidden(base64.urlsafe_b64encode(made).rstrip(b"=").decode())


@lru_cache(maxsize=1000)  # a merchant's row is read at every call of it
def _opened(keys: tuple[str, ...], sealed: str) -> Hidden:
    try:
        return Hidden(_box(keys).decrypt(sealed.encode()).decode())
    except InvalidToken:
        raise SecretUnreadable from None


@cache
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"minishop.sealed\n{key}".encode()).digest())) for key in keys]
    )
