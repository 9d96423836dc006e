"""The tables of the sandbox: one app, several capabilities."""

from __future__ import annotations

from minishop.sandbox.carriers.models import Parcel
from minishop.sandbox.messages.models import Message
from minishop.sandbox.pg.models import Contract, Movement, Payment, PaymentSession
from minishop.sandbox.requests.models import Request, Sending
from minishop.sandbox.switches.models import NextAnswer

__all__ = ["Contract", "Message", "Movement", "NextAnswer", "Parcel", "Payment", "PaymentSession", "Request", "Sending"]
