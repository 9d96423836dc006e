"""Korean text of messages to the hub."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minishop.mall.channel.domain.messages import ACKNOWLEDGE, ANSWER, APPROVE_CANCEL, CANCEL, DISPATCH, REFUSE_CANCEL, RETURN

MESSAGES: dict[str, Promise] = {
    ACKNOWLEDGE: _("발주확인"),
    DISPATCH: _("발송처리"),
    CANCEL: _("판매 취소"),
    APPROVE_CANCEL: _("취소 요청 승인"),
    REFUSE_CANCEL: _("취소 요청 거절"),
    ANSWER: _("반품·교환 처리"),
    RETURN: _("반품 접수"),
}
