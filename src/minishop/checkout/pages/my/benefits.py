"""적립금/쿠폰: the rows of a buyer's points and coupons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minishop.checkout.accounts.models import Account
from minishop.checkout.benefits.domain.coupons import USABLE, CouponState
from minishop.checkout.benefits.domain.lots import last_day
from minishop.checkout.benefits.labels import MOVE, STATE, condition_text, value_text, where_text
from minishop.checkout.benefits.models import BuyerCoupon, PointLot
from minishop.checkout.benefits.queries import coupons_of, lots_by_key, points_expected, points_promised, wallet_of
from minishop.checkout.payments.models import Posting
from minishop.checkout.payments.queries import points_moves
from minishop.kernel.clock import kst_day
from minishop.kernel.won import Won, total

_SHOWN = 200


class CodeForm(forms.Form):
    """쿠폰 등록."""

    code = forms.CharField(
        label=_("쿠폰 번호"), max_length=40, widget=forms.TextInput({"autocomplete": "off", "placeholder": _("쿠폰 번호 16자리")})
    )


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the ledger of a buyer's points; ``ends_on`` of those that came."""

    at: datetime
    what: Promise | str
    order_number: str
    shop: str
    points: Won
    balance: Won
    ends_on: date | None

    @property
    def sign(self) -> str:
        """``+`` of what came, ``−`` of what went."""
        return "+" if self.points > 0 else "−"

    @property
    def size(self) -> Won:
        """How many, whichever way."""
        return Won(abs(self.points))


def points_context(buyer: Account, form: CodeForm, at: datetime) -> dict[str, Any]:
    """What the page of points and coupons shows."""
    wallet, expected, promised = wallet_of(buyer), points_expected(buyer), points_promised(buyer)
    lots = lots_by_key(buyer, limit=_SHOWN)
    return {
        "wallet": wallet,
        "pending": total(one.points for one in expected) + total(one.points for one in promised),
        "ending": total(lot.left for lot in lots.values() if lot.ends_on <= _end_of_month(kst_day(at))),
        "expected": expected,
        "promised": promised,
        "moves": _moves(points_moves(buyer, limit=_SHOWN), wallet.balance, lots),
        "lots": [lot for lot in sorted(lots.values(), key=lambda lot: (lot.ends_on, lot.came_at)) if lot.left],
        "coupons": [_coupon_row(coupon) for coupon in coupons_of(buyer)],
        "form": form,
    }


def _end_of_month(day: date) -> date:
    return last_day(day.replace(year=day.year - 1))


def _moves(postings: Sequence[Posting], balance: Won, lots: dict[tuple[int, str], PointLot]) -> list[Move]:
    rows = []
    for posting in postings:
        transfer, points = posting.transfer, -posting.amount
        lot = lots.get((posting.merchant_id, transfer.key))
        what = MOVE.get(transfer.kind, transfer.kind)
        shop = posting.merchant.shop_name
        rows.append(Move(transfer.at, what, transfer.order_number, shop, points, balance, lot.ends_on if lot else None))
        balance -= points
    return rows


def _coupon_row(coupon: BuyerCoupon) -> dict[str, Any]:
    agreed = coupon.coupon
    return {
        "name": agreed.name,
        "value": value_text(agreed),
        "condition": condition_text(agreed),
        "where": where_text(agreed),
        "ends_on": coupon.ends_on,
        "state": STATE[CouponState(coupon.state)],
        "is_usable": coupon.state in USABLE,
    }
