"""``POST /v1/oauth2/token``."""

from __future__ import annotations

import re
from datetime import datetime

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.csrf import csrf_exempt
from msgspec import Struct

from minishop.chassis.clock import now
from minishop.checkout.api import refusals
from minishop.checkout.api.gateway import answer, refuse, trace_id
from minishop.checkout.api.refusals import InvalidInput
from minishop.checkout.merchants.tokens import Issued, TokenRefused, issue
from minishop.kernel.clock import kst_iso

_CLIENT = re.compile(r"[A-Za-z0-9_.-]{1,40}")


class TokenBody(Struct):
    """A token and what is left of its life, in seconds."""

    access_token: str
    expires_in: int
    token_type: str = "Bearer"  # noqa: S105  # the scheme's name


class TokenError(Struct, rename="camel"):
    """The token's own form of refusal."""

    code: str
    message: str
    timestamp: str
    invalid_inputs: list[InvalidInput]
    data: dict[str, str]
    trace_id: str


@csrf_exempt
def token(request: HttpRequest) -> HttpResponse:
    """인증 토큰 발급."""
    if request.method != "POST":
        return refuse(request, refusals.METHOD)
    if request.content_type != "application/x-www-form-urlencoded":
        return refuse(request, refusals.MEDIA_TYPE)
    at = now()
    try:
        issued = _issue(request.POST, at)
    except TokenRefused as refused:
        return _refused(request, str(refused.facts["field"]), at)
    return answer(TokenBody(issued.text, int((issued.expires_at - at).total_seconds())))


def _issue(form: QueryDict, at: datetime) -> Issued:
    _require(form.get("grant_type") == "client_credentials", "grant_type")
    _require(form.get("type") in ("SELF", "SELLER"), "type")
    client_id, timestamp = form.get("client_id", ""), form.get("timestamp", "")
    _require(_CLIENT.fullmatch(client_id) is not None, "client_id")
    _require(timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 15, "timestamp")
    issued = issue(client_id=client_id, timestamp=int(timestamp), sign=form.get("client_secret_sign", ""), now=at)
    # A token of a related seller: there are none here but oneself.
    _require(form["type"] == "SELF" or form.get("account_id") == issued.merchant.public_id, "account_id")
    return issued


def _require(fits: bool, field: str) -> None:
    if not fits:
        raise TokenRefused(field=field)


def _refused(request: HttpRequest, field: str, at: datetime) -> HttpResponse:
    message = f"{field} 항목이 유효하지 않습니다."
    invalid = [InvalidInput(field, f"NotValid.oauthToken.{field}", message)]
    code, status = ("FORBIDDEN", 403) if field == "account_id" else ("BAD_REQUEST", 400)
    body = TokenError(code, message, kst_iso(at), invalid, {}, trace_id(request))
    return answer(body, status)
