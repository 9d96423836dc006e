"""The addresses of MY page, below ``my/``."""

from __future__ import annotations

from django.urls import path

from minishop.checkout.pages.my import views

urlpatterns = [
    path("", views.orders, name="my"),
    path("points/", views.points, name="points"),
    path("orders/<slug:number>/", views.order, name="order"),
    path("orders/<slug:number>/withdrawal/", views.withdrawal, name="withdrawal"),
    path("orders/<slug:number>/finalization/", views.finalization, name="finalization"),
]
