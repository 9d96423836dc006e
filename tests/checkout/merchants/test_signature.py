"""The signature of a token request: the public vector and our own (protocols, REST order API, section 2)."""

from __future__ import annotations

import base64

import bcrypt
import pytest

from minishop.checkout.merchants.domain.signature import matches, signature

OFFICIAL = ("aaaabbbbcccc", "$2a$10$abcdefghijklmnopqrstuv", 1643961623299)
OFFICIAL_SIGN = "JDJhJDEwJGFiY2RlZmdoaWprbG1ub3BxcnN0dXVCVldZSk42T0VPdEx1OFY0cDQxa2IuTnpVaUEzbmsy"
OWN = ("testClientId00000001", "$2a$04$abcdefghijklmnopqrstuu", 1700000000000)
OWN_SIGN = "JDJhJDA0JGFiY2RlZmdoaWprbG1ub3BxcnN0dXVYcVRrVk9FQmEzZmxtcU1UUGdZeFFmQ0hqZ2RMekRl"


@pytest.mark.parametrize(
    ("vector", "sign"), [(OFFICIAL, OFFICIAL_SIGN), (OWN, OWN_SIGN)], ids=["공개 예시: 정규형이 아닌 salt", "우리 예시"]
)
def test_the_vectors(vector: tuple[str, str, int], sign: str) -> None:
    assert base64.b64encode(signature(*vector)).decode() == sign
    assert matches(sign, client_id=vector[0], client_secret=vector[1], timestamp=vector[2])


@pytest.mark.parametrize("end", [".", "u", "v", "9", "O", "e"])
def test_every_last_salt_character_is_read_as_the_canonical_one(end: str) -> None:
    assert len(signature("client", "$2a$04$abcdefghijklmnopqrstu" + end, 1)) == 60


def with_urlsafe_marks() -> tuple[str, str, int]:
    """A client whose signature holds a character that the two alphabets write differently."""
    for timestamp in range(1700000000000, 1700000001000):
        hashed = signature(OWN[0], OWN[1], timestamp)
        sign = base64.b64encode(hashed).decode()
        if "+" in sign or "/" in sign:
            return OWN[0], OWN[1], timestamp
    return OWN


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode], ids=["표준", "URL"])
@pytest.mark.parametrize("padding", [True, False], ids=["채움", "채움 없음"])
def test_both_alphabets_are_read(encode: object, padding: bool) -> None:
    client, secret, timestamp = with_urlsafe_marks()
    sign = encode(signature(client, secret, timestamp)).decode()  # type: ignore[operator]
    assert matches(sign if padding else sign.rstrip("="), client_id=client, client_secret=secret, timestamp=timestamp)


@pytest.mark.parametrize(
    ("change", "value"),
    [("client_id", "testClientId00000002"), ("timestamp", 1700000000001), ("client_secret", bcrypt.gensalt(4, b"2a").decode())],
    ids=["아이디", "시각", "비밀"],
)
def test_another_client_time_or_secret_does_not_match(change: str, value: object) -> None:
    facts = {"client_id": OWN[0], "client_secret": OWN[1], "timestamp": OWN[2], change: value}
    assert not matches(OWN_SIGN, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize("sign", ["", "%%%", "한글", "A", OWN_SIGN[:-4], OWN_SIGN + "AAAA"])
def test_what_is_no_signature_does_not_match(sign: str) -> None:
    assert not matches(sign, client_id=OWN[0], client_secret=OWN[1], timestamp=OWN[2])


@pytest.mark.parametrize("secret", ["", "plain", "$2a$04$short", "$2a$99$abcdefghijklmnopqrstuu"])
def test_a_secret_that_is_no_salt_matches_nothing(secret: str) -> None:
    assert not matches(OWN_SIGN, client_id=OWN[0], client_secret=secret, timestamp=OWN[2])
