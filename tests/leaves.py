"""For the tests of what may be waited for by others: the outbound client replaced by one that raises, and the leaves of a URL table."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

import pytest

from minishop.chassis.serving.routes import PoolName, Routes, declared_routes


class Called(BaseException):
    """Somebody was called. Not an Exception, so that nothing takes it for an answer that did not come."""


def forbid_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has every call to another party raise, wherever it is made."""

    def raising(method: str, url: str, **_: object) -> None:
        raise Called(method, url)

    for name, module in list(sys.modules.items()):
        if name.startswith("minishop.") and hasattr(module, "exchange"):
            monkeypatch.setattr(module, "exchange", raising)


def leaves_not_among(addresses: Iterable[str], *urlconfs: str) -> list[str]:
    """The declared leaves that none of these addresses is one of; raises where an address is no leaf."""
    asked = [address.partition("?")[0] for address in addresses]
    routes = Routes(urlconfs)
    for address in asked:
        assert routes.pool_of(address) is PoolName.LEAVES, f"{address} is no leaf"
    declared = [expression for expression, _ in declared_routes(urlconfs, PoolName.LEAVES)]
    return [expression for expression in declared if not any(re.match(expression, address[1:]) for address in asked)]
