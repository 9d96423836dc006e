"""What a login form does with a name and a password, and the forms by which an account gets another password or e-mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minishop.chassis.clock import now
from minishop.chassis.logins.hashing import HashingBusy
from minishop.chassis.logins.services import TooManyTries, try_password

_BUSY = "_hashing_was_busy"
_WAIT = "_minutes_until_the_next_try"


def account_or_refusal(request: HttpRequest, name: str, password: str, *, wrong: str) -> AbstractBaseUser:
    """The account; raises ValidationError with ``wrong``, with how long to wait, or with the wish to try again in a moment."""
    try:
        found = try_password(request, name=name, password=password, now=now())
    except TooManyTries as refused:
        setattr(request, _WAIT, refused.facts["minutes"])
        message = _("로그인을 여러 번 실패했습니다. %(minutes)s분 뒤에 다시 시도해 주세요.") % refused.facts
        raise forms.ValidationError(message, code="too_many_tries") from None
    except HashingBusy:
        raise busy(request) from None
    if found is None:
        raise forms.ValidationError(wrong, code="invalid_login")
    return found


def busy(request: HttpRequest) -> forms.ValidationError:
    """The error of a form whose password could not be hashed now; the answer to the request becomes a 503 (``LoginGuard``)."""
    setattr(request, _BUSY, True)
    return forms.ValidationError(_("지금 접속이 많습니다. 잠시 뒤 다시 시도해 주세요."), code="hashing_busy")


def was_busy(request: HttpRequest) -> bool:
    """Whether a form of this request could not hash its password."""
    return getattr(request, _BUSY, False)


def minutes_to_wait(request: HttpRequest) -> int | None:
    """How long a form of this request said to wait after too many wrong passwords; None where none did."""
    found: int | None = getattr(request, _WAIT, None)
    return found


class GuardedLoginForm(AuthenticationForm):
    """Django's own login form, with the guard before the password."""

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for a wrong password, an account that is closed, too many tries, and too many at once."""
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if name and password and self.request is not None:
            wrong = str(self.error_messages["invalid_login"])
            account: Any = account_or_refusal(self.request, name, password, wrong=wrong)
            self.confirm_login_allowed(account)
            self.user_cache = account
        return self.cleaned_data


def too_many_letters(refused: TooManyTries) -> forms.ValidationError:
    """The error of a form that asks for a letter once too often."""
    message = _("메일을 여러 번 보냈습니다. 메일함을 확인하시거나, %(minutes)s분 뒤에 다시 요청해 주세요.") % refused.facts
    return forms.ValidationError(message, code="too_many_tries")


def _email() -> forms.EmailField:
    return forms.EmailField(label=gettext_lazy("이메일"), max_length=254, widget=forms.EmailInput({"autocomplete": "email"}))


def _password(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    widget = forms.PasswordInput({"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=200, strip=False, help_text=help_text, widget=widget)


def _new_password() -> forms.CharField:
    help_text = gettext_lazy("10자 이상. 흔한 비밀번호는 쓸 수 없습니다.")
    return _password(gettext_lazy("새 비밀번호"), "new-password", help_text)


class ForgottenForm(forms.Form):
    """비밀번호를 잊으셨나요?"""

    email = _email()


class NewPasswordForm(forms.Form):
    """새 비밀번호 만들기, by a letter's link."""

    password = _new_password()

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class _OwnersForm(forms.Form):
    """What only the owner may do: the current password is tried, and counted as at a login. ``verified`` is the account then."""

    current_password = _password(gettext_lazy("지금 비밀번호"), "current-password")

    def __init__(self, request: HttpRequest, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.request = request
        self.verified: Any = None

    def clean_current_password(self) -> str:
        password: str = self.cleaned_data["current_password"]
        account: Any = self.request.user
        self.verified = account_or_refusal(self.request, account.get_username(), password, wrong=_("비밀번호가 맞지 않습니다."))
        return password


class ChangePasswordForm(_OwnersForm, NewPasswordForm):
    """비밀번호 바꾸기."""

    field_order = ("current_password", "password")


class ChangeEmailForm(_OwnersForm):
    """이메일 바꾸기."""

    email = _email()
    field_order = ("email", "current_password")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if email == self.request.user.email.lower():  # type: ignore[union-attr]  # the page is for who is logged in
            raise forms.ValidationError(_("지금 쓰고 있는 이메일입니다."), code="same_email")
        return email
