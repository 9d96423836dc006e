"""전자서명: what is no salt is said to be none before the library meets it."""

from __future__ import annotations

import pytest

from minishop.mall.channel.domain.signature import canonical_salt

SALT = "$2a$10$abcdefghijklmnopqrstuv"


@pytest.mark.parametrize("secret", ["", SALT[:-1], SALT[:-1] + "-"], ids=["빈 값", "짧음", "없는 글자"])
def test_what_is_no_salt_is_refused(secret: str) -> None:
    with pytest.raises(ValueError, match="not a bcrypt salt"):
        canonical_salt(secret)


def test_the_unused_bits_are_cleared_and_the_rest_stays() -> None:
    assert canonical_salt(SALT)[:-1] == SALT[:-1]
    assert canonical_salt(canonical_salt(SALT)) == canonical_salt(SALT)
