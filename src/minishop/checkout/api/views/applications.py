"""``/v1/minishop/merchant-applications…``: a hosting platform applies for its shops (protocol/minishop, section 1)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from minishop.chassis.clock import now
from minishop.chassis.tenancy import scope
from minishop.checkout.api.application_messages import ApplicationRequest, FieldFault, HostError, PgRequest, answer_of
from minishop.checkout.api.gateway import answer, bearer_token
from minishop.checkout.hosting.models import Host
from minishop.checkout.hosting.services import host_of_token
from minishop.checkout.merchants import services
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.payments.services.contracting import hand_over

_UNAUTHENTICATED = HostError(code="UNAUTHENTICATED", message="호스트 토큰이 올바르지 않습니다.")
_NOT_FOUND = HostError(code="NOT_FOUND", message="신청을 찾을 수 없습니다.")
_METHOD = HostError(code="METHOD_NOT_ALLOWED", message="지원하지 않는 요청 방식입니다.")
_INVALID = "입력값이 올바르지 않습니다."
_NEEDED = "필수 항목입니다."


class _Invalid(Exception):
    def __init__(self, faults: list[FieldFault]) -> None:
        super().__init__()
        self.faults = faults


def _host_api(method: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view for hosting platforms only, which is called with the token's host: one method, refusals in this API's form."""

    def frame(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def framed(request: HttpRequest, **named: str) -> HttpResponse:
            host = host_of_token(bearer_token(request))
            if host is None:
                return answer(_UNAUTHENTICATED, 401)
            if request.method != method:
                return answer(_METHOD, 405)
            try:
                return view(request, host, **named)
            except Merchant.DoesNotExist:
                return answer(_NOT_FOUND, 404)
            except _Invalid as invalid:
                return answer(HostError(code="INVALID", message=_INVALID, invalid_inputs=invalid.faults), 400)

        return framed

    return frame


@_host_api("POST")
def apply(request: HttpRequest, host: Host) -> HttpResponse:
    """입점 신청: 201, or 200 when the same key has been used before."""
    key = request.headers.get("Idempotency-Key", "")
    if not 1 <= len(key) <= 120:
        raise _Invalid([FieldFault(name="Idempotency-Key", message=_NEEDED)])
    asked = _body(request, ApplicationRequest)
    merchant, is_new = services.apply(host=host, application_key=key, application=asked.application(), now=now())
    return answer(answer_of(merchant), 201 if is_new else 200)


@_host_api("GET")
def application(request: HttpRequest, host: Host, application_id: str) -> HttpResponse:
    """Where an application stands."""
    return answer(answer_of(_find(host, application_id)))


@_host_api("PUT")
def pg(request: HttpRequest, host: Host, application_id: str) -> HttpResponse:
    """Names the merchant's PG contract; that of a trading merchant changes only when an operator approves it."""
    merchant, asked = _find(host, application_id), _body(request, PgRequest)
    with scope(merchant.id):
        contract = {"provider": asked.provider, "mid": asked.mid, "secret": asked.secret_key}
        hand_over(merchant=merchant, **contract, terms=asked.terms(), now=now())
    return answer(answer_of(merchant))


def _find(host: Host, application_id: str) -> Merchant:
    if not (application_id.isascii() and application_id.isdigit() and len(application_id) <= 19):
        raise Merchant.DoesNotExist
    number = int(application_id)
    if number >= 2**63:
        raise Merchant.DoesNotExist
    return Merchant.objects.get(host=host, id=number)


T = TypeVar("T", ApplicationRequest, PgRequest)


def _body(request: HttpRequest, struct: type[T]) -> T:
    try:
        asked = msgspec.json.decode(request.body, type=struct)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _Invalid([FieldFault(name="body", message=str(error))]) from None
    if faults := asked.faults():
        raise _Invalid(faults)
    return asked
