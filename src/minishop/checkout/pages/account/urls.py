"""The addresses of a buyer's account."""

from __future__ import annotations

from django.urls import path

from minishop.checkout.pages.account import views

urlpatterns = [
    path("signup/", views.signup, name="signup"),
    path("login/", views.login, name="login"),
    path("logout/", views.logout, name="logout"),
]
