"""The shape of every endpoint: JSON in and out, refusals as ``{"code", "message"}``, each request noted, some never answered."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from minishop.chassis.clock import now
from minishop.kernel.errors import DomainError
from minishop.sandbox.requests.services import record


@dataclass(frozen=True, slots=True)
class Reply:
    """A status and a body; one that is not ``answered`` is held, and the caller gives up before it comes."""

    status: int
    body: Mapping[str, object]
    answered: bool = True


class Refusal(Exception):
    """The request ends here, with a status, a code for programs and a message for people."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.reply = Reply(status, {"code": code, "message": message})


Handler = Callable[..., Reply]

_REFUSALS: Mapping[str, tuple[int, str, str]] = {
    "not_found": (404, "NOT_FOUND", "그런 것이 없습니다."),
    "mismatch": (409, "MISMATCH", "금액이나 주문이 처음과 다릅니다."),
    "already_cancelled": (409, "ALREADY_CANCELLED", "이미 취소했거나 승인되지 않은 결제입니다."),
    "below_minimum": (400, "BELOW_MINIMUM", "100원부터 결제할 수 있습니다."),
    "not_contracted": (400, "NOT_CONTRACTED", "계약에 없는 결제수단입니다."),
    "no_parts": (402, "NO_PARTS", "이 결제수단은 전액만 취소할 수 있습니다."),
    "too_old": (402, "TOO_OLD", "취소할 수 있는 기간이 지났습니다."),
    "refused": (400, "REFUSED", "보낼 수 없는 메시지입니다."),
    "unavailable": (503, "UNAVAILABLE", "지금은 처리할 수 없습니다. 나중에 다시 시도해 주세요."),
}


def endpoint(party: str, **handlers: Handler) -> Callable[..., HttpResponseBase]:
    """A view that gives each method (``GET=…, POST=…``) to its handler and notes the request as one to ``party``."""

    @csrf_exempt
    def view(request: HttpRequest, **captured: str) -> HttpResponseBase:
        handler = handlers.get(request.method or "")
        if handler is None:
            return HttpResponse(status=405, headers={"Allow": ", ".join(handlers)})
        reply = _reply(handler, request, captured)
        _note(party, request, reply)
        return _answer(reply)

    return view


def _reply(handler: Handler, request: HttpRequest, captured: Mapping[str, str]) -> Reply:
    try:
        return handler(request, **captured)
    except Refusal as refusal:
        return refusal.reply
    except DomainError as error:
        status, code, message = _REFUSALS[error.code]
        return Reply(status, {"code": code, "message": message})


def _note(party: str, request: HttpRequest, reply: Reply) -> None:
    record(
        party=party,
        method=request.method or "",
        path=request.get_full_path(),
        body=request.body.decode("utf-8", errors="replace").replace("\0", "�"),
        idempotency_key=request.headers.get("Idempotency-Key", ""),
        status=reply.status if reply.answered else 0,
        code=str(reply.body.get("code", "")),
        now=now(),
    )


def _answer(reply: Reply) -> HttpResponseBase:
    if not reply.answered:
        connection.close()  # others need it while this one waits
        time.sleep(settings.HOLD_SECONDS)
        return HttpResponse(status=504)
    return JsonResponse(dict(reply.body), status=reply.status, json_dumps_params={"ensure_ascii": False})
