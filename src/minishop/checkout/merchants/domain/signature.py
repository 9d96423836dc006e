"""전자서명: the REST order API's signature of a token request: bcrypt over the client id and a timestamp, with the secret as salt."""

from __future__ import annotations

import base64
import binascii
import hmac

import bcrypt

_ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_SALT_END = 28  # the last of the 29 characters of "$2a$04$" and 22 of salt


def signature(client_id: str, client_secret: str, timestamp: int) -> bytes:
    """The bcrypt hash that the sender makes. Raises ValueError when the secret is no bcrypt salt."""
    return bcrypt.hashpw(f"{client_id}_{timestamp}".encode(), _canonical(client_secret).encode())


def matches(sign: str, *, client_id: str, client_secret: str, timestamp: int) -> bool:
    """Whether a base64 text is that signature, which both alphabets spell alike; compared in constant time."""
    try:
        given = base64.b64decode(sign, validate=True)
        return hmac.compare_digest(given, signature(client_id, client_secret, timestamp))
    except (ValueError, binascii.Error):
        return False


def _canonical(salt: str) -> str:
    # 128 bits fill 21⅓ characters: some implementations leave the rest of the last one set, ours refuses such a salt.
    if len(salt) <= _SALT_END or salt[_SALT_END] not in _ALPHABET:
        return salt
    return salt[:_SALT_END] + _ALPHABET[_ALPHABET.index(salt[_SALT_END]) & 0b110000]
