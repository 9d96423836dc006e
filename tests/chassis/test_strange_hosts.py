"""A request for a host name that is not ours is refused, and does not fill the log."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from minishop.chassis.web import strange_hosts
from minishop.chassis.web.strange_hosts import OnceAMinute

NAME = "django.security.DisallowedHost"


@pytest.fixture
def instants(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    moments = [1000.0]
    monkeypatch.setattr(strange_hosts, "monotonic", lambda: moments[-1])
    return moments


@pytest.fixture(autouse=True)
def quiet(instants: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    """The filter that the settings put there, as it is after a start."""
    [installed] = [found for found in logging.getLogger(NAME).filters if isinstance(found, OnceAMinute)]
    monkeypatch.setattr(installed, "_quiet_until", 0.0)
    monkeypatch.setattr(installed, "_held", 0)


def test_a_thousand_strange_hosts_are_one_line_without_a_traceback(instants: list[float], caplog: pytest.LogCaptureFixture) -> None:
    statuses = {Client(headers={"host": f"evil{number}.example"}).get("/").status_code for number in range(20)}
    assert statuses == {400}
    instants.append(1061.0)
    Client(headers={"host": "evil.example"}).get("/")
    said = [record for record in caplog.records if record.name == NAME]
    assert len(said) == 2
    assert all(record.exc_info is None for record in said)
    assert said[1].getMessage().endswith("(19 more before)")


def test_a_long_name_is_cut(caplog: pytest.LogCaptureFixture) -> None:
    Client(headers={"host": "e" * 5000 + ".example"}).get("/")
    [said] = [record for record in caplog.records if record.name == NAME]
    assert len(said.getMessage()) < 300
