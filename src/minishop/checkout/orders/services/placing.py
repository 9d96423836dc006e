"""주문하기: the order that a buyer's press on pay makes of a sheet, once."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from minishop.chassis.jobs.registry import find_task
from minishop.checkout.accounts.models import Account
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.contract import facts_of
from minishop.checkout.orders.domain.life import LIFE
from minishop.checkout.orders.domain.states import LineState
from minishop.checkout.orders.errors import NotYourOrder
from minishop.checkout.orders.models import Order, OrderLine, OrderSheet
from minishop.checkout.orders.queries import lines_on, sheet_amounts, sheet_contract
from minishop.checkout.orders.services.numbers import new_numbers
from minishop.checkout.orders.services.parts import write_parts


@dataclass(frozen=True, slots=True)
class Details:
    """What the buyer fills in: who orders, and where it is sent."""

    orderer_name: str
    orderer_mobile: str
    orderer_email: str
    recipient_name: str
    recipient_phone: str
    zipcode: str
    address1: str
    address2: str
    delivery_note: str


@transaction.atomic
def place_order(*, merchant: Merchant, sheet: OrderSheet, buyer: Account, details: Details, now: datetime) -> Order:
    """The one order of a sheet, made or found, in the merchant's scope; its row is locked until the transaction ends.

    Pressing pay again takes over corrected details as long as the order awaits payment, and changes nothing later.
    Raises NotYourOrder when somebody else has ordered from the sheet.
    """
    locked = OrderSheet.objects.select_for_update().get(merchant_id=merchant.id, id=sheet.id)
    order = Order.objects.select_for_update().filter(merchant_id=merchant.id, sheet_id=locked.id).first()
    if order is None:
        return _make_order(merchant, sheet, buyer, details, now)
    order.merchant = merchant
    if order.buyer_id != buyer.id:
        raise NotYourOrder(sheet=sheet.key)
    if awaits_payment(order):
        _correct(order, details)
    return order


def awaits_payment(order: Order) -> bool:
    """Whether nothing has been paid and nothing has expired."""
    states = OrderLine.objects.filter(merchant_id=order.merchant_id, order_id=order.id).values_list("state", flat=True)
    return set(states) == {LineState.AWAITING_PAYMENT}


def _make_order(merchant: Merchant, sheet: OrderSheet, buyer: Account, details: Details, now: datetime) -> Order:
    amounts = sheet_amounts(merchant, sheet)
    contract = sheet_contract(merchant, sheet)
    order = Order.objects.create(
        merchant=merchant,
        number=new_numbers(Order, 1, now=now)[0],
        sheet_id=sheet.id,
        buyer=buyer,
        **asdict(details),
        goods_total=amounts.goods,
        shipping_type=sheet.shipping_type,
        shipping_fee=amounts.shipping,
        discount=amounts.discount,
        points_used=amounts.points_used,
        pay_total=amounts.pay_total,
        points_basis_points=amounts.points_basis_points,
        hub_fee_basis_points=merchant.hub_fee_basis_points,
        pg_fee_basis_points=merchant.pg_fee_basis_points,
        contract=facts_of(contract),
        manage_code=sheet.manage_code,
        ordered_at=now,
    )
    lines = OrderLine.objects.bulk_create(_lines(order, sheet, now))
    write_parts(order=order, lines=lines)
    OrderSheet.objects.filter(merchant_id=merchant.id, id=sheet.id).update(ordered=True)
    expire_later(order, at=now + LIFE, now=now)
    return order


def expire_later(order: Order, *, at: datetime, now: datetime) -> None:
    """Has an unpaid order ended at a time, by the calendar, unless it is paid or has been given more time by then."""
    task = find_task("checkout.payments.tasks.expire_order")
    task.enqueue(now=now, run_at=at, key=str(order.id), merchant_id=order.merchant_id, order_id=order.id)


def _lines(order: Order, sheet: OrderSheet, now: datetime) -> list[OrderLine]:
    copied = (
        "product_id",
        "mall_product_id",
        "name",
        "option_text",
        "option_code",
        "quantity",
        "unit_price",
        "line_total",
        "position",
    )
    wanted = lines_on(sheet)
    return [
        OrderLine(
            merchant_id=order.merchant_id,
            number=number,
            order_id=order.id,
            remaining=line.quantity,
            **{name: getattr(line, name) for name in copied},
        )
        for line, number in zip(wanted, new_numbers(OrderLine, len(wanted), now=now), strict=True)
    ]


def _correct(order: Order, details: Details) -> None:
    facts = asdict(details)
    for name, value in facts.items():
        setattr(order, name, value)
    order.save(update_fields=list(facts))
