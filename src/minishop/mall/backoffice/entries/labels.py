"""The applications and the facts that they need, in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from minishop.mall.entries.adapters.pgs import Pg, known_pgs
from minishop.mall.shops.domain.opening import EntryKind, EntryState

Label = str | Promise

ENTRY_HELP: dict[EntryKind, Label] = {
    EntryKind.PG: _("신용카드 결제를 받기 위한 전자결제대행 계약입니다."),
    EntryKind.CHECKOUT: _("구매자가 체크아웃 아이디로 주문하고 결제하는 창구입니다."),
    EntryKind.SHOPPING: _("진열 상품을 검색에 노출하는 상품 DB URL 등록입니다."),
}
ENTRY_STATES: dict[EntryState | None, tuple[Label, str]] = {
    None: (_("신청 전"), "muted"),
    EntryState.REQUESTED: (_("진행중"), "info"),
    EntryState.APPROVED: (_("승인"), "ok"),
    EntryState.REJECTED: (_("반려"), "bad"),
}
FACT_NAMES: dict[str, Label] = {
    "business_name": _("상호"),
    "representative": _("대표자"),
    "business_number": _("사업자등록번호"),
    "phone": _("고객센터 전화"),
    "email": _("이메일"),
}


def pg_name(code: str) -> str:
    """The gateway's name; the code itself for one that is no longer known."""
    pg = known_pgs().get(code)
    return _name(pg) if pg else code


def pg_choices(pgs: Iterable[Pg]) -> list[tuple[str, str]]:
    """Gateways to choose from: code and name."""
    return [(pg.code, _name(pg)) for pg in pgs]


def _name(pg: Pg) -> str:
    return pg.name_en if get_language() == "en" else pg.name
