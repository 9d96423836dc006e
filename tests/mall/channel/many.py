"""Many connected shops, a hub that compares their cursors, and time that passes for both."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.mall.worlds import NOW

from minishop.chassis.http import Answer, Outcome
from minishop.chassis.jobs.domain.wheel import phase_of
from minishop.chassis.jobs.queue import millis
from minishop.chassis.tenancy import across_tenants
from minishop.mall.channel.models import Poll
from minishop.mall.channel.services import rounds
from minishop.mall.shops.models import Shop

T = millis(NOW)


@dataclass
class ManyHub:
    """Stands for ``exchange``. ``feeds`` are the numbers at which merchants' feeds end; every other merchant's ends at 5."""

    feeds: dict[str, int] = field(default_factory=dict)
    strangers: set[str] = field(default_factory=set)
    down: bool = False
    says: Answer | None = None
    calls: list[list[str]] = field(default_factory=list)
    requests: list[tuple[str, str, bytes, Mapping[str, str], dict[str, Any]]] = field(default_factory=list)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, method: str, url: str, *, content: bytes, headers: Mapping[str, str], **bounds: Any) -> Answer:
        pairs = json.loads(content)["merchants"]
        with self._guard:
            self.calls.append([merchant for merchant, _ in pairs])
            self.requests.append((method, url, content, headers, bounds))
        if self.down:
            return Answer(Outcome.UNREACHABLE, reason="connection refused")
        return self.says or Answer(Outcome.SENT, 200, json.dumps(self._compared(pairs)).encode())

    def _compared(self, pairs: list[list[str]]) -> dict[str, list[str]]:
        told: dict[str, list[str]] = {"changed": [], "ahead": [], "unknown": []}
        for merchant, cursor in pairs:
            end, read = self.feeds.get(merchant, 5), int(cursor or 0)
            if merchant in self.strangers:
                told["unknown"].append(merchant)
            elif end != read:
                told["changed" if end > read else "ahead"].append(merchant)
        return told

    @property
    def asked(self) -> Counter[str]:
        """How often each merchant was asked about."""
        return Counter(merchant for call in self.calls for merchant in call)


@dataclass
class Time:
    """Elapsed seconds, and a machine's clock beside it, which may be set."""

    elapsed: float = 0.0
    off: timedelta = timedelta()

    def seconds(self) -> float:
        return self.elapsed

    def true(self) -> datetime:
        return NOW + timedelta(seconds=self.elapsed) + self.off

    def pass_by(self, seconds: float, *, step: float = 0.5) -> None:
        """So much time passes for one scheduler, which makes its rounds."""
        ends = self.elapsed + seconds
        while self.elapsed < ends:
            self.elapsed += step
            while rounds.ask(true_now=self.true()):
                pass


def make_polls(count: int, *, due_at: int | None = T) -> list[int]:
    """So many shops, which have read up to 5: due at an instant, or where their phase on the wheel of four minutes is."""
    shops = [Shop(code=f"shop-{number}", name="상점", created_at=NOW) for number in range(count)]
    Shop.objects.bulk_create(shops, batch_size=500)
    rows = [
        Poll(
            shop=shop,
            merchant=f"np_{number}",
            cursor="5",
            phase=phase_of(shop.id),
            due_at=T + phase_of(shop.id) % 240_000 if due_at is None else due_at,
        )
        for number, shop in enumerate(shops)
    ]
    with across_tenants("a test makes many shops"):
        Poll.objects.bulk_create(rows, batch_size=500)
    return [shop.id for shop in shops]


def polls() -> dict[str, Poll]:
    """All rows by their merchant."""
    with across_tenants("a test looks at all rows"):
        return {poll.merchant: poll for poll in Poll.objects.order_by("shop_id")}


def change(**columns: Any) -> None:
    """Writes the same into all rows."""
    with across_tenants("a test changes all rows"):
        Poll.objects.update(**columns)
