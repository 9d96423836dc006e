"""What the hub asks of a payment gateway, and what a gateway declares it can do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from minishop.checkout.payments.domain.abilities import Abilities, Means
from minishop.checkout.payments.domain.comparison import Page
from minishop.checkout.payments.domain.refunds import RefundVerdict
from minishop.checkout.payments.domain.verdicts import Verdict
from minishop.kernel.won import Won


@dataclass(frozen=True, slots=True)
class Window:
    """A payment window to be opened. ``key`` names the attempt and makes the request repeatable."""

    key: str
    amount: Won
    means: Means
    title: str
    buyer_name: str
    return_url: str
    cancel_url: str
    notify_url: str


@dataclass(frozen=True, slots=True)
class Session:
    """An opened window: where the buyer's browser goes."""

    session: str
    url: str


@dataclass(frozen=True, slots=True)
class Keys:
    """A merchant's keys at a PG."""

    mid: str
    secret: str


class Gateway(Protocol):
    """A merchant's contract with a PG."""

    def open_window(self, window: Window) -> Session:
        """Opens a window, or answers the one already opened under this key. Raises GatewaySilent."""

    def confirm(self, key: str, pg_payment_key: str, amount: Won) -> Verdict:
        """Takes the money, once however often it is asked. Never raises: not knowing is a verdict."""

    def look_up(self, key: str) -> Verdict:
        """What became of an attempt. Never raises."""

    def cancel(self, refund_key: str, pg_payment_key: str, amount: Won, left: Won) -> RefundVerdict:
        """Gives money back, of the ``left`` that we believe has not gone back, once a refund's key however often it is asked.

        Never raises: not knowing is a verdict.
        """

    def movements(self, day: date, after: str) -> Page:
        """A page of what was taken and given back on a day in Seoul; ``after`` is empty for the first. Raises GatewaySilent."""

    def look_up_cancel(self, refund_key: str) -> RefundVerdict:
        """What became of a refund. Never raises."""


@dataclass(frozen=True, slots=True)
class Pg:
    """결제 대행사: what a PG declares of itself. ``code`` is what contracts call it.

    ``gateway`` gives the gateway for a merchant's keys, or None where this installation cannot use the PG.
    """

    code: str
    name: str
    name_en: str
    abilities: Abilities
    gateway: Callable[[Keys], Gateway | None]
