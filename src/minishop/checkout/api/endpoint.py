"""The frame of an order API view: method, bearer token, rate limit, the merchant's scope, refusals as JSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import TypeVar

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from minishop.chassis.buckets import Allowance, Buckets
from minishop.chassis.clock import now
from minishop.chassis.tenancy import scope
from minishop.checkout.api import refusals
from minishop.checkout.api.gateway import bearer_token, refuse
from minishop.checkout.api.refusals import Refused, not_valid
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.merchants.tokens import merchant_of_token

View = Callable[..., HttpResponse]
MerchantView = Callable[..., HttpResponse]
_buckets = Buckets()


def merchant_api(method: str) -> Callable[[MerchantView], View]:
    """A view that is called with the merchant of the bearer token, the present instant and its address's arguments, inside the merchant's
    scope."""

    def frame(view: MerchantView) -> View:
        @csrf_exempt
        @wraps(view)
        def framed(request: HttpRequest, **named: str) -> HttpResponse:
            if request.method != method:
                return refuse(request, refusals.METHOD)
            at = now()
            merchant = merchant_of_token(bearer_token(request), at)
            if merchant is None:
                return refuse(request, refusals.AUTHN)
            allowance = _buckets.take((view.__name__, merchant.id), rate=settings.API_RATE, now=at)
            response = _run(view, request, merchant, at, named) if allowance.is_granted else refuse(request, refusals.RATE_LIMIT)
            return with_allowance(response, allowance)

        return framed

    return frame


def _run(view: MerchantView, request: HttpRequest, merchant: Merchant, at: datetime, named: dict[str, str]) -> HttpResponse:
    try:
        with scope(merchant.id):
            return view(request, merchant, at, **named)
    except Refused as refused:
        return refuse(request, refused.refusal, refused.invalid_inputs, last_cursor=refused.last_cursor)


def with_allowance(response: HttpResponse, allowance: Allowance) -> HttpResponse:
    """The answer with what its caller may still ask."""
    response.headers["GNCP-GW-RateLimit-Replenish-Rate"] = str(allowance.rate)
    response.headers["GNCP-GW-RateLimit-Burst-Capacity"] = str(allowance.burst)
    response.headers["GNCP-GW-RateLimit-Remaining"] = str(allowance.remaining)
    return response


S = TypeVar("S", bound=msgspec.Struct)


def body_as(request: HttpRequest, struct: type[S], subject: str) -> S:
    """The JSON body as a struct. Raises Refused: 415 for another media type, 4000 with the path of what does not fit."""
    if request.content_type != "application/json":
        raise Refused(refusals.MEDIA_TYPE)
    try:
        return msgspec.json.decode(request.body, type=struct)
    except msgspec.ValidationError as error:
        raise not_valid(subject, _path(str(error))) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Refused(refusals.UNREADABLE) from None


def _path(error: str) -> str:
    # "Expected `str`, got `int` - at `$.productOrderIds[0]`", or "Object missing required field `productOrderIds`"
    _, _, at = error.partition(" - at `$")
    missing = error.split("`")[1] if error.startswith("Object missing") else ""
    return ".".join(part for part in (at.rstrip("`").lstrip("."), missing) if part) or "body"
