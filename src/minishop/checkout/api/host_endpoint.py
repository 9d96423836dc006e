"""The frame of what a host asks in the gateway's form: method, host token, rate limit, refusals as JSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from minishop.chassis.buckets import Buckets
from minishop.chassis.clock import now
from minishop.checkout.api import refusals
from minishop.checkout.api.endpoint import View, with_allowance
from minishop.checkout.api.gateway import bearer_token, refuse
from minishop.checkout.api.refusals import Refused
from minishop.checkout.hosting.models import Host
from minishop.checkout.hosting.services import host_of_token

HostView = Callable[[HttpRequest, Host, datetime], HttpResponse]
# A bucket that is empty holds a request again within a second, whatever its rate.
_RETRY_AFTER = "1"
_buckets = Buckets()


def host_api(method: str) -> Callable[[HostView], View]:
    """A view that is called with the host of the bearer token and the present instant."""

    def frame(view: HostView) -> View:
        @csrf_exempt
        @wraps(view)
        def framed(request: HttpRequest) -> HttpResponse:
            if request.method != method:
                return refuse(request, refusals.METHOD)
            host = host_of_token(bearer_token(request))
            if host is None:
                return refuse(request, refusals.AUTHN)
            at = now()
            allowance = _buckets.take((view.__name__, host.id), rate=settings.HOST_RATE, now=at)
            response = _run(view, request, host, at) if allowance.is_granted else _too_many(request)
            return with_allowance(response, allowance)

        return framed

    return frame


def _run(view: HostView, request: HttpRequest, host: Host, at: datetime) -> HttpResponse:
    try:
        return view(request, host, at)
    except Refused as refused:
        return refuse(request, refused.refusal, refused.invalid_inputs)


def _too_many(request: HttpRequest) -> HttpResponse:
    response = refuse(request, refusals.RATE_LIMIT)
    response.headers["Retry-After"] = _RETRY_AFTER
    return response
