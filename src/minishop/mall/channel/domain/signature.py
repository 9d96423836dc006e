"""The client's signature for a token: bcrypt of ``{client_id}_{timestamp}`` with the client secret as salt."""

from __future__ import annotations

import base64

import bcrypt

_ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_SALT_LENGTH = 29


def client_secret_sign(client_id: str, client_secret: str, timestamp_ms: int) -> str:
    """The Base64 text for ``client_secret_sign``. Raises ValueError for a secret that is no bcrypt salt."""
    made = bcrypt.hashpw(f"{client_id}_{timestamp_ms}".encode(), canonical_salt(client_secret).encode())
    return base64.b64encode(made).decode()


def canonical_salt(secret: str) -> str:
    """The salt with the unused bits of its last character cleared: issuers set them, and the library refuses that."""
    salt = secret[:_SALT_LENGTH]
    if len(salt) < _SALT_LENGTH or salt[-1] not in _ALPHABET:
        raise ValueError("not a bcrypt salt")
    return salt[:-1] + _ALPHABET[_ALPHABET.index(salt[-1]) & 0b110000]
