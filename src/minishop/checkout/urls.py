"""The addresses of the hub."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from minishop.chassis.web.health import health
from minishop.checkout.api.registration.views import register
from minishop.checkout.center import views as center
from minishop.checkout.pages.views import accounts, button, home, my, payments, sheet

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("signup/", accounts.signup, name="signup"),
    path("login/", accounts.login, name="login"),
    path("logout/", accounts.logout, name="logout"),
    # The names that shop software knows (protocol/checkout-v1).
    path("customer/api/order.nhn", register, name="registration"),
    path("customer/order.nhn", sheet.sheet, name="sheet"),
    path("mobile/customer/order.nhn", sheet.sheet),
    path("customer/js/naverPayButton.js", button.script, name="button-script"),
    path("customer/js/mobile/naverPayButton.js", button.script),
    path("customer/js/checkoutButton2.js", button.script),
    path("customer/js/mobile/checkoutButton.js", button.script),
    path("payments/return/", payments.back, name="payment-return"),
    path("payments/cancel/", payments.cancel, name="payment-cancel"),
    path("payments/notify/", payments.notify, name="payment-notify"),
    path("payments/<slug:key>/", payments.waiting, name="payment"),
    path("my/", my.orders, name="my"),
    path("my/points/", my.points, name="points"),
    path("my/orders/<slug:number>/", my.order, name="order"),
    path("my/orders/<slug:number>/finalization/", my.finalization, name="finalization"),
    path("center/", center.center, name="center"),
    path("center/merchants/<int:merchant_id>/", center.merchant, name="center-merchant"),
    path("center/merchants/<int:merchant_id>/approval/", center.approval, name="center-approval"),
    path("center/merchants/<int:merchant_id>/rejection/", center.rejection, name="center-rejection"),
    path("center/attention/", center.attention, name="attention"),
    path("center/payments/<slug:key>/question/", center.payment_question, name="payment-question"),
    path("center/hints/<int:merchant_id>/<int:message_id>/resending/", center.hint_resending, name="hint-resending"),
    path("center/jobs/<int:job_id>/retrial/", center.job_retrial, name="job-retrial"),
    path("v1/", include("minishop.checkout.api.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("health/", health),
]
