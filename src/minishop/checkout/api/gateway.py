"""What stands before every address below ``/v1/``: a trace id, the time taken, and JSON also where the framework refuses."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable

import msgspec
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from minishop.chassis.clock import now
from minishop.chassis.secrets.sealing import Hidden
from minishop.checkout.api.refusals import BY_STATUS, INTERNAL, JSON, UNREADABLE, ErrorBody, InvalidInput, Refusal
from minishop.kernel.clock import kst_iso
from minishop.kernel.won import Won

PREFIX = "/v1/"
_TRACE = "minishop.trace_id"


class ApiGateway:
    """The outermost middleware. Other addresses pass untouched."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(PREFIX):
            return self._get_response(request)
        started = time.perf_counter()
        request.META[_TRACE] = uuid.uuid4().hex
        response = self._get_response(request)
        if response.status_code >= 400 and not response.headers.get("Content-Type", "").startswith("application/json"):
            response = refuse(request, BY_STATUS.get(response.status_code, _nearest(response.status_code)))
        response.headers["GNCP-GW-Trace-ID"] = trace_id(request)
        response.headers["GNCP-GW-HttpClient-ResponseTime"] = str(round((time.perf_counter() - started) * 1000))
        response.headers["Cache-Control"] = "no-store"
        return response


def trace_id(request: HttpRequest) -> str:
    """The identity of this request, as its answer's header and body name it."""
    return str(request.META.get(_TRACE, ""))


def bearer_token(request: HttpRequest) -> str:
    """The token that a request carries; empty without one."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def answer(body: object, status: int = 200) -> HttpResponse:
    """A JSON answer of anything msgspec can write."""
    return HttpResponse(msgspec.json.encode(body, enc_hook=_plain), status=status, content_type=JSON)


def _plain(value: object) -> int | str:
    if isinstance(value, Won):
        return int(value)
    if isinstance(value, Hidden):
        return str(value)
    raise NotImplementedError(type(value).__name__)


def refuse(
    request: HttpRequest, refusal: Refusal, invalid_inputs: list[InvalidInput] | None = None, *, last_cursor: str = ""
) -> HttpResponse:
    """A refusal in the gateway's form."""
    body = ErrorBody(
        code=refusal.code,
        message=refusal.message,
        timestamp=kst_iso(now()),
        trace_id=trace_id(request),
        invalid_inputs=invalid_inputs or msgspec.UNSET,
        last_cursor=last_cursor or msgspec.UNSET,
    )
    return answer(body, refusal.status)


def _nearest(status: int) -> Refusal:
    like = UNREADABLE if status < 500 else INTERNAL
    return Refusal(status, like.code, like.message)
