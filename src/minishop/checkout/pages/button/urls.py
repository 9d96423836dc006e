"""The addresses of the buy button's script, as shops' pages know them (protocol/checkout-v1)."""

from __future__ import annotations

from django.urls import path

from minishop.checkout.pages.button import views

urlpatterns = [
    path("customer/js/naverPayButton.js", views.script, name="button-script"),
    path("customer/js/mobile/naverPayButton.js", views.script),
    path("customer/js/checkoutButton2.js", views.script),
    path("customer/js/mobile/checkoutButton.js", views.script),
]
