"""The addresses of MY page, below ``my/``."""

from __future__ import annotations

from django.urls import path

from minishop.checkout.pages.my import deciding, views

urlpatterns = [
    path("", views.orders, name="my"),
    path("points/", views.points, name="points"),
    path("orders/<slug:number>/", views.order, name="order"),
    path("orders/<slug:number>/withdrawal/", views.withdrawal, name="withdrawal"),
    path("orders/<slug:number>/finalization/", deciding.finalization, name="finalization"),
    path("orders/<slug:number>/finalization/undoing/", deciding.undoing, name="finalization-undoing"),
    path("orders/<slug:number>/decision-hold/", deciding.putting_off, name="decision-hold"),
    path("orders/<slug:number>/decision-hold/release/", deciding.going_on, name="decision-release"),
]
