"""The address of the news settings, below ``notices/``."""

from __future__ import annotations

from django.urls import path

from minishop.mall.backoffice.notices import views

urlpatterns = [path("", views.notices, name="notices")]
