"""계약 조건: what a contract with the sandbox's PG allows, and when a cancel is refused."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType

from minishop.kernel.clock import KST, day_start, kst_day
from minishop.kernel.won import Won


class Method(StrEnum):
    """결제수단: 신용카드, 실시간 계좌이체 (glossary: wire)."""

    CARD = "CARD"
    TRANSFER = "TRANSFER"


MINIMUM = Won(100)
# So many days after it was taken the money of each means can be given back.
CANCEL_DAYS = MappingProxyType({Method.CARD: 365, Method.TRANSFER: 180})
# 은행 점검: banks give nothing back in that hour.
CLOSES, OPENS = time(23, 30), time(0, 30)


def is_too_old(method: Method, *, taken_at: datetime, now: datetime) -> bool:
    """Whether money that was taken then can no longer be given back."""
    return now >= taken_at + timedelta(days=CANCEL_DAYS[method])


def closed_until(method: Method, now: datetime) -> datetime | None:
    """When a cancel of these means is possible again; None while it is."""
    at = now.astimezone(KST).time()
    if method is not Method.TRANSFER or OPENS <= at < CLOSES:
        return None
    day = kst_day(now) + timedelta(days=1) if at >= CLOSES else kst_day(now)
    return day_start(day) + timedelta(hours=OPENS.hour, minutes=OPENS.minute)
