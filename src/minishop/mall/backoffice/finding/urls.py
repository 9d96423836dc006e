"""The address of the box in the bar, ``/office/<code>/find/``."""

from __future__ import annotations

from django.urls import path

from minishop.mall.backoffice.finding import views

urlpatterns = [path("", views.find, name="office-find")]
