"""What buyers see, and the operators' door."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path

from minishop.chassis.logins.pages import recovery_urls
from minishop.chassis.web.actions import action
from minishop.shopping.pages import views

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("click/<int:document_id>/", views.click, name="click"),
    path("login/", views.Login.as_view(), name="login"),
    *recovery_urls("pages/layout.html"),
    path("logout/", action("home")(LogoutView.as_view()), name="logout"),
]
