"""Numbers that a service is told: whole, not below nought, and no more than what makes sense."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from minishop.chassis import environment


@pytest.mark.parametrize(("said", "read"), [("", 7), ("0", 0), ("10", 10)])
def test_a_number_is_read(monkeypatch: pytest.MonkeyPatch, said: str, read: int) -> None:
    monkeypatch.setenv("MINISHOP_TRIED", said)
    assert environment.number("MINISHOP_TRIED", default=7, most=10) == read


@pytest.mark.parametrize(
    ("said", "why"), [("-1", "a whole number"), ("1.5", "a whole number"), ("²", "a whole number"), ("11", "10 at the most")]
)
def test_a_number_that_makes_no_sense_stops_the_start(monkeypatch: pytest.MonkeyPatch, said: str, why: str) -> None:
    monkeypatch.setenv("MINISHOP_TRIED", said)
    with pytest.raises(ImproperlyConfigured, match=f"MINISHOP_TRIED must be {why}"):
        environment.number("MINISHOP_TRIED", default=7, most=10)
