"""The API that takes text messages and mail."""

from __future__ import annotations

from django.http import HttpRequest

from minishop.chassis.clock import now
from minishop.sandbox.api.bodies import Body, idempotency_key
from minishop.sandbox.api.endpoint import Reply, endpoint
from minishop.sandbox.messages.domain import Kind
from minishop.sandbox.messages.services import Letter, take


def _sms(request: HttpRequest) -> Reply:
    return _take(request, Kind.SMS, subject="")


def _mail(request: HttpRequest) -> Reply:
    return _take(request, Kind.MAIL, subject=Body(request).text("subject", limit=300))


def _take(request: HttpRequest, kind: Kind, *, subject: str) -> Reply:
    body = Body(request)
    letter = Letter(
        recipient=body.text("to", limit=200),
        sender=body.text("from", limit=200),
        text=body.text("text", limit=20_000),
        subject=subject,
    )
    message = take(kind=kind, letter=letter, idempotency_key=idempotency_key(request), now=now())
    return Reply(202, {"messageId": str(message.pk)})


sms = endpoint("messages", POST=_sms)
mail = endpoint("messages", POST=_mail)
