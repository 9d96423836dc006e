"""The sandbox's PG (protocol/sandbox): there in a sandbox installation only."""

from __future__ import annotations

from django.conf import settings

from minishop.mall.entries.adapters.counters import Counter
from minishop.mall.entries.adapters.pgs import Pg


def _counter() -> Counter | None:
    if settings.SANDBOX is None:
        return None
    return Counter(
        f"{settings.SANDBOX.url}/pg/v1/contracts",
        "contractId",
        None,
        {"mid": "mid", "secretKey": "secret_key"},
        {"methods": "means", "partialCancel": "partial_cancel"},
        lists=frozenset({"means", "partial_cancel"}),
    )


PG = Pg(code="sandbox", name="샌드박스 PG", name_en="Sandbox PG", counter=_counter)
