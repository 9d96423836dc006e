"""What a claim would come to, before anybody presses: its receipt, or why it cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from minishop.chassis.ui.bills import BillRow
from minishop.checkout.claims import queries
from minishop.checkout.claims.bills import bill_of_proposal
from minishop.checkout.claims.domain.asked import Asked, Shown
from minishop.checkout.claims.domain.money_ways import MoneyWay
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.proposal import Proposal
from minishop.checkout.claims.domain.reasons import ClaimReason
from minishop.checkout.claims.domain.states import ClaimKind
from minishop.checkout.claims.domain.wanted import Way
from minishop.checkout.claims.errors import ClaimRefused
from minishop.checkout.claims.labels import HOW, REFUSAL
from minishop.checkout.claims.services.ways import way_back
from minishop.checkout.orders.models import Order, OrderLine
from minishop.kernel.won import Won


@dataclass(frozen=True, slots=True)
class Preview:
    """The receipt of what is chosen, what a form carries of it (``shown``), and how money goes back; or ``refusal``, and then none of them."""

    bill: Sequence[BillRow] = ()
    shown: str = ""
    money: Won = Won(0)
    to_pay: Won = Won(0)
    refusal: Refusal | None = None
    way: MoneyWay | None = None

    @property
    def how(self) -> str:
        """How the money comes back, in words; empty where none does."""
        return str(HOW[self.way]) if self.way else ""

    @property
    def why_not(self) -> str:
        """The refusal in words."""
        return str(REFUSAL[self.refusal]) if self.refusal else ""


def preview(
    order: Order,
    lines: Sequence[OrderLine],
    *,
    kind: ClaimKind,
    asked: Sequence[Asked],
    reason: ClaimReason,
    now: datetime,
    way: Way = Way.COURIER,
    zipcode: str = "",
) -> Preview:
    """The receipt of a claim, in the merchant's scope; ``lines``: all of the order's, by their places."""
    try:
        found = queries.preview(order, kind=kind, asked=asked, reason=reason, now=now, way=way, zipcode=zipcode)
    except ClaimRefused as refused:
        return Preview(refusal=refused.why)
    back = way_back(order, found.money, now)
    return Preview(bill_of_proposal(found, lines, back), _carried(found), found.money, found.to_pay, way=back)


def _carried(found: Proposal) -> str:
    return f"{int(found.money)}/{int(found.points)}/{int(found.to_pay)}"


def shown_of(text: str) -> Shown | None:
    """What a form carried of the receipt that its sender saw; None for what no receipt of ours says."""
    parts = text.split("/")
    try:
        money, points, to_pay = (Won.parse(part) for part in parts)
    except ValueError:
        return None
    return Shown(money, points, to_pay)
