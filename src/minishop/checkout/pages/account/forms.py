"""The forms of a buyer's account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from minishop.chassis.logins.forms import account_or_refusal
from minishop.chassis.ui.forms import OneLine
from minishop.chassis.ui.phones import MESSAGES, PhoneField
from minishop.chassis.ui.versions import ChangingForm
from minishop.checkout.accounts.models import Account


class LoginForm(forms.Form):
    """Who is there? A wrong name and a wrong password look the same."""

    login = forms.CharField(
        label=_("아이디"), max_length=40, widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none"})
    )
    password = forms.CharField(
        label=_("비밀번호"), max_length=200, strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"})
    )

    def __init__(self, request: HttpRequest, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.request = request
        self.account: Account | None = None

    def clean(self) -> dict[str, Any]:
        known = self.cleaned_data
        if not self.errors:
            wrong = str(_("아이디 또는 비밀번호가 맞지 않습니다."))
            found: object = account_or_refusal(self.request, known["login"], known["password"], wrong=wrong)
            self.account = found if isinstance(found, Account) else None
        return known


class PersonForm(ChangingForm):
    """내 정보."""

    name = OneLine(label=_("이름"), widget=forms.TextInput({"autocomplete": "name"}), max_length=40)
    mobile = PhoneField(label=_("휴대전화"), kinds=MESSAGES)


class SignupForm(forms.Form):
    """A new buyer."""

    login = forms.CharField(
        label=_("아이디"),
        min_length=4,
        max_length=20,
        help_text=_("영문 소문자와 숫자 4~20자"),
        validators=[RegexValidator(r"^[A-Za-z][A-Za-z0-9_-]*\Z", _("영문으로 시작하는 영문, 숫자, -, _ 만 쓸 수 있습니다."))],
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("비밀번호"),
        max_length=200,
        strip=False,
        help_text=_("10자 이상"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    name = OneLine(label=_("이름"), widget=forms.TextInput({"autocomplete": "name"}), max_length=40, strip=True)
    mobile = PhoneField(label=_("휴대전화"), kinds=MESSAGES)
    email = forms.EmailField(label=_("이메일"), max_length=254, widget=forms.EmailInput({"autocomplete": "email"}))

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password
