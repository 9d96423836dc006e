"""The addresses of the checkout settings, below ``checkout/``."""

from __future__ import annotations

from django.urls import path

from minishop.mall.backoffice.checkout import views

urlpatterns = [
    path("", views.checkout_settings, name="checkout-settings"),
    path("collection/", views.collect_now, name="collect-now"),
]
