"""What the owner of an account is written: a link to a new password, one that confirms an e-mail, and what was changed."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from minishop.chassis.messages import Letter


def new_password(links: Sequence[tuple[str, str]], *, minutes: int, language: str) -> Letter:
    """``links``: the login of each account of the reader's e-mail, and where its new password is made."""
    with translation.override(language):
        entries = "\n\n".join(_("아이디: %(login)s\n%(link)s") % {"login": login, "link": link} for login, link in links)
        text = _(
            "새 비밀번호를 만들 수 있는 링크를 보내 드립니다. %(minutes)s분 동안 한 번만 쓸 수 있습니다.\n\n%(entries)s\n\n"
            "요청하신 적이 없다면 이 메일은 무시하셔도 됩니다. 비밀번호는 그대로입니다.\n"
        )
        return _letter(_("비밀번호 다시 만들기"), text % {"minutes": minutes, "entries": entries})


def confirm_email(link: str, *, hours: int, language: str) -> Letter:
    """To the e-mail that an account is to have."""
    with translation.override(language):
        text = _(
            "이 주소를 계정의 이메일로 쓰시려면 아래 링크를 열어 확인해 주세요. %(hours)s시간 동안 쓸 수 있습니다.\n\n%(link)s\n\n"
            "요청하신 적이 없다면 이 메일은 무시하셔도 됩니다. 아무것도 바뀌지 않습니다.\n"
        )
        return _letter(_("이메일 확인"), text % {"hours": hours, "link": link})


def password_changed(login: str, *, language: str) -> Letter:
    """So that an owner notices a change that was not theirs."""
    with translation.override(language):
        text = _(
            "%(login)s 계정의 비밀번호를 바꾸었습니다. 다른 곳의 로그인은 모두 끝났습니다.\n\n"
            "바꾸신 적이 없다면 로그인 화면의 ‘비밀번호를 잊으셨나요?’에서 바로 다시 만들어 주세요.\n%(link)s\n"
        )
        return _letter(
            _("비밀번호가 바뀌었습니다"), text % {"login": login, "link": f"{settings.OWN_ADDRESS.url}{settings.LOGIN_URL}"}
        )


def email_changed(login: str, *, language: str) -> Letter:
    """Goes to the e-mail that the account had."""
    with translation.override(language):
        text = _(
            "%(login)s 계정의 이메일을 바꾸어, 앞으로는 이 주소로 소식을 보내지 않습니다.\n\n"
            "바꾸신 적이 없다면 이 서비스를 운영하는 곳에 바로 알려 주세요.\n%(link)s\n"
        )
        return _letter(_("이메일이 바뀌었습니다"), text % {"login": login, "link": f"{settings.OWN_ADDRESS.url}/"})


def _letter(subject: str, text: str) -> Letter:
    brand = settings.BRAND[(translation.get_language() or settings.LANGUAGE_CODE)[:2]]
    return Letter(subject=f"[{brand}] {subject}", text=text)
