"""Hints from the hub: signed notices that the change feed has grown (protocol/minishop, section 3)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from minishop.chassis.clock import now
from minishop.chassis.tenancy import scope
from minishop.mall.channel.models import HubConnection
from minishop.mall.channel.services.inbox import take_hint
from minishop.mall.shops.queries import find_shop

MAX_AGE_SECONDS = 300
MAX_BYTES = 10_000
MIN_KEY_BYTES = 16


@csrf_exempt
@require_POST
def receive_hint(request: HttpRequest, code: str) -> HttpResponse:
    """202 for a hint that was taken, also for one taken before; 401 for a bad signature or time, 404 for no such shop."""
    shop = find_shop(code)
    if shop is None:
        return _say(404, "no such shop")
    with scope(shop.id):
        connection = HubConnection.objects.filter(shop=shop).first()
        if connection is None:
            return _say(404, "no such shop")
        instant, message_id = now(), request.headers.get("webhook-id", "")
        if not is_signed(request, connection.hint_secret, instant):
            return _say(401, "bad signature or time")
        if not message_id or len(message_id) > 120 or not _is_hint(request.body, connection.merchant_id):
            return _say(400, "not a hint")
        take_hint(shop=shop, message_key=message_id, now=instant)
    return _say(202, "taken")


def is_signed(request: HttpRequest, secret: str, instant: datetime) -> bool:
    """Whether a request carries a valid signature by ``secret`` (``whsec_…``) of within five minutes of ``instant``."""
    stamp = request.headers.get("webhook-timestamp", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 15):
        return False
    if abs(instant.timestamp() - int(stamp)) > MAX_AGE_SECONDS or int(request.headers.get("Content-Length") or 0) > MAX_BYTES:
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


def _is_hint(body: bytes, merchant_id: str) -> bool:
    try:
        hint = json.loads(body)
    except ValueError:
        return False
    return isinstance(hint, dict) and hint.get("type") == "changes" and hint.get("merchantId") == merchant_id


def _say(status: int, text: str) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
