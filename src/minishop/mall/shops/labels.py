"""Words for a shop's entries, for pages and letters."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minishop.mall.shops.domain.opening import EntryKind

ENTRY_NAMES: dict[EntryKind, Promise] = {
    EntryKind.PG: _("전자결제(PG)"),
    EntryKind.CHECKOUT: _("체크아웃"),
    EntryKind.SHOPPING: _("지식쇼핑"),
}
