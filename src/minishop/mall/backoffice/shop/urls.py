"""The addresses of a shop's home, below ``/office/<code>/``."""

from __future__ import annotations

from django.urls import path

from minishop.mall.backoffice.shop import views

urlpatterns = [
    path("", views.office, name="office"),
    path("layer/", views.hide_layer, name="hide-layer"),
    path("guide/", views.guide, name="guide"),
    path("info/", views.shop_info, name="shop-info"),
]
