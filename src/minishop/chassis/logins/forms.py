"""What a login form does with a name and a password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest
from django.utils.translation import gettext as _

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
