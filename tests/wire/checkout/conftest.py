"""The hub's wire tests stand on the same fakes as its other tests."""

from tests.checkout.conftest import carriers, cheap_passwords, clock, ledger_can_be_emptied, outside, receiver

__all__ = ["carriers", "cheap_passwords", "clock", "ledger_can_be_emptied", "outside", "receiver"]
