"""Words for later work, as operators read them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minishop.chassis.jobs.domain.lines import Line, Pool
from minishop.chassis.jobs.process import Role
from minishop.chassis.jobs.upkeep import Standing

LINE = {
    Line.MONEY: _("결제와 환불"),
    Line.MESSAGES: _("보내는 소식과 처리 결과"),
    Line.HINTED: _("변경 알림과 알림을 받은 수집"),
    Line.TRACKING: _("송장 추적과 입점 신청"),
    Line.POLLING: _("정기 수집"),
    Line.FEEDS: _("상품 정보와 색인"),
    Line.HOUSEKEEPING: _("정리"),
}
POOL = {Pool.INSIDE: _("내부"), Pool.STRANGERS: _("외부 주소 호출")}
ROLE = {Role.WORKER: _("작업 처리"), Role.CALLER: _("외부 호출"), Role.SCHEDULER: _("일정")}
STANDING = {Standing.ALIVE: _("돌고 있음"), Standing.SILENT: _("신호 없음"), Standing.GONE: _("사라짐")}


_TASKS: dict[str, str | Promise] = {
    "chassis.kept_forms.tasks.forget_kept_files": _("다시 고르지 않아도 되게 둔 파일 정리"),
    "chassis.logins.tasks.forget_sessions": _("끝난 로그인 정리"),
    "chassis.logins.tasks.send_password_links": _("새 비밀번호 링크 보내기"),
    "chassis.logins.tasks.send_email_link": _("이메일 확인 링크 보내기"),
    "chassis.logins.tasks.send_password_changed": _("비밀번호가 바뀌었다고 알리기"),
    "chassis.logins.tasks.send_email_changed": _("이메일이 바뀌었다고 알리기"),
    "chassis.retention.tasks.forget_old_hosts": _("오래 부르지 않은 외부 주소 정리"),
}


def name_tasks(names: Mapping[str, str | Promise]) -> None:
    """Says what a service's tasks are called; its surface does when it starts."""
    _TASKS.update(names)


def title_of(task: str) -> str:
    """What a task does, as people read it; its name, for one that is no longer there."""
    return str(_TASKS.get(task, task))
