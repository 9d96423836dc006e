"""How messages are signed (Standard Webhooks)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from pathlib import Path

import pytest

from minishop.chassis.webhooks import sign

GOLDEN = json.loads((Path(__file__).parents[2] / "protocol" / "minishop" / "hint.json").read_text())
HEADERS = GOLDEN["headers"]


def signed(body: str = GOLDEN["body"], timestamp: str = HEADERS["webhook-timestamp"], identity: str = HEADERS["webhook-id"]) -> str:
    return sign(GOLDEN["secret"], message_id=identity, timestamp=int(timestamp), body=body.encode())


def test_the_golden_hint() -> None:
    assert signed() == HEADERS["webhook-signature"]


def test_the_schemes_published_example() -> None:
    """From the Standard Webhooks specification: a key, an id, a time and a body with their signature."""
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    made = sign(secret, message_id="msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp=1614265330, body=body)
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_id_time_body_and_key_are_all_signed() -> None:
    others = {signed(identity="msg_1"), signed(timestamp="1795395601"), signed(body=GOLDEN["body"] + " "), signed()}
    assert len(others) == 4


def test_the_key_is_the_text_after_the_prefix_decoded() -> None:
    key = base64.b64decode(GOLDEN["secret"].removeprefix("whsec_"))
    content = f"{HEADERS['webhook-id']}.{HEADERS['webhook-timestamp']}.{GOLDEN['body']}".encode()
    assert signed() == "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()


def test_a_secret_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="whsec_"):
        sign("plain", message_id="m", timestamp=1, body=b"")
