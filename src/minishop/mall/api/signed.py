"""Signed messages from the hub and the search: one door for hints, questions and reports (protocol/minishop, sections 3, 4 and 6)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from minishop.chassis.clock import now
from minishop.chassis.tenancy import scope
from minishop.mall.channel.models import HubConnection
from minishop.mall.shops.models import Shop
from minishop.mall.shops.queries import find_shop

MAX_AGE_SECONDS = 300
MIN_KEY_BYTES = 16


@dataclass(frozen=True, slots=True)
class Sender:
    """Who may say something to a shop: what the shop is called there, and the secret of its signatures."""

    knows_shop_as: str
    secret: str


@dataclass(frozen=True, slots=True)
class Message:
    """What another party said to a shop, proved to come from it. ``addressed_to`` is what the shop is called there."""

    shop: Shop
    addressed_to: str
    id: str
    body: bytes
    at: datetime


Listener = Callable[[Message], HttpResponse]
SenderOf = Callable[[Shop], Sender | None]


def hub_of(shop: Shop) -> Sender | None:
    """The hub, as a shop's messages come from it; None before the entry is approved."""
    connection = HubConnection.objects.filter(shop=shop).first()
    return Sender(connection.merchant_id, connection.hint_secret) if connection else None


def signed_message(sender_of: SenderOf, *, max_bytes: int) -> Callable[[Listener], Callable[[HttpRequest, str], HttpResponse]]:
    """A view of ``(request, shop code)`` that hears a listener only with a signed message, in the shop's scope.

    Everything else is answered before: 404 no such shop, 413 too long, 401 a bad signature or time, 400 no identity.
    """

    def door(listener: Listener) -> Callable[[HttpRequest, str], HttpResponse]:
        @csrf_exempt
        @require_POST
        @wraps(listener)
        def view(request: HttpRequest, code: str) -> HttpResponse:
            shop = find_shop(code)
            if shop is None:
                return say(404, "no such shop")
            with scope(shop.id):
                return _hear(request, shop, sender_of(shop), listener, max_bytes)

        return view

    return door


def say(status: int, text: str) -> HttpResponse:
    """An answer in one plain line."""
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")


def _hear(request: HttpRequest, shop: Shop, sender: Sender | None, listener: Listener, max_bytes: int) -> HttpResponse:
    if sender is None:
        return say(404, "no such shop")
    if _length(request) > max_bytes:
        return say(413, f"more than {max_bytes} bytes")
    instant, identity = now(), request.headers.get("webhook-id", "")
    if not is_signed(request, sender.secret, instant):
        return say(401, "bad signature or time")
    if not identity or len(identity) > 120:
        return say(400, "no identity")
    return listener(Message(shop, sender.knows_shop_as, identity, request.body, instant))


def _length(request: HttpRequest) -> int:
    told = request.headers.get("Content-Length") or "0"
    return int(told) if told.isascii() and told.isdigit() and len(told) < 19 else 0


def is_signed(request: HttpRequest, secret: str, instant: datetime) -> bool:
    """Whether a request carries a valid signature by ``secret`` (``whsec_…``) of within five minutes of ``instant``."""
    stamp = request.headers.get("webhook-timestamp", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 15):
        return False
    if abs(instant.timestamp() - int(stamp)) > MAX_AGE_SECONDS:
        return False
    own = signature(secret, request.headers.get("webhook-id", ""), stamp, request.body)
    if not own:
        return False
    expected = f"v1,{own}"
    given = request.headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(expected.encode(), one.encode()) for one in given)


def signature(secret: str, message_id: str, stamp: str, body: bytes) -> str:
    """The Base64 HMAC-SHA256 of ``{id}.{timestamp}.{body}`` under the decoded secret; empty for one that is no secret."""
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        return ""
    if len(key) < MIN_KEY_BYTES:
        return ""
    message = f"{message_id}.{stamp}.".encode() + body
    return base64.b64encode(hmac.new(key, message, hashlib.sha256).digest()).decode()
