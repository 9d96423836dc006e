"""주문 등록: making an order sheet of a registration."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.registration import Registration, check
from minishop.checkout.orders.models import OrderSheet, SheetLine

SHEET_LIFE = timedelta(hours=24)


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
        registered_at=now,
        expires_at=now + SHEET_LIFE,
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
