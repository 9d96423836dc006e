"""The platform's own pages: what Minishop is, signing up, one's shops, making one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.db import transaction
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from minishop.chassis.clock import now
from minishop.chassis.logins.forms import busy
from minishop.chassis.logins.hashing import HashingBusy
from minishop.chassis.logins.services import address_of, know_browser
from minishop.chassis.web.actions import action
from minishop.chassis.web.errors import OTHER_LOGIN
from minishop.kernel.clock import utc_now
from minishop.mall.backoffice.account.forms import LoginForm, PersonForm, ShopForm, SignUpForm
from minishop.mall.backoffice.account.policies import PRIVACY, TERMS
from minishop.mall.demos.errors import TooManyDemos, TooManyFromHere
from minishop.mall.demos.services.opening import open_demo
from minishop.mall.shops.models import Shop
from minishop.mall.shops.queries import find_shop
from minishop.mall.staff.models import Account
from minishop.mall.staff.queries import shops_of
from minishop.mall.staff.services import CodeTaken, EmailTaken, open_shop, save_person, sign_up


def home(request: HttpRequest) -> HttpResponse:
    """서비스 안내 (R63–R65)."""
    context = {
        "demo": find_shop(settings.DEMO_SHOP),
        "may_try": settings.MODE == "sandbox",
        "marketing": f"{settings.SHOPPING.url}/center/",
    }
    return render(request, "backoffice/account/home.html", context)


def log_in(request: HttpRequest) -> HttpResponseBase:
    """로그인. Who is logged in goes on at once, unless it is another account that is wanted."""
    stays = OTHER_LOGIN in request.GET
    shown = LoginView.as_view(
        template_name="backoffice/account/login.html", authentication_form=LoginForm, redirect_authenticated_user=not stays
    )
    return shown(request)


@action("home")
def try_office(request: HttpRequest) -> HttpResponse:
    """관리자 체험하기: a shop of the visitor's own, made by one press, without a login; in a sandbox only."""
    sample = _sample()
    if sample is None:
        raise Http404
    account = request.user if request.user.is_authenticated else None
    try:
        shop, owner = open_demo(sample=sample, account=account, asker=address_of(request), now=now(), true_now=utc_now())
    except TooManyDemos:
        messages.info(request, _("지금은 체험 상점이 모두 쓰이고 있습니다. 가입하면 바로 내 쇼핑몰을 만들 수 있습니다."))
        return redirect("home")
    except TooManyFromHere:
        messages.info(request, _("이곳에서 체험 상점을 여러 번 열었습니다. 가입하면 바로 내 쇼핑몰을 만들 수 있습니다."))
        return redirect("home")
    if account is None:
        login(request, owner)
    return redirect("office", shop.code)


def _sample() -> Shop | None:
    return find_shop(settings.DEMO_SHOP) if settings.MODE == "sandbox" else None


def terms(request: HttpRequest) -> HttpResponse:
    """이용약관."""
    return render(request, "backoffice/account/policy.html", {"title": TERMS.title, "sections": TERMS.told()})


def privacy(request: HttpRequest) -> HttpResponse:
    """개인정보 처리방침."""
    return render(request, "backoffice/account/policy.html", {"title": PRIVACY.title, "sections": PRIVACY.told()})


def signup(request: HttpRequest) -> HttpResponse:
    """가입: an account, logged in at once, and on to making a shop (R2)."""
    form = SignUpForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            account = sign_up(
                email=given["email"],
                name=given["name"],
                phone=given["phone"],
                password=given["password"],
                language=(get_language() or "")[:2],
                now=now(),
            )
        except EmailTaken:
            form.say_email_taken()
        except HashingBusy:
            form.add_error(None, busy(request))
        else:
            login(request, account)
            know_browser(request, name=given["email"])
            return redirect("shop-new")
    return render(request, "backoffice/account/signup.html", {"form": form}, status=_status(request, form))


def _for_members(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A page of one's account: asks for a login, and who only tries an office, whose account goes within a day, to sign up first."""

    @wraps(view)
    @login_required
    def enter(request: HttpRequest) -> HttpResponse:
        return redirect("signup") if cast(Account, request.user).is_demo else view(request)

    return enter


@_for_members
def account(request: HttpRequest) -> HttpResponse:
    """내 계정: the facts of the person, and the ways to another e-mail and password. One save after the other."""
    with transaction.atomic():
        person = Account.objects.select_for_update().get(pk=cast(Account, request.user).pk)
        form = PersonForm(request.POST or None, initial={**model_to_dict(person), "language": person.language or "ko"})
        if is_saved := form.is_valid():
            save_person(account=person, **form.cleaned_data)
    if is_saved:
        messages.success(request, _("저장했습니다."))
        return redirect("account")
    return render(request, "backoffice/account/account.html", {"form": form}, status=form.refusal_status)


@login_required
def shops(request: HttpRequest) -> HttpResponse:
    """내 상점: where this person works."""
    return render(request, "backoffice/account/shops.html", {"shops": shops_of(cast(Account, request.user))})


@_for_members
def shop_new(request: HttpRequest) -> HttpResponse:
    """쇼핑몰 만들기: a name and an address, nothing else (R66)."""
    form = ShopForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            shop = open_shop(owner=cast(Account, request.user), code=given["code"], name=given["name"], now=now())
        except CodeTaken:
            form.say_code_taken()
        else:
            return redirect("office", shop.code)
    return render(request, "backoffice/account/shop_new.html", {"form": form}, status=_status(request, form))


def _status(request: HttpRequest, form: SignUpForm | ShopForm) -> int:
    return 422 if request.method == "POST" and form.errors else 200
