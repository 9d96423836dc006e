"""PG가 할 수 있는 것: what a gateway usually does, and what a merchant's contract with it makes of that. Rules and pages ask this."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from minishop.kernel.won import Won


class Means(StrEnum):
    """결제수단. ``CARD``: 신용카드 (R92). ``TRANSFER``: 실시간 계좌이체 (Q12)."""

    CARD = "card"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a gateway can do.

    ``partial_cancel``: the means of which it gives back a part. ``cancel_days``: for how many days after it was taken it gives back the
    money of each; of means that are not named, always. ``minimum``: the least that it takes. ``confirms``: the money is taken by a
    request after the buyer has come back, not in the window.
    """

    means: tuple[Means, ...]
    partial_cancel: frozenset[Means] = frozenset()
    cancel_days: Mapping[Means, int] = field(default_factory=dict)
    minimum: Won = Won(1)
    confirms: bool = True

    def under(self, terms: Mapping[str, Collection[str]]) -> Abilities:
        """What a contract makes of it: ``means`` and ``partial_cancel`` of its terms; what the terms do not name is as usual."""
        means = tuple(one for one in self.means if one in terms.get("means", self.means))
        in_parts = terms.get("partial_cancel", self.partial_cancel)
        return replace(self, means=means, partial_cancel=frozenset(one for one in means if one in in_parts))

    def gives_back(self, means: Means, *, amount: Won, left: Won, taken_at: datetime, now: datetime) -> bool:
        """Whether the PG gives back ``amount`` of money that was taken then, of which ``left`` has not gone back."""
        days = self.cancel_days.get(means)
        in_time = days is None or now < taken_at + timedelta(days=days)
        return in_time and (amount == left or means in self.partial_cancel)


class RefundWay(StrEnum):
    """환불 방법, chosen before a claim is agreed to (R136, Q10). ``ACCOUNT``: the hub transfers it to the buyer's account."""

    NONE = "none"
    PG_WHOLE = "pg_whole"
    PG_PART = "pg_part"
    ACCOUNT = "account"


def way_of(amount: Won, *, left: Won, gives_back: bool) -> RefundWay:
    """The way of an amount of an attempt of which ``left`` has not gone back: through the PG wherever that gives it back."""
    if not amount:
        return RefundWay.NONE
    if not gives_back:
        return RefundWay.ACCOUNT
    return RefundWay.PG_WHOLE if amount == left else RefundWay.PG_PART
