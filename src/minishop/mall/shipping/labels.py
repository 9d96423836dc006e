"""The words in which a shipping fee explains itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minishop.kernel.won import Won
from minishop.mall.shipping.domain.fee import Bill, Mode, Policy, Row, Why

NAME_LENGTH = 24
MOST_REGIONS = 6
MODES: dict[Mode, str | Promise] = {
    Mode.FREE: gettext_lazy("배송비 무료"),
    Mode.ON_DELIVERY: gettext_lazy("착불"),
    Mode.BELOW_AMOUNT: gettext_lazy("주문금액에 따른 미만 배송비"),
    Mode.TIERS: gettext_lazy("구매 금액별 차등 배송료"),
}


def row_text(row: Row, policy: Policy, names: Mapping[str, str]) -> str:
    """Why a row of the bill is what it is. ``names`` are product names by the product's key."""
    facts = {
        "about": f"{row.about:,}",
        "threshold": policy.threshold.grouped(),
        "product": _short(names.get(row.product, row.product)),
    }
    if row.why is Why.WAIVED_BY_FREE_PRODUCT and not row.product:
        return _("기본 배송비 – 무료배송 상품이 함께 있어 면제")
    return {
        Why.SHOP_FREE: _("기본 배송비 – 무료배송 상점"),
        Why.BELOW_THRESHOLD: _("기본 배송비 – 일반 상품 %(about)s원, %(threshold)s원 미만"),
        Why.REACHED_THRESHOLD: _("기본 배송비 – 일반 상품 %(about)s원, %(threshold)s원 이상 무료"),
        Why.TIER: _("기본 배송비 – 일반 상품 %(about)s원 구간"),
        Why.PAID_AT_THE_DOOR: _("기본 배송비 – 착불(받을 때 냅니다)"),
        Why.PER_PRODUCT: _("%(product)s – 개별 배송비"),
        Why.PER_BLOCK: _("%(product)s – 수량별 배송비 %(about)s회"),
        Why.WAIVED_BY_FREE_PRODUCT: _("%(product)s – 무료배송 상품이 함께 있어 개별 배송비 면제"),
        Why.REGION: _("지역별 추가 배송비"),
    }[row.why] % facts


def door_note(bill: Bill) -> str:
    """What the order sheet adds where some fees are prepaid and the base fee is paid at the door; empty otherwise."""
    return _("기본 배송비는 착불입니다.") if bill.paid_at_the_door and bill.total else ""


def region_note(surcharges: Iterable[tuple[str, Won]]) -> str:
    """``제주 3,000원, 울릉도 5,000원이 따로 듭니다.``: each name once, with its dearest amount; empty without surcharges."""
    dearest: dict[str, Won] = {}
    for name, amount in surcharges:
        dearest[name] = max(amount, dearest.get(name, amount))
    named = [_("%(region)s %(amount)s원") % {"region": name, "amount": amount.grouped()} for name, amount in dearest.items()]
    if not named:
        return ""
    shown = ", ".join(named[:MOST_REGIONS])
    if len(named) > MOST_REGIONS:
        return _("%(regions)s 등 지역별 배송비가 따로 듭니다.") % {"regions": shown}
    return _("%(regions)s이 따로 듭니다.") % {"regions": shown}


def breakdown(bill: Bill, policy: Policy, names: Mapping[str, str]) -> dict[str, Any]:
    """The bill as it is stored with an order: each row with its words, and the rule's version (A25, step 8; E18)."""
    rows = [
        {
            "part": row.part.value,
            "why": row.why.value,
            "amount": int(row.amount),
            "product": row.product,
            "label": row_text(row, policy, names),
        }
        for row in bill.rows
    ]
    return {"version": bill.version, "total": int(bill.total), "rows": rows, "policy": _facts(policy)}


def _facts(policy: Policy) -> dict[str, Any]:
    """The settings that the bill was made with, so that it can be made again (E18, E20)."""
    return {
        "mode": policy.mode.value, "threshold": int(policy.threshold), "fee": int(policy.fee),
        "tiers": [[int(tier.lower), int(tier.fee)] for tier in policy.tiers],
        "individual_fees": policy.individual_fees, "free_first": policy.free_first, "basis": policy.basis.value,
        "door_gate": policy.door_gate.value, "fixed_per": policy.fixed_per.value,
    }  # fmt: skip


def _short(name: str) -> str:
    return name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1].rstrip()}…"
