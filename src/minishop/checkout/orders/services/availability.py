"""구매 가능 확인: asking the shop, on opening a sheet and on paying, whether it still sells what was registered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from minishop.checkout.merchants.models import Merchant
from minishop.checkout.merchants.terms import terms_for
from minishop.checkout.orders.adapters.product_info import ask_offers
from minishop.checkout.orders.adapters.sale_check import ask_check
from minishop.checkout.orders.domain.life import lives_until
from minishop.checkout.orders.domain.offers import Refusal, Wanted, unsellable
from minishop.checkout.orders.models import OrderSheet, SheetLine


@dataclass(frozen=True, slots=True)
class Judged:
    """A line that cannot be bought now, and why."""

    line: SheetLine
    refusal: Refusal


def confirm_sheet(*, merchant: Merchant, sheet: OrderSheet, now: datetime) -> list[Judged]:
    """The sheet's lines that cannot be bought now; when all can, the sheet's life begins anew.

    Asks over the net, so never inside a transaction. Raises ShopSilent, and then the sheet's life is as it was.
    """
    lines = list(sheet.lines.all())
    refusals = _ask(merchant, sheet, [_wanted(line) for line in lines], now)
    if not refusals:
        _renew(sheet, now)
    return [Judged(lines[refusal.place], refusal) for refusal in refusals]


def _ask(merchant: Merchant, sheet: OrderSheet, wanted: list[Wanted], now: datetime) -> list[Refusal]:
    if merchant.hold_url:
        return ask_check(merchant, registration=sheet.manage_code, wanted=wanted, now=now)
    terms = terms_for(merchant, merchant.product_info_url, "product_information")
    return unsellable(wanted, ask_offers(merchant.product_info_url, [line.product_id for line in wanted], terms))


def _wanted(line: SheetLine) -> Wanted:
    return Wanted(line.product_id, line.option_code, line.quantity, line.unit_price, line.line_total)


def _renew(sheet: OrderSheet, now: datetime) -> None:
    until = lives_until(registered_at=sheet.registered_at, confirmed_at=now)
    later = OrderSheet.objects.filter(merchant_id=sheet.merchant_id, id=sheet.id, expires_at__lt=until)
    if later.update(expires_at=until):
        sheet.expires_at = until
