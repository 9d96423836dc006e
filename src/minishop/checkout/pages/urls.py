"""The addresses of the buyer's pages: one line an area."""

from __future__ import annotations

from django.urls import include, path

from minishop.chassis.postal.searching import addresses
from minishop.checkout.pages.home.views import home
from minishop.checkout.pages.policies.views import privacy, terms

urlpatterns = [
    path("", home, name="home"),
    path("addresses/", addresses, name="addresses"),
    path("terms/", terms, name="terms"),
    path("privacy/", privacy, name="privacy"),
    path("", include("minishop.checkout.pages.account.urls")),
    path("", include("minishop.checkout.pages.sheet.urls")),
    path("", include("minishop.checkout.pages.button.urls")),
    path("payments/", include("minishop.checkout.pages.payment.urls")),
    path("my/", include("minishop.checkout.pages.my.urls")),
    path("my/", include("minishop.checkout.pages.claims.urls")),
]
