"""Words for later work, as operators read them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from minishop.chassis.jobs.domain.lines import Line, Pool
from minishop.chassis.jobs.process import Role

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
