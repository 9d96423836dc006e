"""Korean of the messages' codes."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minishop.sandbox.messages.domain import Answer, Kind

KINDS: dict[Kind, Promise] = {Kind.SMS: _("문자"), Kind.MAIL: _("메일")}
ANSWERS: dict[Answer, Promise] = {
    Answer.ACCEPT: _("받아들입니다"),
    Answer.REFUSE: _("거절합니다 (400)"),
    Answer.UNAVAILABLE: _("지금은 처리하지 않습니다 (503)"),
}
