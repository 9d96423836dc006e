"""Identities, codes and errors."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar

import pytest

from minishop.kernel import ids
from minishop.kernel.codes import new_key, new_secret, readable_code
from minishop.kernel.errors import DomainError
from minishop.kernel.ids import new_id


def test_ids_grow_and_fit_a_bigint() -> None:
    made = [new_id() for _ in range(10_000)]
    assert made == sorted(set(made))
    assert 0 < made[0] < made[-1] < 2**63


def test_an_id_tells_its_millisecond_and_grows_within_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Indexes rely on it: what is made later stands later."""
    monkeypatch.setattr(ids, "_last", 0)
    monkeypatch.setattr("minishop.kernel.ids.secrets.randbits", lambda bits: 2**bits - 1)
    monkeypatch.setattr("minishop.kernel.ids.time.time_ns", lambda: (1_704_067_200_000 + 86_400_007) * 1_000_000 + 999_999)
    first = new_id()
    assert (first >> 21, first % 2**21) == (86_400_007, 2**21 - 1)
    assert [new_id() - first for _ in range(3)] == [1, 2, 3]


def test_threads_never_share_an_id() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = [one for batch in pool.map(lambda _: [new_id() for _ in range(2000)], range(8)) for one in batch]
    assert len(set(made)) == len(made)


def test_codes_have_no_letters_that_look_alike() -> None:
    assert not set(readable_code(2000)) & set("01IOL")
    assert len({readable_code(10) for _ in range(1000)}) == 1000


def test_keys_have_the_shape_of_the_settings_screen() -> None:
    """R104: link key and image key are UUID-shaped."""
    assert [len(part) for part in new_key().split("-")] == [8, 4, 4, 4, 12]
    assert len(new_secret()) >= 43


def test_an_error_carries_its_facts() -> None:
    class TooMany(DomainError):
        code: ClassVar[str] = "too_many"

    assert str(TooMany(limit=3)) == "too_many(limit=3)"
    assert str(TooMany()) == "too_many"
    assert TooMany(limit=3).facts == {"limit": 3}
