"""What the hub's tests stand on, for those that run by themselves: one takes a browser, one walks all migrations and back."""

from __future__ import annotations

from tests.checkout.conftest import cheap_passwords, ledger_can_be_emptied, outside, receiver
from tests.checkout.pages.conftest import buyer, stopped_clock, world

__all__ = ["buyer", "cheap_passwords", "ledger_can_be_emptied", "outside", "receiver", "stopped_clock", "world"]
