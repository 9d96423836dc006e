"""The addresses of the search."""

from __future__ import annotations

from django.urls import include, path

from minishop.chassis.jobs.metrics import metrics_page
from minishop.chassis.serving.routes import health_check, leaf
from minishop.chassis.web import errors
from minishop.chassis.web.health import health
from minishop.shopping.center import api
from minishop.shopping.center.access import is_operator
from minishop.shopping.center.errors import error_frame  # noqa: F401  # chassis.web.errors asks for it

urlpatterns = [
    path("", include("minishop.shopping.pages.urls")),
    path("center/", include("minishop.shopping.center.urls")),
    path("v1/minishop/partner-applications", leaf(api.applications), name="partner-applications"),
    path("v1/minishop/partner-applications/<str:application_id>", leaf(api.application), name="partner-application"),
    path("v1/minishop/partner-applications/<str:application_id>/crawls", leaf(api.crawls), name="partner-crawls"),
    path(
        "v1/minishop/partner-applications/<str:application_id>/accepted-loss", leaf(api.accepted_loss), name="partner-accepted-loss"
    ),
    path("metrics", leaf(metrics_page(is_operator)), name="metrics"),
    path("health/", health_check(health), name="health"),
    path("i18n/", include("django.conf.urls.i18n")),
]

handler400, handler403, handler404, handler500 = errors.handlers
