"""The clock at the edge: moved by a file in a sandbox, never in production."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from minishop.chassis.clock import now
from minishop.kernel.clock import utc_now

DAY = timedelta(days=1)


@pytest.mark.parametrize(("mode", "is_moved"), [("sandbox", True), ("production", False)])
def test_only_a_sandbox_can_be_moved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mode: str, *, is_moved: bool) -> None:
    file = tmp_path / "clock"
    file.write_text("86400")
    monkeypatch.setenv("MINISHOP_MODE", mode)
    monkeypatch.setenv("MINISHOP_CLOCK_FILE", str(file))
    assert (now() - utc_now() > DAY / 2) is is_moved
