"""The words in which a shipping fee explains itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minishop.mall.shipping.domain.fee import Bill, Mode, Policy, Row, Why

MODES: dict[Mode, str | Promise] = {
    Mode.FREE: gettext_lazy("배송비 무료"),
    Mode.ON_DELIVERY: gettext_lazy("착불"),
    Mode.BELOW_AMOUNT: gettext_lazy("주문금액에 따른 미만 배송비"),
    Mode.TIERS: gettext_lazy("구매 금액별 차등 배송료"),
}


def row_text(row: Row, policy: Policy, names: Mapping[str, str]) -> str:
    """Why a row of the bill is what it is. ``names`` are product names by the product's key."""
    facts = {"about": f"{row.about:,}", "threshold": policy.threshold.grouped(), "product": names.get(row.product, row.product)}
    return {
        Why.SHOP_FREE: _("기본 배송비 – 무료배송 상점"),
        Why.BELOW_THRESHOLD: _("기본 배송비 – 일반 상품 %(about)s원, %(threshold)s원 미만"),
        Why.REACHED_THRESHOLD: _("기본 배송비 – 일반 상품 %(about)s원, %(threshold)s원 이상 무료"),
        Why.TIER: _("기본 배송비 – 일반 상품 %(about)s원 구간"),
        Why.PAID_AT_THE_DOOR: _("기본 배송비 – 착불"),
        Why.PER_PRODUCT: _("%(product)s – 개별 배송비"),
        Why.PER_BLOCK: _("%(product)s – 수량별 배송비 %(about)s회"),
        Why.WAIVED_BY_FREE_PRODUCT: _("무료배송 상품이 있어 면제 %(product)s"),
        Why.REGION: _("지역별 추가 배송비"),
    }[row.why] % facts


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
    return {"version": bill.version, "total": int(bill.total), "rows": rows}
