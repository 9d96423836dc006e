"""구매 가능 확인: asking the shop, on opening a sheet and on paying, whether it still sells what was registered."""

from __future__ import annotations

from datetime import datetime

from minishop.checkout.merchants.models import Merchant
from minishop.checkout.merchants.terms import terms_for
from minishop.checkout.orders.adapters.product_info import ask_offers
from minishop.checkout.orders.adapters.sale_check import ask_check
from minishop.checkout.orders.domain.life import MOST_OF_LIFE, lives_until
from minishop.checkout.orders.domain.offers import Refusal, Wanted, unsellable
from minishop.checkout.orders.models import OrderLine, OrderSheet, SheetLine
from minishop.checkout.orders.queries import lines_on


def confirm_sheet(*, merchant: Merchant, sheet: OrderSheet, now: datetime) -> list[Refusal]:
    """The sheet's lines that cannot be bought now, by their places; when all can, the sheet's life begins anew.

    Asks over the net, so never inside a transaction. Raises ShopSilent, and then the sheet's life is as it was.
    """
    refusals = _ask(merchant, sheet, [wanted_of(line) for line in lines_on(sheet)], now)
    if not refusals:
        _renew(sheet, now)
    return refusals


def _ask(merchant: Merchant, sheet: OrderSheet, wanted: list[Wanted], now: datetime) -> list[Refusal]:
    if merchant.hold_url:
        return ask_check(merchant, registration=sheet.manage_code, wanted=wanted, now=now)
    terms = terms_for(merchant, merchant.product_info_url, "product_information")
    return unsellable(wanted, ask_offers(merchant.product_info_url, [line.product_id for line in wanted], terms))


def wanted_of(line: SheetLine | OrderLine) -> Wanted:
    """A line as the shop is asked about it."""
    return Wanted(line.product_id, line.option_code, line.quantity, line.unit_price, line.line_total)


def renew_by_hold(sheet: OrderSheet, now: datetime) -> None:
    """As after a check: a shop that keeps the goods says yes too. A sheet that has most of its life left is not written."""
    if sheet.expires_at - now < MOST_OF_LIFE:
        _renew(sheet, now)


def _renew(sheet: OrderSheet, now: datetime) -> None:
    until = lives_until(registered_at=sheet.registered_at, confirmed_at=now)
    later = OrderSheet.objects.filter(merchant_id=sheet.merchant_id, id=sheet.id, expires_at__lt=until)
    if later.update(expires_at=until):
        sheet.expires_at = until
