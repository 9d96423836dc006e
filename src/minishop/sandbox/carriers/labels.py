"""Korean of the carriers' codes."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minishop.sandbox.carriers.domain import Chosen, Step

ANSWERS: dict[Chosen, Promise] = {
    Chosen.KNOWN: _("아는 번호 (시각에 따라 이동)"),
    Chosen.UNKNOWN: _("모르는 번호"),
    Chosen.UNAVAILABLE: _("조회 불가 (나중에 다시)"),
    Chosen.DELIVERED: _("배달 완료"),
}
STEPS: dict[Step, Promise] = {
    Step.AT_PICKUP: _("집화 완료"),
    Step.IN_TRANSIT: _("배송 중"),
    Step.DELIVERED: _("배달 완료"),
}
BADGES: dict[Step, str] = {Step.AT_PICKUP: "badge-info", Step.IN_TRANSIT: "badge-info", Step.DELIVERED: "badge-ok"}
