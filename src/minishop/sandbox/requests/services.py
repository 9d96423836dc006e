"""Keeping the record, and sending what the outside world sends by itself."""

from __future__ import annotations

import threading
from datetime import datetime
from functools import partial

from django.db import connection, transaction

from minishop.chassis.http import Terms, exchange
from minishop.sandbox.requests.models import Request, Sending

KEPT = 5_000
BODY_KEPT = 4_000


def record(*, party: str, method: str, path: str, body: str, idempotency_key: str, status: int, code: str, now: datetime) -> None:
    """Notes one request and how it was answered. Only the last ``KEPT`` stay, so that polling does not fill the disk."""
    noted = Request.objects.create(
        party=party,
        method=method,
        path=path[:500],
        body=body[:BODY_KEPT],
        idempotency_key=idempotency_key[:200],
        status=status,
        code=code,
        received_at=now,
    )
    if noted.pk % 200 == 0:
        Request.objects.filter(pk__lt=noted.pk - KEPT).delete()


def send_after_commit(*, purpose: str, method: str, url: str, body: str = "", now: datetime) -> None:
    """Notes a request to another party and sends it, beside the present one, once the open transaction is committed."""
    sending = Sending.objects.create(purpose=purpose, method=method, url=url[:1000], body=body, created_at=now)
    transaction.on_commit(partial(_send_beside, sending.pk))


def _send_beside(sending_id: int) -> None:
    threading.Thread(target=_send_and_let_go, args=(sending_id,), daemon=True).start()


def _send_and_let_go(sending_id: int) -> None:
    try:
        send(sending_id)
    finally:
        connection.close()


def send(sending_id: int) -> None:
    """Makes a noted request once and notes how it went. It is a hint: whoever misses it asks."""
    sending = Sending.objects.get(pk=sending_id)
    headers = {"Content-Type": "application/json"} if sending.body else {}
    answer = exchange(sending.method, sending.url, content=sending.body.encode() or None, headers=headers, terms=Terms("sandbox"))
    sending.outcome = answer.outcome.value
    sending.reason = (answer.reason or f"HTTP {answer.status}")[:300]
    sending.save(update_fields=["outcome", "reason"])
