"""The platform's own host."""

from __future__ import annotations

from django.contrib.auth import views as auth
from django.urls import include, path

from minishop.chassis.web.health import health
from minishop.mall.backoffice import accounts
from minishop.mall.backoffice.account_forms import LoginForm
from minishop.mall.channel.hints import receive_hint
from minishop.mall.console import views as console

urlpatterns = [
    path("", accounts.home, name="home"),
    path("signup/", accounts.signup, name="signup"),
    path(
        "login/",
        auth.LoginView.as_view(
            template_name="backoffice/account/login.html", authentication_form=LoginForm, redirect_authenticated_user=True
        ),
        name="login",
    ),
    path("logout/", auth.LogoutView.as_view(next_page="home"), name="logout"),
    path("shops/", accounts.shops, name="shops"),
    path("shops/new/", accounts.shop_new, name="shop-new"),
    path("office/<slug:code>/", include("minishop.mall.backoffice.urls")),
    path("console/", console.console, name="console"),
    path("channel/hints/<slug:code>/", receive_hint, name="hints"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("health/", health),
]
