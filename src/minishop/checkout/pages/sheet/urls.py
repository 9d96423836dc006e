"""The addresses of the order sheet, as shop software knows them (protocol/checkout-v1)."""

from __future__ import annotations

from django.urls import path

from minishop.checkout.pages.sheet import views

urlpatterns = [
    path("customer/order.nhn", views.sheet, name="sheet"),
    path("mobile/customer/order.nhn", views.sheet),
]
