"""A port is filled once, and an empty one is heard of (docs/decisions/0013-rooms-and-ports.md)."""

from __future__ import annotations

import pytest
from django.core import checks

from minishop.chassis import ports
from minishop.chassis.ports import FilledTwice, NotFilled, Port


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Port[str]:
    """A port that only this test knows."""
    monkeypatch.setattr(ports, "_declared", [])
    return Port("a tin")


def test_an_empty_port_says_which_part_is_missing(port: Port[str]) -> None:
    with pytest.raises(NotFilled, match="a tin"):
        _ = port.part


def test_a_filled_port_gives_its_part(port: Port[str]) -> None:
    port.fill("peas")
    port.fill("peas")
    assert port.part == "peas"


def test_a_second_part_is_refused_and_the_first_stays(port: Port[str]) -> None:
    port.fill("peas")
    with pytest.raises(FilledTwice):
        port.fill("beans")
    assert port.part == "peas"


def test_an_empty_port_stops_the_checks_at_the_start(port: Port[str]) -> None:
    found = [message for message in checks.run_checks() if message.id == "ports.E001"]
    assert [message.level for message in found] == [checks.ERROR]
    assert "a tin" in found[0].msg


def test_a_filled_port_stops_nothing(port: Port[str]) -> None:
    port.fill("peas")
    assert [message for message in checks.run_checks() if message.id == "ports.E001"] == []
