"""The address of the shipping settings, below ``shipping/``."""

from __future__ import annotations

from django.urls import path

from minishop.mall.backoffice.shipping import views

urlpatterns = [
    path("", views.shipping, name="shipping"),
]
