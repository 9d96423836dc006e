"""What tests of calls stand on: servers of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from tests.servers import Server, Speak


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch, socket_enabled: object) -> Iterator[Callable[..., Server]]:
    monkeypatch.setenv("MINISHOP_MODE", "sandbox")
    servers: list[Server] = []

    def start(speak: Speak) -> Server:
        servers.append(Server(speak))
        return servers[-1]

    yield start
    for server in servers:
        server.close()
