"""The addresses of the platform's own pages: home, sign-up, login, one's shops."""

from __future__ import annotations

from django.contrib.auth import views as auth
from django.urls import path

from minishop.chassis.logins.pages import account_urls, recovery_urls
from minishop.chassis.web.actions import action
from minishop.mall.backoffice.account import views

urlpatterns = [
    path("", views.home, name="home"),
    path("signup/", views.signup, name="signup"),
    path("try/", views.try_office, name="try-office"),
    path("terms/", views.terms, name="terms"),
    path("privacy/", views.privacy, name="privacy"),
    path("login/", views.log_in, name="login"),
    path("logout/", action("home")(auth.LogoutView.as_view(next_page="home")), name="logout"),
    path("account/", views.account, name="account"),
    *recovery_urls("backoffice/platform.html"),
    *account_urls("backoffice/platform.html"),
    path("shops/", views.shops, name="shops"),
    path("shops/new/", views.shop_new, name="shop-new"),
]
