"""알림 서명: how a hint, a question about goods or a report proves whom it comes from, after the Standard Webhooks scheme."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

_PREFIX = "whsec_"


def new_signing_secret() -> str:
    """A random secret of 256 bits, as ``sign`` takes it."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def signed_headers(secret: str, *, message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The headers of a JSON message that proves itself. Raises ValueError as ``sign`` does."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": sign(secret, message_id=message_id, timestamp=timestamp, body=body),
        "content-type": "application/json",
    }


def sign(secret: str, *, message_id: str, timestamp: int, body: bytes) -> str:
    """The ``webhook-signature`` of a message: ``v1,`` and the base64 of its HMAC-SHA256.

    ``secret`` is ``whsec_`` and the key in base64; ``timestamp`` is in seconds. Raises ValueError for another secret.
    """
    if not secret.startswith(_PREFIX):
        raise ValueError("a signing secret begins with whsec_")
    key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
