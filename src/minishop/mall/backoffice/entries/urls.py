"""The addresses of the applications, below ``entries/``."""

from __future__ import annotations

from django.urls import path

from minishop.mall.backoffice.entries import views

urlpatterns = [
    path("", views.entries, name="entries"),
    path("shopping/sending/", views.entry_send, name="entry-send"),
    path("<slug:kind>/", views.entry_apply, name="entry-apply"),
]
