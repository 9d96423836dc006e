"""배송비 내역, as it was kept up to version 1: each row with a sentence in the language of who pressed buy. Read by migrations only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_SENTENCES = {
    "shop_free": ("기본 배송비 – 무료배송 상점", "Basic shipping fee – this shop ships free"),
    "below_threshold": (
        "기본 배송비 – 일반 상품 {about}원, {threshold}원 미만",
        "Basic shipping fee – general products ₩{about}, below ₩{threshold}",
    ),
    "reached_threshold": (
        "기본 배송비 – 일반 상품 {about}원, {threshold}원 이상 무료",
        "Basic shipping fee – general products ₩{about}, free from ₩{threshold}",
    ),
    "tier": ("기본 배송비 – 일반 상품 {about}원 구간", "Basic shipping fee – tier for ₩{about} of general products"),
    "paid_at_the_door": ("기본 배송비 – 착불(받을 때 냅니다)", "Basic shipping fee – paid on delivery"),
    "per_product": ("{name} – 개별 배송비", "{name} – its own shipping fee"),
    "per_block": ("{name} – 수량별 배송비 {about}회", "{name} – shipping fee by quantity × {about}"),
    "waived_by_free_product": (
        "기본 배송비 – 무료배송 상품이 함께 있어 면제",
        "Basic shipping fee – waived, since a free-shipping product is in the order",
        "{name} – 무료배송 상품이 함께 있어 개별 배송비 면제",
        "{name} – own fee waived, since a free-shipping product is in the order",
    ),
    "region": ("지역별 추가 배송비", "Regional surcharge"),
}
_NUMBER = {"about": r"(?P<about>[\d,]+)", "threshold": r"(?P<threshold>[\d,]+)"}


def facts_of(breakdown: Mapping[str, Any]) -> dict[str, Any]:
    """The same bill with facts for sentences. A row whose sentence says nothing known keeps it, and is shown as it is."""
    rows = breakdown.get("rows")
    return {**breakdown, "rows": [_row(row) for row in rows]} if isinstance(rows, list) else dict(breakdown)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    said = _understood(row) if "label" in row else None
    if said is None:
        return row
    kept = {name: value for name, value in row.items() if name != "label"}
    numbers = {name: int(said.get(name, "0").replace(",", "")) for name in _NUMBER}
    return {**kept, **numbers, "name": said.get("name", "")}


def _understood(row: Mapping[str, Any]) -> dict[str, str] | None:
    for sentence in _SENTENCES.get(str(row.get("why")), ()):
        pattern = re.escape(sentence).replace(r"\{name\}", "(?P<name>.+)")
        for name, number in _NUMBER.items():
            pattern = pattern.replace(rf"\{{{name}\}}", number)
        if found := re.fullmatch(pattern, str(row["label"]), re.DOTALL):
            return found.groupdict()
    return None
