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


def test_both_alphabets_spell_a_signature_alike_and_without_padding() -> None:
    for timestamp in range(OWN[2], OWN[2] + 50):
        signed = signature(OWN[0], OWN[1], timestamp)
        assert base64.urlsafe_b64encode(signed) == base64.b64encode(signed)
        assert not base64.b64encode(signed).endswith(b"=")


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
