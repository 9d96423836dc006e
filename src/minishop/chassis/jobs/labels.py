"""Words for later work, as operators read them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from minishop.chassis.jobs.domain.lines import Line, Pool
from minishop.chassis.jobs.process import Role
from minishop.chassis.jobs.registry import find_task
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


def title_of(task: str) -> str:
    """What a task does, as people read it; its name, for one that is no longer there."""
    try:
        return str(find_task(task).title) or task
    except KeyError:
        return task
