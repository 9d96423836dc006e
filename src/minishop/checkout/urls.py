"""The addresses of the hub."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path

from minishop.chassis.jobs.metrics import metrics_page
from minishop.chassis.serving.routes import health_check, leaf
from minishop.chassis.web import errors
from minishop.chassis.web.health import health
from minishop.checkout.api.registration.views import register
from minishop.checkout.center.frame.access import is_operator

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("minishop.checkout.pages.urls")),
    path("center/", include("minishop.checkout.center.urls")),
    path("customer/api/order.nhn", leaf(register), name="registration"),  # the name that shop software knows (protocol/checkout-v1)
    path("v1/", include("minishop.checkout.api.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("metrics", leaf(metrics_page(is_operator)), name="metrics"),
    path("health/", health_check(health)),
]

handler400, handler403, handler404, handler500 = errors.handlers


def error_frame(request: HttpRequest) -> errors.Frame:
    """What surrounds the pages that say what went wrong."""
    return errors.Frame("pages/outline.html")
