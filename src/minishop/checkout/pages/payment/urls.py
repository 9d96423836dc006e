"""The addresses of the way back from the PG, below ``payments/``."""

from __future__ import annotations

from django.urls import path

from minishop.checkout.pages.payment import views

urlpatterns = [
    path("return/", views.back, name="payment-return"),
    path("cancel/", views.cancel, name="payment-cancel"),
    path("notify/", views.notify, name="payment-notify"),
    path("<slug:key>/opening/", views.opening, name="payment-opening"),
    path("<slug:key>/", views.waiting, name="payment"),
]
