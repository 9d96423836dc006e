"""Builders for what visitors meet: an open shop with its keys, a visitor's browser, the hub's end of registration."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from django.test import Client
from tests.mall.worlds import approve_all

from minishop.chassis.http import Answer, Outcome
from minishop.kernel.won import Won
from minishop.mall.channel.models import HubConnection
from minishop.mall.shipping.domain.fee import Mode, Policy
from minishop.mall.shipping.services import save_policy
from minishop.mall.shops.models import Shop

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
BELOW = Policy(Mode.BELOW_AMOUNT, Won(50_000), Won(2_500), individual_fees=True)
KEYS = {
    "merchant_id": "np_abcde123456",
    "certi_key": "0F2C9A54-7B1D-4E0A-9C38-5D7A1B2C3D4E",
    "button_key": "1F2C9A54-7B1D-4E0A-9C38-5D7A1B2C3D4E",
    "client_id": "client",
    "client_secret": "secret",
    "hint_secret": "hint",
}


@dataclass
class RegistrationDesk:
    """The hub's end: answers a key, or what it is told to; keeps what it was sent."""

    answer: Answer = field(default_factory=lambda: Answer(Outcome.SENT, 200, b"KEY-1"))
    bodies: list[bytes] = field(default_factory=list)

    def __call__(self, method: str, url: str, *, content: bytes, headers: dict[str, str], **bounds: Any) -> Answer:
        self.bodies.append(content)
        return self.answer

    @property
    def sent(self) -> list[tuple[str, str]]:
        """The names and values of the last registration, in order."""
        return parse_qsl(self.bodies[-1].decode(), keep_blank_values=True)

    def value(self, name: str) -> str:
        """A name's first value in the last registration."""
        return dict(reversed(self.sent))[name]


def visitor(shop: Shop) -> Client:
    """A browser on the shop's own host."""
    return Client(headers={"host": f"{shop.code}.shop.localhost:8100"})


def opened(shop: Shop, policy: Policy = BELOW) -> Shop:
    """The shop, open for long, connected to the hub, with a fee policy, in its open scope."""
    approve_all(shop, LONG_AGO)
    HubConnection.objects.create(shop=shop, **KEYS)
    save_policy(shop=shop, policy=policy, now=LONG_AGO)
    return shop


def text(answer: Any) -> str:
    """What a page says."""
    return str(answer.content.decode())
