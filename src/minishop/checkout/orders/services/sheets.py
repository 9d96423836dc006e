"""주문 등록: making an order sheet of a registration."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from minishop.chassis.retention.keeping import delete_by_keys
from minishop.chassis.tenancy import across_tenants
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.contract import facts_of
from minishop.checkout.orders.domain.life import AT_MOST, lives_until
from minishop.checkout.orders.domain.registration import Registration, agreed, check
from minishop.checkout.orders.models import OrderSheet, SheetLine

# Beyond its last moment, so that nobody still stands before a sheet that goes.
_REMOVED_AFTER = AT_MOST + timedelta(hours=1)


@transaction.atomic
def register_sheet(*, merchant: Merchant, registration: Registration, now: datetime) -> OrderSheet:
    """Makes a new sheet, in the merchant's scope. Raises RegistrationRefused, and then stores nothing."""
    check(registration)
    sheet = OrderSheet.objects.create(
        merchant=merchant,
        key=secrets.token_hex(16).upper(),
        shipping_type=registration.shipping_type.value,
        shipping_price=registration.shipping_price,
        shipping_note=registration.shipping_note,
        total=registration.total,
        back_url=registration.back_url,
        manage_code=registration.manage_code,
        inflow=dict(registration.inflow),
        contract=facts_of(agreed(registration)),
        registered_at=now,
        expires_at=lives_until(registered_at=now, confirmed_at=now),
    )
    SheetLine.objects.bulk_create(_lines(sheet, registration))
    return sheet


def _lines(sheet: OrderSheet, registration: Registration) -> list[SheetLine]:
    return [
        SheetLine(
            merchant_id=sheet.merchant_id,
            sheet_id=sheet.id,
            product_id=line.product_id,
            mall_product_id=line.mall_product_id,
            name=line.name,
            option_text=line.option_text,
            option_code=line.option_code,
            quantity=line.quantity,
            unit_price=line.unit_price,
            line_total=line.line_total,
            position=position,
        )
        for position, line in enumerate(registration.lines)
    ]


@transaction.atomic
def remove_old_sheets(*, now: datetime, at_most: int = 500) -> int:
    """Removes sheets that nobody ordered from and nobody can any more, oldest first (index ``orders_sheets_unordered``).

    Returns how many. Three statements a set.

    A sheet with an order stays for ever: it leads to its order.
    """
    with across_tenants("the hub's own clock removes sheets that are over"):
        over = OrderSheet.objects.filter(ordered=False, registered_at__lte=now - _REMOVED_AFTER).order_by("registered_at")
        found = list(over.select_for_update(skip_locked=True).values_list("merchant_id", "id")[:at_most])
    if found:
        delete_by_keys(SheetLine, ["merchant_id", "sheet_id"], found)
        delete_by_keys(OrderSheet, ["merchant_id", "id"], found)
    return len(found)
