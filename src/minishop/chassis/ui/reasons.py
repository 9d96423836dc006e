"""이유: why a call or a piece of work failed, as people read it. What is stored is data; the words are found here, in the reader's language."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Whole texts of ``chassis.http`` and ``chassis.jobs``, with what varies in them; the first that fits is taken.
_WORDED = [
    (re.compile(pattern), words)
    for pattern, words in (
        (r"no answer in (?P<n>[\d.]+) s", gettext_lazy("%(n)s초 안에 답이 없었습니다")),
        (r"silent for (?P<n>[\d.]+) s", gettext_lazy("%(n)s초 동안 아무것도 보내지 않았습니다")),
        (r"HTTP (?P<n>\d+)", gettext_lazy("오류로 답했습니다(HTTP %(n)s)")),
        (r"more than (?P<n>[\d,]+) bytes", gettext_lazy("답이 너무 큽니다(%(n)s바이트 초과)")),
        (r"less than (?P<n>[\d,]+) bytes a second", gettext_lazy("답을 너무 느리게 보냅니다(1초에 %(n)s바이트 미만)")),
        (r"not a web address", gettext_lazy("웹 주소가 아닙니다")),
        (r"a port that is not called", gettext_lazy("쓸 수 없는 포트입니다")),
        (r"no such host|.*Name or service not known", gettext_lazy("없는 주소입니다")),
        (r"a private address", gettext_lazy("외부에서 부를 수 없는 내부 주소입니다")),
        (r"too many calls are under way .*", gettext_lazy("이미 여러 번 부르고 있어 더 부르지 못했습니다")),
        (r"All connection attempts failed|ConnectError|.*Connection refused", gettext_lazy("연결되지 않았습니다")),
        (r"(Read|Write|Close|RemoteProtocol)Error|Server disconnected.*", gettext_lazy("답하는 도중에 연결이 끊겼습니다")),
        (r"it ended its worker three times", gettext_lazy("이 일을 하던 작업 프로세스가 세 번 잇달아 끝났습니다")),
        (r"it never ended, or ended its worker", gettext_lazy("끝나지 않거나, 하던 작업 프로세스가 끝났습니다")),
        (r"no such task", gettext_lazy("이 판에는 없는 작업입니다")),
    )
]
_PAUSED = re.compile(r"not asked again yet, after: (?P<reason>.*)", re.DOTALL)
# How ``chassis.jobs`` keeps an exception: its name, and what it said.
_FAULT = re.compile(r"[A-Z]\w*[a-z][A-Z]\w*: |[A-Z]\w+(Error|Exception)(: |\Z)")


def worded(reason: str) -> str:
    """A reason in words; one that is not known here as it is: it is the other party's, or a fault for whoever runs the service."""
    if paused := _PAUSED.fullmatch(reason):
        return _("잠시 부르지 않는 중입니다. 앞선 이유: %(reason)s") % {"reason": worded(paused["reason"])}
    found = ((fitting, words) for pattern, words in _WORDED if (fitting := pattern.fullmatch(reason)))
    return next((str(words) % fitting.groupdict() for fitting, words in found), reason)


def worded_plainly(reason: str) -> str:
    """The same for those who do not run the service: a fault of ours shows nothing of its inside."""
    words = worded(reason)
    return _("시스템 오류입니다. 되풀이되면 운영자에게 알려 주세요") if words == reason and _FAULT.match(reason) else words
