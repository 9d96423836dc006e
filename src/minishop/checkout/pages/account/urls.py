"""The addresses of a buyer's account."""

from __future__ import annotations

from django.urls import path

from minishop.chassis.logins.pages import account_urls, recovery_urls
from minishop.checkout.pages.account import views

urlpatterns = [
    path("signup/", views.signup, name="signup"),
    path("login/", views.login, name="login"),
    path("logout/", views.logout, name="logout"),
    path("account/", views.account, name="account"),
    *recovery_urls("pages/outline.html"),
    *account_urls("pages/outline.html"),
]
