"""Secrets at rest: sealed with the first key, opened with any, hidden from whoever prints them."""

from __future__ import annotations

from typing import Any

import pytest

from minishop.chassis.secrets.fields import EncryptedField
from minishop.chassis.secrets.sealing import Hidden, SecretUnreadable, derived, is_of_first_key, seal, unseal

OLD, NEW = "an-old-key", "a-new-key"


@pytest.fixture(autouse=True)
def keys(settings: Any) -> None:
    settings.ENCRYPTION_KEYS = (OLD,)


def test_what_was_sealed_opens_and_shows_nothing_on_the_way() -> None:
    stored = seal("whsec_비밀")
    assert "whsec" not in stored
    assert stored != seal("whsec_비밀")
    assert unseal(stored) == "whsec_비밀"


def test_nothing_stays_nothing() -> None:
    assert (seal(""), unseal("")) == ("", "")


@pytest.mark.parametrize("stored", ["whsec_plain", "f1:", "f1:gAAAAA", "v9:gAAAAA"], ids=["평문", "빈", "조각", "모르는 방식"])
def test_what_is_not_sealed_by_us_is_not_taken_for_a_secret(stored: str) -> None:
    with pytest.raises(SecretUnreadable):
        unseal(stored)


def test_a_changed_letter_does_not_open() -> None:
    stored = seal("secret")
    middle = len(stored) // 2
    with pytest.raises(SecretUnreadable):
        unseal(stored[:middle] + ("A" if stored[middle] != "A" else "B") + stored[middle + 1 :])


def test_a_new_key_first_opens_what_the_old_one_sealed_and_seals_anew(settings: Any) -> None:
    stored = seal("secret")
    settings.ENCRYPTION_KEYS = (NEW, OLD)
    assert unseal(stored) == "secret"
    assert not is_of_first_key(stored)
    again = seal("secret")
    assert is_of_first_key(again)
    settings.ENCRYPTION_KEYS = (NEW,)
    assert unseal(again) == "secret"
    with pytest.raises(SecretUnreadable):
        unseal(stored)


def test_a_secret_does_not_show_itself() -> None:
    secret = unseal(seal("whsec_1234"))
    assert isinstance(secret, Hidden)
    assert "1234" not in f"{secret!r} {[secret]} { ({'key': secret}) }"
    assert f"Bearer {secret}" == "Bearer whsec_1234"


def test_a_derived_secret_is_the_same_again_for_its_message_key_and_purpose_only(settings: Any) -> None:
    made = list(derived("token", "1\n2"))
    assert made == list(derived("token", "1\n2"))
    assert len(made[0]) == 43
    assert made[0] not in {*derived("token", "1\n3"), *derived("other", "1\n2")}
    settings.ENCRYPTION_KEYS = (NEW, OLD)
    assert list(derived("token", "1\n2"))[1] == made[0]


def test_nothing_is_looked_up_by_a_sealed_column() -> None:
    assert [EncryptedField().get_lookup(name) for name in ("exact", "in", "contains", "gt")] == [None] * 4
    assert EncryptedField().get_lookup("isnull") is not None
