"""The machines that the hub speaks to after payment, at the seam of HTTP: carriers, and merchants' hint receivers."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.checkout.fakes import UNREACHABLE, answered

from minishop.chassis.http import Answer, Request
from minishop.chassis.jobs import worker
from minishop.checkout.merchants import tokens
from minishop.checkout.merchants.domain.signature import signature
from minishop.checkout.merchants.models import Merchant


@dataclass
class Carriers:
    """Says one thing of every number, unless told otherwise for one."""

    usual: str = "AT_PICKUP"
    of: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def exchange(self, method: str, url: str, **sent: Any) -> Answer:
        number = url.rpartition("/")[2]
        self.asked.append(number)
        status = self.of.get(number, self.usual)
        if status == "NOT_FOUND":
            return answered({"code": "NOT_FOUND", "message": "모르는 번호"}, 404)
        if status == "UNREACHABLE":
            return UNREACHABLE
        if status == "UNAVAILABLE":
            return answered({"code": "UNAVAILABLE", "message": "나중에"}, 503)
        return answered({"carrier": "HYUNDAI", "trackingNumber": number, "status": status, "events": []})


@dataclass
class HintReceiver:
    """Keeps the hints it got and answers each with the next of ``answers``, then with 202."""

    answers: list[Answer] = field(default_factory=list)
    hints: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    while_answering: Callable[[], None] | None = None
    shop: Callable[[Request], Answer] = lambda _request: UNREACHABLE  # who hears about goods

    def send(self, request: Request) -> Answer:
        assert request.content is not None
        if "/channel/holds/" in request.url:
            return self.shop(request)
        self.hints.append((dict(request.headers), request.content))
        if self.while_answering:
            meanwhile, self.while_answering = self.while_answering, None
            meanwhile()
        return self.answers.pop(0) if self.answers else answered({}, 202)

    @property
    def latest(self) -> list[str]:
        return [json.loads(body)["latest"] for _, body in self.hints]


@dataclass
class Clock:
    """A clock that a test moves, with the worker that follows it."""

    time: datetime

    def __call__(self) -> datetime:
        return self.time

    def work(self, **passed: int) -> int:
        """Lets time pass, then does what is due; returns how many jobs ran."""
        self.time += timedelta(**passed)
        return worker.run_due(self, at_most=50)


def bearer(merchant: Merchant, now: datetime) -> dict[str, str]:
    """The headers of a request with the merchant's token."""
    timestamp = int(now.timestamp() * 1000)
    assert merchant.client_id
    sign = signature_text(merchant, timestamp)
    issued = tokens.issue(client_id=merchant.client_id, timestamp=timestamp, sign=sign, now=now)
    return {"Authorization": f"Bearer {issued.text}"}


def signature_text(merchant: Merchant, timestamp: int) -> str:
    """``client_secret_sign`` as shop software makes it."""
    assert merchant.client_id
    return base64.b64encode(signature(merchant.client_id, merchant.client_secret, timestamp)).decode()
