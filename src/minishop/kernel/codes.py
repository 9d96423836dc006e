"""Codes that people read and secrets that machines keep."""

from __future__ import annotations

import secrets
import uuid

_READABLE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def readable_code(length: int) -> str:
    """A random code without letters and digits that look alike."""
    return "".join(secrets.choice(_READABLE) for _ in range(length))


def new_key() -> str:
    """A random key in the UUID shape that link keys and button keys have (R104)."""
    return str(uuid.uuid4()).upper()


def new_secret() -> str:
    """A random secret of 256 bits, safe in a URL."""
    return secrets.token_urlsafe(32)
