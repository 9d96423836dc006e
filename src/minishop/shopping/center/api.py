"""입점 신청을 받는 곳: the wire of protocol/minishop, section 1, for hosting platforms."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import wraps
from typing import Any

import msgspec
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from minishop.chassis.clock import now
from minishop.kernel.clock import KST
from minishop.shopping.center.forms import AcceptedLossForm, ApplicationForm
from minishop.shopping.crawl.services.schedule import accept_loss, crawl_when_asked
from minishop.shopping.partners.domain.states import State
from minishop.shopping.partners.errors import AlreadyApplied
from minishop.shopping.partners.models import Partner
from minishop.shopping.partners.queries import find_application
from minishop.shopping.partners.services import apply

View = Callable[..., HttpResponse]
_KEY_LENGTH = 120


def _for_hosts(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, **named: Any) -> HttpResponse:
        expected = f"Bearer {settings.HOST_TOKEN}".encode()
        if not hmac.compare_digest(request.headers.get("Authorization", "").encode("utf-8", "replace"), expected):
            return _refusal(401, "UNAUTHENTICATED", "호스트 토큰이 없거나 맞지 않습니다.")
        return view(request, **named)

    return csrf_exempt(guarded)


@_for_hosts
@require_POST
def applications(request: HttpRequest) -> HttpResponse:
    """``POST``: 201 with the new application, or 200 with the one that the same Idempotency-Key made."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key or len(key) > _KEY_LENGTH or not key.isprintable():
        return _invalid({"Idempotency-Key": "1자에서 120자까지의 멱등 키가 필요합니다."})
    sent = _json_object(request.body)
    if sent is None:
        return _refusal(400, "INVALID", "본문이 JSON 객체가 아닙니다.", invalidInputs=[])
    form = ApplicationForm(_texts(sent))
    if not form.is_valid():
        return _invalid(_problems(form))
    try:
        partner, is_new = apply(application_key=key, application=form.application(), now=now())
    except AlreadyApplied:
        return _invalid({"shopCode": "이미 심사 중이거나 승인된 상점입니다."})
    return JsonResponse(_status(partner), status=201 if is_new else 200)


@_for_hosts
@require_GET
def application(request: HttpRequest, application_id: str) -> HttpResponse:
    """``GET``: where an application stands. A suspended partner's application stays approved."""
    partner = find_application(application_id)
    if partner is None:
        return _refusal(404, "NOT_FOUND", "그런 신청이 없습니다.")
    return JsonResponse(_status(partner))


@_for_hosts
@require_http_methods(["PUT"])
def accepted_loss(request: HttpRequest, application_id: str) -> HttpResponse:
    """``PUT``: the shop says that it has as few products as the held file of crawl ``run``; the same again answers the same. 409 where this is
    not what is held."""
    partner, sent = find_application(application_id), _json_object(request.body)
    if partner is None:
        return _refusal(404, "NOT_FOUND", "그런 신청이 없습니다.")
    form = AcceptedLossForm(_texts(sent or {}))
    if not form.is_valid():
        return _invalid(_problems(form))
    run_id: int = form.cleaned_data["run"]
    if not accept_loss(partner=partner, run_id=run_id, now=now()):
        return _refusal(409, "NOT_HELD", "보류 중인 삭제가 아닙니다. 그 뒤에 새로 수집했습니다.")
    return JsonResponse({"applicationId": str(partner.id), "run": str(run_id), "status": "ACCEPTED"})


@_for_hosts
@require_POST
def crawls(request: HttpRequest, application_id: str) -> HttpResponse:
    """``POST``: the shop's feed is fetched at once, or a pause after the last time: 202 with when. 409 for a shop that is not crawled."""
    partner = find_application(application_id)
    if partner is None:
        return _refusal(404, "NOT_FOUND", "그런 신청이 없습니다.")
    at = crawl_when_asked(partner=partner, now=now())
    if at is None:
        return _refusal(409, "NOT_CRAWLED", "승인되지 않아 수집하지 않는 상점입니다.")
    return JsonResponse(
        {"applicationId": str(partner.id), "status": "CRAWL_DUE", "crawlAt": at.astimezone(KST).isoformat(timespec="milliseconds")},
        status=202,
    )


def _status(partner: Partner) -> dict[str, Any]:
    answer: dict[str, Any] = {"applicationId": str(partner.id)}
    match State(partner.state):
        case State.REQUESTED:
            return {**answer, "status": "REQUESTED"}
        case State.REJECTED:
            return {**answer, "status": "REJECTED", "reason": partner.reason}
        case State.APPROVED | State.SUSPENDED:
            keys = {"partnerId": partner.public_id, "commonKey": partner.common_key}
            reports = {"reportSecret": partner.report_secret} if partner.report_secret else {}
            return {**answer, "status": "APPROVED", "partner": {**keys, **reports}}


def _json_object(body: bytes) -> dict[str, Any] | None:
    try:
        sent = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return sent if isinstance(sent, dict) else None


def _texts(sent: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in sent.items() if isinstance(value, str)}


def _problems(form: BaseForm) -> dict[str, str]:
    return {name: str(messages[0]) for name, messages in form.errors.items()}


def _invalid(problems: dict[str, str]) -> JsonResponse:
    inputs = [{"name": name, "message": str(message)} for name, message in problems.items()]
    return _refusal(400, "INVALID", "신청 내용을 확인해 주세요.", invalidInputs=inputs)


def _refusal(status: int, code: str, message: str, **more: Any) -> JsonResponse:
    return JsonResponse({"code": code, "message": message, **more}, status=status)
