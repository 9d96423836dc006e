"""Forms of the platform's own pages."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from minishop.chassis.logins.forms import GuardedLoginForm
from minishop.chassis.ui.forms import OneLine
from minishop.chassis.ui.phones import MESSAGES, PhoneField
from minishop.chassis.ui.versions import ChangingForm
from minishop.mall.shops.domain.names import is_possible_code, is_reserved_code


class LoginForm(GuardedLoginForm):
    """로그인."""

    username = UsernameField(label=_("이메일"), widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "email"}))
    error_messages = {  # noqa: RUF012  # as the framework declares it
        "invalid_login": _("이메일이나 비밀번호가 맞지 않습니다."),
        "inactive": _("쓸 수 없게 된 계정입니다."),
    }


class SignUpForm(forms.Form):
    """가입."""

    email = forms.EmailField(label=_("이메일"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    name = OneLine(label=_("이름"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = PhoneField(label=_("휴대폰"), kinds=MESSAGES, required=False)
    password = forms.CharField(
        label=_("비밀번호"),
        help_text=_("10자 이상. 흔한 비밀번호는 쓸 수 없습니다."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    agreed = forms.BooleanField(label=_("이용약관과 개인정보 처리방침에 동의합니다."))

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def say_email_taken(self) -> None:
        """Puts the refusal beside the e-mail."""
        self.add_error("email", ValidationError(_("이미 가입된 이메일입니다. 로그인해 주세요."), code="email_taken"))


class PersonForm(ChangingForm):
    """내 계정."""

    name = OneLine(label=_("이름"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = PhoneField(label=_("휴대폰"), kinds=MESSAGES, required=False)
    language = forms.ChoiceField(
        label=_("메일과 문자의 언어"), choices=settings.LANGUAGES, help_text=_("상점 소식을 이 언어로 보내 드립니다.")
    )


class ShopForm(forms.Form):
    """쇼핑몰 만들기."""

    name = OneLine(label=_("상점 이름"), max_length=60)
    code = forms.CharField(label=_("상점 주소"), max_length=30)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("영문 소문자로 시작하는 3–30자. 예: haru → http://haru.%(domain)s") % {
            "domain": f"{settings.SHOP_DOMAIN}{settings.MALL.port_suffix}"
        }

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].lower()
        if not is_possible_code(code):
            raise ValidationError(_("영문 소문자로 시작하고, 영문 소문자·숫자·홑하이픈만으로 3–30자여야 합니다."), code="bad_code")
        if is_reserved_code(code):
            raise ValidationError(_("이 주소는 쓸 수 없습니다. 다른 주소를 골라 주세요."), code="reserved_code")
        return code

    def say_code_taken(self) -> None:
        """Puts the refusal, with another address to take, beside the address."""
        other = f"{self.cleaned_data['code'][:26]}-{secrets.randbelow(900) + 100}"
        self.add_error(
            "code",
            ValidationError(_("이미 쓰고 있는 주소입니다. %(other)s 은(는) 어떠세요?"), code="code_taken", params={"other": other}),
        )
