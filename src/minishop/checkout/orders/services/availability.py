"""구매 가능 확인: asking the shop, on opening a sheet and on paying, whether it still sells what was registered."""

from __future__ import annotations

from dataclasses import dataclass

from minishop.chassis.http import Terms
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.merchants.terms import terms_for
from minishop.checkout.orders.adapters.product_info import ask_offers
from minishop.checkout.orders.domain.offers import Unsellable, Wanted, unsellable
from minishop.checkout.orders.models import OrderSheet, SheetLine


@dataclass(frozen=True, slots=True)
class Judged:
    """A line, and why it cannot be bought now."""

    line: SheetLine
    reason: Unsellable


def lines_not_for_sale(*, merchant: Merchant, sheet: OrderSheet) -> list[Judged]:
    """The sheet's lines that cannot be bought now. Asks over the net, so never inside a transaction. Raises ShopSilent."""
    lines = list(sheet.lines.all())
    offers = ask_offers(merchant.product_info_url, [line.product_id for line in lines], _terms(merchant))
    reasons = unsellable([Wanted(line.product_id, line.unit_price, line.quantity) for line in lines], offers)
    return [Judged(line, reason) for line, reason in zip(lines, reasons, strict=True) if reason]


def _terms(merchant: Merchant) -> Terms:
    return terms_for(merchant, merchant.product_info_url, "product_information")
