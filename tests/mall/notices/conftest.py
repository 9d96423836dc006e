"""What the tests of a seller's news stand on."""

from __future__ import annotations

import pytest
from tests.sent_letters import Mailbox


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    box = Mailbox()
    monkeypatch.setattr("minishop.chassis.messages.exchange", box.exchange)
    return box
