"""Logging in and signing up. The page a visitor came from is kept."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minishop.chassis.clock import now
from minishop.chassis.logins.forms import busy
from minishop.chassis.logins.hashing import HashingBusy
from minishop.chassis.logins.services import know_browser
from minishop.chassis.web.actions import action
from minishop.checkout.accounts.errors import LoginTaken
from minishop.checkout.accounts.models import Account
from minishop.checkout.accounts.services import save_person, sign_up
from minishop.checkout.accounts.session import log_in
from minishop.checkout.pages.account.forms import LoginForm, PersonForm, SignupForm
from minishop.checkout.pages.frame.underway import kept_sheet


@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """로그인. A sheet that was being opened is opened after it."""
    form = LoginForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid() and form.account:
        log_in(request, form.account)
        return redirect(_next(request))
    return render(request, "pages/account/login.html", {"form": form, "next": _next(request)})


@require_http_methods(["GET", "POST"])
def signup(request: HttpRequest) -> HttpResponse:
    """회원 가입, and logged in at once."""
    form = SignupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = sign_up(**form.cleaned_data, now=now())
        except LoginTaken:
            form.add_error("login", _("이미 쓰고 있는 아이디입니다."))
        except HashingBusy:
            form.add_error(None, busy(request))
        else:
            log_in(request, account)
            know_browser(request, name=account.login)
            return redirect(_next(request))
    return render(request, "pages/account/signup.html", {"form": form, "next": _next(request)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """내 정보: the facts of the buyer, and the ways to another e-mail and password. One save after the other."""
    with transaction.atomic():
        person = Account.objects.select_for_update().get(pk=cast(Account, request.user).pk)
        form = PersonForm(request.POST or None, initial=model_to_dict(person))
        if is_saved := form.is_valid():
            save_person(account=person, **form.cleaned_data)
    if is_saved:
        messages.success(request, _("저장했습니다."))
        return redirect("account")
    return render(request, "pages/account/account.html", {"form": form}, status=form.refusal_status)


@action("home")
def logout(request: HttpRequest) -> HttpResponse:
    """로그아웃."""
    auth.logout(request)
    return redirect("home")


def _next(request: HttpRequest) -> str:
    """Where a login leads: to the page that it was asked for on, else to the sheet that waits for it."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host(), settings.CHECKOUT.host}, require_https=request.is_secure()
    )
    return wanted if safe else kept_sheet(request) or "/my/"
