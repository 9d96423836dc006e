"""주문 등록: a cart goes to the hub and becomes an order sheet there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

from django.db import transaction

from minishop.chassis.http import OWN_PATIENCE, Outcome, Terms, exchange
from minishop.kernel.codes import readable_code
from minishop.kernel.errors import DomainError
from minishop.kernel.won import Won
from minishop.mall.cart.queries import CartView, Choice
from minishop.mall.catalog.domain.naming import feed_id
from minishop.mall.channel import endpoints
from minishop.mall.channel.domain.contract import write_contract
from minishop.mall.channel.domain.notes import shipping_note
from minishop.mall.channel.domain.polling import HOT_AFTER_CART
from minishop.mall.channel.domain.registration import OrderForm, RegisteredLine, ShippingType, write_order
from minishop.mall.channel.endpoints import profile
from minishop.mall.channel.models import HubConnection, Registration
from minishop.mall.channel.services.polls import warm
from minishop.mall.channel.services.refusals import forget_refusals, note_refusal
from minishop.mall.channel.services.reserving import NOBODY, Visitor, let_go_of, reserve
from minishop.mall.shipping.domain.breakdown import stored
from minishop.mall.shipping.domain.fee import Bill, Kind
from minishop.mall.shops.models import Shop

LONGEST_KEY = 60
_TERMS = Terms("registration", patience=OWN_PATIENCE)


class NotConnected(DomainError):
    """The shop has no approved entry at the hub, or is not open yet."""

    code: ClassVar[str] = "not_connected"


class CannotBuy(DomainError):
    """The cart as it is cannot be bought; the cart page says why."""

    code: ClassVar[str] = "cannot_buy"


class HubSaysNo(DomainError):
    """The hub refused the order; ``message`` is its own sentence for the buyer."""

    code: ClassVar[str] = "hub_says_no"


class HubSilent(DomainError):
    """The hub did not answer; nothing was bought, and trying again may help."""

    code: ClassVar[str] = "hub_silent"
    retryable: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Visit:
    """What the buyer's visit adds: where "back" leads, the attribution cookie, and whose browser it is."""

    back_url: str
    inflow_code: str = ""
    visitor: Visitor = NOBODY


def register_order(*, shop: Shop, view: CartView, visit: Visit, now: datetime) -> str:
    """Registers a cart at the hub and returns the address of its order sheet.

    Prices and fee are those of the catalogue and the fee rule at this moment. At a hub that cannot say when somebody pays the goods are held
    first. Raises NotConnected, CannotBuy, TooManyHolds, NotLeft, HubSaysNo or HubSilent, and then nothing is kept but the hub's words, for the
    seller, and nothing held.
    """
    connection = HubConnection.objects.filter(shop=shop).first()
    if connection is None:
        raise NotConnected
    if not view.quote.can_buy or view.quote.bill is None:
        raise CannotBuy
    form = _form(connection, view, view.quote.bill, visit)
    kept = _keep(shop, form, view, view.quote.bill, visit, now)
    try:
        key = _send(form)
    except (HubSaysNo, HubSilent) as refused:
        _forget(shop, kept, now)
        if isinstance(refused, HubSilent):
            raise
        note_refusal(
            shop=shop,
            message=str(refused.facts["message"]),
            products=[(line.product_id, line.name) for line in form.lines],
            now=now,
        )
        raise
    forget_refusals(shop=shop, codes={line.product_id for line in form.lines})
    Registration.objects.filter(shop=shop, id=kept.id).update(hub_key=key)
    warm(shop=shop, lasts=HOT_AFTER_CART, now=now)  # its buyer may pay now
    return f"{endpoints.order_sheet()}?{urlencode({'ORDER_ID': key, 'SHOP_ID': form.shop_id, 'TOTAL_PRICE': int(form.total)})}"


def _form(connection: HubConnection, view: CartView, bill: Bill, visit: Visit) -> OrderForm:
    unpaid = ShippingType.ONDELIVERY if bill.paid_at_the_door else ShippingType.FREE
    return OrderForm(
        shop_id=connection.merchant_id,
        certi_key=connection.certi_key,
        shipping_type=ShippingType.PAYED if bill.total else unpaid,
        shipping_price=bill.total,
        shipping_note=shipping_note(bill, view.surcharges),
        back_url=visit.back_url,
        inflow_code=visit.inflow_code,
        code=readable_code(12),
        lines=[_line(line.choice) for line in view.lines],
        contract=_contract(view) if endpoints.profile().shipping_contract else "",
    )


def _contract(view: CartView) -> str:
    fees = [
        (Kind(line.choice.product.fee_kind), line.choice.product.fee_amount, line.choice.product.fee_block) for line in view.lines
    ]
    return write_contract(view.policy, fees, [(one.first_zipcode, one.last_zipcode, one.amount) for one in view.ranges])


def _line(choice: Choice) -> RegisteredLine:
    return RegisteredLine(
        product_id=choice.product.code, listed_as=feed_id(choice.product.code, choice.product.id), name=choice.product.name,
        quantity=choice.quantity, option_text=choice.option_text, option_code=choice.variant.code, line_total=choice.unit_price * choice.quantity,
        unit_price=choice.product.price,
    )  # fmt: skip


def _send(form: OrderForm) -> str:
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    answer = exchange(
        "POST", endpoints.order_registration(), content=write_order(form), headers=headers,
        timeout=endpoints.profile().registration_seconds, max_bytes=20_000, terms=_TERMS,
    )  # fmt: skip
    if answer.outcome is Outcome.REFUSED and not answer.retryable:
        raise HubSaysNo(message=answer.body.decode(errors="replace").replace("\0", " ").strip()[:300])
    key = answer.body.decode(errors="replace").strip()
    if not answer.ok or not key or len(key) > LONGEST_KEY:
        raise HubSilent(reason=answer.reason)
    return key


@transaction.atomic
def _keep(shop: Shop, form: OrderForm, view: CartView, bill: Bill, visit: Visit, now: datetime) -> Registration:
    """Keeps what is registered before the hub hears of it, with its goods where they are held now."""
    if profile().hold_at_registration:
        reserve(shop=shop, code=form.code, view=view, visitor=visit.visitor, now=now)
    lines: Sequence[dict[str, object]] = [
        {
            "product": line.product_id,
            "variant": line.option_code,
            "option": line.option_text,
            "quantity": line.quantity,
            "choices": kept.choice.variant.choices,
            "total": int(line.line_total),
            "cart_line": kept.choice.key,
        }
        for line, kept in zip(form.lines, view.lines, strict=True)
    ]
    return Registration.objects.create(
        shop=shop, code=form.code, total=form.total, shipping_fee=Won(form.shipping_price), lines=lines,
        fee_breakdown=stored(bill, view.policy, view.names), made_at=now,
    )  # fmt: skip


@transaction.atomic
def _forget(shop: Shop, kept: Registration, now: datetime) -> None:
    """The hub has not taken it: nothing is kept, and nothing held."""
    Registration.objects.filter(shop=shop, id=kept.id).delete()
    if profile().hold_at_registration:
        let_go_of(shop=shop, code=kept.code, now=now)
