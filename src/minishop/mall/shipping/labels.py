"""The words in which a shipping fee explains itself, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minishop.kernel.won import Won
from minishop.mall.shipping.domain.breakdown import FeeRow, dearest_regions
from minishop.mall.shipping.domain.fee import Mode, Why
from minishop.mall.shipping.domain.stopping import Stopped

NAME_LENGTH = 24
MOST_REGIONS = 6
MODES: dict[Mode, str | Promise] = {
    Mode.FREE: gettext_lazy("배송비 무료"),
    Mode.ON_DELIVERY: gettext_lazy("착불"),
    Mode.BELOW_AMOUNT: gettext_lazy("주문금액에 따른 미만 배송비"),
    Mode.TIERS: gettext_lazy("구매 금액별 차등 배송료"),
}
STOPPED: dict[Stopped, str | Promise] = {
    Stopped.NOTHING: "",
    Stopped.GENERAL: gettext_lazy(
        "배송비가 착불이고 체크아웃 구매를 막아 두어, 상점 배송비를 쓰는 상품은 체크아웃으로 팔리지 않습니다."
    ),
    Stopped.ALL: gettext_lazy("배송비가 착불이고 체크아웃 구매를 막아 두어, 어떤 상품도 체크아웃으로 팔리지 않습니다."),
}
_ROWS: dict[Why, str | Promise] = {
    Why.SHOP_FREE: gettext_lazy("기본 배송비 – 무료배송 상점"),
    Why.BELOW_THRESHOLD: gettext_lazy("기본 배송비 – 일반 상품 %(about)s원, %(threshold)s원 미만"),
    Why.REACHED_THRESHOLD: gettext_lazy("기본 배송비 – 일반 상품 %(about)s원, %(threshold)s원 이상 무료"),
    Why.TIER: gettext_lazy("기본 배송비 – 일반 상품 %(about)s원 구간"),
    Why.PAID_AT_THE_DOOR: gettext_lazy("기본 배송비 – 착불(받을 때 냅니다)"),
    Why.PER_PRODUCT: gettext_lazy("%(product)s – 개별 배송비"),
    Why.PER_BLOCK: gettext_lazy("%(product)s – 수량별 배송비 %(about)s회"),
    Why.WAIVED_BY_FREE_PRODUCT: gettext_lazy("%(product)s – 무료배송 상품이 함께 있어 개별 배송비 면제"),
    Why.REGION: gettext_lazy("지역별 추가 배송비"),
}
_BASE_WAIVED = gettext_lazy("기본 배송비 – 무료배송 상품이 함께 있어 면제")


def row_text(row: FeeRow) -> str:
    """Why a row of a bill is what it is; a row that came with a text instead of facts is that text."""
    if row.why is None:
        return row.given
    words = _BASE_WAIVED if row.why is Why.WAIVED_BY_FREE_PRODUCT and not row.product else _ROWS[row.why]
    return str(words) % {"about": f"{row.about:,}", "threshold": row.threshold.grouped(), "product": _short(row.name)}


def row_texts(rows: Iterable[FeeRow]) -> list[tuple[str, Won]]:
    """Each row in words, with its amount."""
    return [(row_text(row), row.amount) for row in rows]


def region_note(surcharges: Iterable[tuple[str, Won]]) -> str:
    """What delivery to some regions costs besides, each region once and the dearest of it; empty without surcharges.

    No order is charged with it: the address is written at the hub, whose total has no such part.
    """
    named = [
        _("%(region)s %(amount)s원") % {"region": name, "amount": amount.grouped()} for name, amount in dearest_regions(surcharges)
    ]
    if not named:
        return ""
    shown = {"regions": ", ".join(named[:MOST_REGIONS])}
    if len(named) > MOST_REGIONS:
        return _("지역별 추가 배송비(%(regions)s 등)는 결제금액에 들어 있지 않습니다.") % shown
    return _("지역별 추가 배송비(%(regions)s)는 결제금액에 들어 있지 않습니다.") % shown


def _short(name: str) -> str:
    return name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1].rstrip()}…"
