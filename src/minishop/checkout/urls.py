"""The addresses of the hub."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from minishop.chassis.web.health import health
from minishop.checkout.api.registration.views import register

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("minishop.checkout.pages.urls")),
    path("center/", include("minishop.checkout.center.urls")),
    path("customer/api/order.nhn", register, name="registration"),  # the name that shop software knows (protocol/checkout-v1)
    path("v1/", include("minishop.checkout.api.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("health/", health),
]
