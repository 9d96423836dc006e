"""Korean text of a partner's states."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minishop.shopping.partners.domain.states import State

STATES = {
    State.REQUESTED: _("심사 대기"),
    State.APPROVED: _("노출 중"),
    State.REJECTED: pgettext_lazy("state", "반려"),
    State.SUSPENDED: _("노출 중지"),
}
STATE_BADGES = {State.REQUESTED: "warn", State.APPROVED: "ok", State.REJECTED: "muted", State.SUSPENDED: "bad"}
