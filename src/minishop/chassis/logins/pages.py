"""비밀번호 다시 만들기, 비밀번호와 이메일 바꾸기: the same pages for whoever has an account at a service.

A page that makes a link true is only looked at by GET: what reads a mailbox before its owner uses nothing up.
"""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from minishop.chassis.clock import now
from minishop.chassis.logins import changing
from minishop.chassis.logins.forms import (
    ChangeEmailForm,
    ChangePasswordForm,
    ForgottenForm,
    NewPasswordForm,
    busy,
    too_many_letters,
)
from minishop.chassis.logins.hashing import HashingBusy
from minishop.chassis.logins.links import account_of_password_key, read_email_key
from minishop.chassis.logins.services import TooManyTries, know_browser
from minishop.chassis.messages import can_mail

_OVER = 410
page = require_http_methods(["GET", "HEAD", "POST"])


def recovery_urls(outline: str) -> list[URLPattern]:
    """The addresses for who cannot log in. ``outline`` is the surface's template around them, its login the route ``login``."""
    around = {"outline": outline}
    return [
        path("password/forgotten/", page(forgotten), around, name="password-forgotten"),
        path("password/sent/", require_safe(sent), around, name="password-sent"),
        path("password/new/", page(new_password), around, name="new-password"),
    ]


def account_urls(outline: str) -> list[URLPattern]:
    """The addresses for who is logged in, and the one that confirms an e-mail; the page of an account's facts is the route ``account``."""
    around = {"outline": outline}
    return [
        path("account/password/", page(login_required(change_password)), around, name="change-password"),
        path("account/email/", page(login_required(change_email)), around, name="change-email"),
        path("account/email/confirmation/", page(confirm_email), around, name="email-confirmation"),
    ]


def forgotten(request: HttpRequest, outline: str) -> HttpResponse:
    """비밀번호를 잊으셨나요? The answer is the same whether or not somebody has the e-mail."""
    form = ForgottenForm(request.POST or None)
    if can_mail() and form.is_valid():
        try:
            changing.ask_for_new_password(request, email=form.cleaned_data["email"].lower(), language=_language(), now=now())
        except TooManyTries as refused:
            form.add_error(None, too_many_letters(refused))
        else:
            return redirect("password-sent")
    return _page(request, "forgotten", outline, form, can_mail=can_mail())


def sent(request: HttpRequest, outline: str) -> HttpResponse:
    """메일을 보냈습니다."""
    return render(request, "logins/sent.html", {"outline": outline})


def new_password(request: HttpRequest, outline: str) -> HttpResponse:
    """새 비밀번호: where a letter's link leads."""
    key, form = request.GET.get("key", ""), NewPasswordForm(request.POST or None)
    if account_of_password_key(key) is None:
        return _over(request, outline)
    if form.is_valid():
        try:
            changing.set_new_password(
                request, key=key, password=form.cleaned_data["password"], language=_language(), now=now()
            )  # fmt: skip
        except changing.LinkOver:
            return _over(request, outline)
        except HashingBusy:
            form.add_error(None, busy(request))
        else:
            messages.success(request, _("비밀번호를 바꾸었습니다. 새 비밀번호로 로그인해 주세요."))
            return redirect("login")
    return _page(request, "new_password", outline, form)


def change_password(request: HttpRequest, outline: str) -> HttpResponse:
    """비밀번호 바꾸기."""
    form = ChangePasswordForm(request, request.POST or None)
    if form.is_valid():
        try:
            changing.change_password(
                request, account=form.verified, password=form.cleaned_data["password"], language=_language(), now=now()
            )  # fmt: skip
        except changing.ChangedMeanwhile:
            form.add_error(None, _("비밀번호가 그사이에 다른 곳에서 바뀌었습니다. 다시 로그인해 주세요."))
        except HashingBusy:
            form.add_error(None, busy(request))
        else:
            messages.success(request, _("비밀번호를 바꾸었습니다. 다른 곳의 로그인은 모두 끝났습니다."))
            return redirect("account")
    return _page(request, "change_password", outline, form)


def change_email(request: HttpRequest, outline: str) -> HttpResponse:
    """이메일 바꾸기: a link goes to the new one, and nothing changes until it is followed."""
    form = ChangeEmailForm(request, request.POST or None)
    if can_mail() and form.is_valid():
        to = form.cleaned_data["email"]
        try:
            changing.ask_for_email(request, account=form.verified, to=to, language=_language(), now=now())
        except changing.AddressTaken:
            form.add_error("email", _taken())
        except TooManyTries as refused:
            form.add_error(None, too_many_letters(refused))
        else:
            messages.success(request, _("%(email)s(으)로 확인 메일을 보냈습니다. 메일의 링크를 열면 바뀝니다.") % {"email": to})
            return redirect("account")
    return _page(request, "change_email", outline, form, can_mail=can_mail())


def confirm_email(request: HttpRequest, outline: str) -> HttpResponse:
    """새 이메일 확인: where the letter's link leads; a press makes it so."""
    change, form = read_email_key(request.GET.get("key", "")), Form(request.POST if request.method == "POST" else None)
    if change is None:
        return _over(request, outline)
    if form.is_valid():
        try:
            account = changing.take_email(change=change, language=_language(), now=now())
        except changing.LinkOver:
            return _over(request, outline)
        except changing.AddressTaken:
            form.add_error(None, _taken())
        else:
            if cast(AbstractBaseUser, request.user).pk == account.pk:
                know_browser(request, name=account.get_username())
            messages.success(request, _("이메일을 바꾸었습니다."))
            return redirect("account")
    return _page(request, "confirm_email", outline, form, to=change.to)


def _taken() -> str:
    return _("이미 다른 계정이 쓰는 이메일입니다.")


def _over(request: HttpRequest, outline: str) -> HttpResponse:
    return render(request, "logins/over.html", {"outline": outline}, status=_OVER)


def _page(request: HttpRequest, name: str, outline: str, form: Form, **context: object) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, f"logins/{name}.html", {"outline": outline, "form": form, **context}, status=status)


def _language() -> str:
    return (get_language() or "ko")[:2]
