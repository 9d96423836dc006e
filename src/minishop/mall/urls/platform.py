"""The platform's own host."""

from __future__ import annotations

from django.urls import include, path
from django.views.generic import RedirectView

from minishop.chassis.jobs.metrics import metrics_page
from minishop.chassis.postal.searching import addresses
from minishop.chassis.serving.routes import health_check, leaf
from minishop.chassis.web import errors
from minishop.chassis.web.health import health
from minishop.mall.api.hints import receive_hint
from minishop.mall.api.holds import receive_hold_message
from minishop.mall.api.reports import receive_report
from minishop.mall.backoffice.frame.errors import error_frame  # noqa: F401  # chassis.web.errors asks for it
from minishop.mall.console import views as console
from minishop.mall.console.access import is_operator

urlpatterns = [
    path("", include("minishop.mall.backoffice.account.urls")),
    path("office/", RedirectView.as_view(pattern_name="shops")),
    path("office/<slug:code>/", include("minishop.mall.backoffice.urls")),
    path("addresses/", addresses, name="addresses"),
    path("console/", console.console, name="console"),
    path("console/later/", include("minishop.mall.console.later.urls")),
    path("console/clock/seen/", console.clock_seen, name="clock-seen"),
    path("channel/hints/<slug:code>/", leaf(receive_hint), name="hints"),
    path("channel/holds/<slug:code>/", leaf(receive_hold_message), name="holds"),
    path("channel/reports/<slug:code>/", leaf(receive_report), name="reports"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("metrics", leaf(metrics_page(is_operator)), name="metrics"),
    path("health/", health_check(health)),
]

handler400, handler403, handler404, handler500 = errors.handlers
