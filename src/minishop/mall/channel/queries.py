"""Reading what the hub may know of the shop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from types import MappingProxyType
from typing import Any

from django.db.models import Q

from minishop.chassis import clock
from minishop.chassis.outbox.domain import STUCK, State
from minishop.chassis.tenancy import across_tenants
from minishop.kernel.won import Won
from minishop.mall.catalog.domain.purchase import Offer as OfProduct
from minishop.mall.catalog.domain.purchase import purchase_info
from minishop.mall.catalog.models import Category, Product, Variant
from minishop.mall.catalog.pictures import LARGE, SMALL, picture_path
from minishop.mall.catalog.queries import category_names, choices_of, find_products, living_products, select_options, text_options
from minishop.mall.channel import endpoints
from minishop.mall.channel.domain.messages import ABOUT_CLAIMS, RETURN
from minishop.mall.channel.domain.polling import TOO_LONG, is_asked_alone
from minishop.mall.channel.domain.product_details import AskedProduct, Combination, Details, shipping_policy
from minishop.mall.channel.domain.product_information import Information, ReturnAddress
from minishop.mall.channel.domain.sale import Line, Offer
from minishop.mall.channel.domain.sale_messages import CheckedLine
from minishop.mall.channel.domain.setback import MOST_NAMED
from minishop.mall.channel.models import HubConnection, OutboxMessage, Poll, Registration, RegistrationRefusal, UnreadLine
from minishop.mall.claims.domain.filing import may_come_back
from minishop.mall.claims.queries import seen_for_return
from minishop.mall.orders.domain.checking import CheckState
from minishop.mall.orders.models import Dispatch, Order, OrderLine
from minishop.mall.shipping.domain.fee import Kind, Policy
from minishop.mall.shipping.queries import policy_of
from minishop.mall.shops.models import Shop
from minishop.mall.stock.domain.holding import HoldState
from minishop.mall.stock.domain.levels import left_of_product
from minishop.mall.stock.queries import Shelf, held_at_registration, offers, pieces_of, selling_channel, shelves, standing_of

UNCOUNTED = 9_999


@dataclass(frozen=True, slots=True)
class Asking:
    """When the hub last said whether the shop has changes; ``is_late``: that is too long ago. ``is_unknown``: it has said repeatedly that it
    knows no such merchant of this host, so that the shop is asked for by itself."""

    at: datetime | None
    is_late: bool
    is_unknown: bool


@dataclass(frozen=True, slots=True)
class Setback:
    """When the hub was found to have lost changes, and the numbers of our orders of which it knows less than it told; there are more
    where so many were found that not all are named, and may be more while the comparison is under way."""

    at: datetime
    orders: list[str]
    has_more: bool
    is_under_way: bool


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cart that the hub did not take: its words, how often and when last, and the products (code, name, whether it is still there) in the
    order of the lines."""

    id: int
    message: str
    times: int
    last_at: datetime
    products: list[tuple[str, str, bool]]


def refusals_of(shop: Shop) -> list[Refusal]:
    """What the hub did not take of the shop's carts, the last first."""
    rows = list(RegistrationRefusal.objects.filter(shop=shop).order_by("-last_at", "-id"))
    codes = {code for row in rows for code, _name in row.products}
    living = set(living_products(shop).filter(code__in=codes).values_list("code", flat=True))
    return [
        Refusal(row.id, row.message, row.times, row.last_at, [(code, name, code in living) for code, name in row.products])
        for row in rows
    ]


def connection_of(shop: Shop) -> HubConnection | None:
    """The shop's keys at the hub; None before the entry is approved."""
    return HubConnection.objects.filter(shop=shop).first()


def asking_of(shop: Shop, now: datetime) -> Asking:
    """How asking the hub about the shop fares."""
    row = Poll.objects.filter(shop=shop).values_list("asked_at", "missed").first()
    if row is None or not row[0]:
        return Asking(None, is_late=False, is_unknown=row is not None and is_asked_alone(row[1]))
    asked = datetime.fromtimestamp(row[0] / 1000, UTC) + clock.shift()
    return Asking(asked, is_late=now - asked > timedelta(milliseconds=TOO_LONG), is_unknown=is_asked_alone(row[1]))


def known_until(shop: Shop) -> datetime | None:
    """As of when (true time) all changes of the hub are known; None before they ever were."""
    read_at = Poll.objects.filter(shop=shop).values_list("read_at", flat=True).first()
    return datetime.fromtimestamp(read_at / 1000, UTC) if read_at else None


def unread_lines(shop: Shop, most: int) -> list[UnreadLine]:
    """What the hub told of the shop and nobody could read yet, what was asked for longest ago first."""
    return list(UnreadLine.objects.filter(shop=shop).order_by("last_at", "id")[:most])


def shops_with_unread(after: int, most: int) -> list[int]:
    """The shops in rising order of which some line could not be read; a batch (index ``channel_unread_line``)."""
    with across_tenants("what could not be read is asked for again, whosever it is"):
        shops = UnreadLine.objects.filter(shop_id__gt=after).order_by("shop_id").values_list("shop_id", flat=True)
        return list(shops.distinct()[:most])


def setback_of(shop: Shop) -> Setback | None:
    """What the hub was found to have lost of the shop, and nobody has taken note of yet."""
    found = HubConnection.objects.filter(shop=shop, set_back_at__isnull=False).first()
    if found is None or found.set_back_at is None:
        return None
    lines = OrderLine.objects.filter(shop=shop, hub_number__in=found.forgotten[:MOST_NAMED]).select_related("order")
    return Setback(
        found.set_back_at,
        sorted({line.order.number for line in lines}),
        has_more=len(found.forgotten) > MOST_NAMED,
        is_under_way=found.compared_down_to is not None,
    )


def stuck_messages(shop: Shop, most: int = 100) -> list[OutboxMessage]:
    """Refused and parked messages that a resend could still help, the newest first.

    A tracking number that was replaced, or that the hub has found valid since, is nobody's concern any more.
    """
    stuck = list(OutboxMessage.objects.filter(shop=shop, state__in=STUCK).order_by("-created_at")[: 5 * most])
    named = {one for message in stuck for one in message.payload.get("dispatches", ())}
    lines = dict(Dispatch.objects.filter(shop=shop, id__in=named).values_list("id", "line_id"))
    newest: dict[int, int] = {}
    valid: set[int] = set()
    of_lines = Dispatch.objects.filter(shop=shop, line_id__in=set(lines.values())).values_list("line_id", "id", "check_state")
    for line_id, one, check_state in of_lines:
        newest[line_id] = max(one, newest.get(line_id, one))
        valid |= {one} if check_state == CheckState.VALID else set()
    open_ones = {one for one, line_id in lines.items() if newest[line_id] == one} - valid
    still = (message for message in stuck if "dispatches" not in message.payload or open_ones & set(message.payload["dispatches"]))
    return list(islice(still, most))


def cancels_parts(order: Order) -> bool:
    """Whether a part of an order is cancelled: as the hub says of it, else as its profile has it (R53, Q11)."""
    return endpoints.profile().partial_cancel if order.cancels_parts is None else order.cancels_parts


def answers_claims(order: Order) -> bool:
    """Whether the shop answers an order's returns and exchanges, as for parts (R51, R145)."""
    return endpoints.profile().answers_claims if order.answers_claims is None else order.answers_claims


def claim_messages(shop: Shop, order: Order) -> list[OutboxMessage]:
    """What we decided about an order's claims and the hub has not taken yet, the oldest first."""
    of_order = OutboxMessage.objects.filter(shop=shop, subject=order.hub_number, kind__in=ABOUT_CLAIMS)
    return list(of_order.exclude(state=State.SENT).order_by("created_at", "id"))


def undelivered(shop: Shop, kinds: Collection[str], name: str, order: Order | None = None) -> set[Any]:
    """What messages of these kinds that are still on their way to the hub, of an order or of all, name under ``name`` in their payloads."""
    waiting = OutboxMessage.objects.filter(shop=shop, kind__in=kinds, state=State.WAITING)
    of_order = waiting if order is None else waiting.filter(subject=order.hub_number)
    return {one for told in of_order.values_list("payload", flat=True) for one in told[name]}


def returnable(shop: Shop, order: Order) -> list[OrderLine]:
    """The lines of an order, its lines at hand, of which the shop may file a return now."""
    if not answers_claims(order):
        return []
    lines = {line.id: line for line in order.lines.all()}
    seen = seen_for_return(lines.values(), ())
    if not any(may_come_back(line) for line in seen):
        return []
    sent = undelivered(shop, [RETURN], "lines", order)
    return [lines[line.id] for line in seen_for_return(lines.values(), sent) if may_come_back(line)]


def information_of(shop: Shop, codes: Iterable[str], front: str) -> list[Information]:
    """What the hub is told of these products, in the order asked; ones that the shop does not show are left out.

    ``front`` is the storefront's address without a slash at its end. A product that cannot be bought has quantity 0.
    """
    asked = list(dict.fromkeys(codes))[:100]
    products = {product.code: product for product in find_products(shop, asked) if product.displayed}
    found, counted = offers(shop, products.values()), _quantities(shop, products.values())
    categories = {category.id: category for category in Category.objects.filter(shop=shop)}
    informed = []
    for code in asked:
        if (product := products.get(code)) is not None:
            quantity = counted[product.id] if purchase_info(found[product.id]).buyable else 0
            informed.append(_information(shop, product, quantity, front, category_names(product, categories)))
    return informed


def details_of(shop: Shop, asked: Sequence[AskedProduct], registration: str, front: str) -> list[Details]:
    """What a hub that asks by combination is told of these products, as ``information_of``. Of each combination that is what is left, and what
    the live hold of the ``registration`` has of it, whose buyer is the one who is not to be refused (docs/rules/stock.md)."""
    products = {product.code: product for product in find_products(shop, [one.code for one in asked]) if product.displayed}
    found = shelves(shop, [variant.id for product in products.values() for variant in product.variants.all()])
    hold = standing_of(shop, selling_channel(), registration) if registration else None
    own = pieces_of(shop, hold if hold is not None and hold.state == HoldState.HELD else None)
    left = {one: None if shelf.left is None else shelf.left + own.get(one, 0) for one, shelf in found.items()}
    policy = policy_of(shop)
    return [_details(shop, products[one.code], one, left, policy, front) for one in asked if one.code in products]


def _details(
    shop: Shop, product: Product, asked: AskedProduct, left: Mapping[int, int | None], policy: Policy, front: str
) -> Details:
    variants = list(product.variants.all())
    basic = _information(shop, product, 0, front, [])
    named = [one for one in variants if one.choices and (not asked.combinations or one.code in asked.combinations)]
    kind = Kind(product.fee_kind) if policy.individual_fees else Kind.GENERAL
    return Details(
        id=product.code, name=product.name, price=product.price, tax=product.tax, url=basic.url, image=basic.image,
        for_sale=purchase_info(OfProduct(product.displayed, product.for_sale, product.price, product.price_text, None)).buyable,
        quantity=left_of_product([left[one.id] for one in variants]),
        shipping=shipping_policy(kind, product.fee_amount, product.fee_block, policy),
        fees=(policy.return_fee, policy.exchange_fee), returns=basic.returns,
        options=[(option.name, option.values) for option in select_options(product)],
        texts=[option.name for option in text_options(product)] if asked.with_options else (),
        combinations=[Combination(one.code, one.surcharge, left[one.id], choices_of(one)) for one in named] if asked.with_options else (),
    )  # fmt: skip


def _quantities(shop: Shop, products: Iterable[Product]) -> dict[int, int]:
    """How many of each product a hub is told, by product id: what is left, and the most that one live registration holds of it besides. The
    question names no order, so that whoever holds the last piece is not refused (docs/rules/stock.md)."""
    variants = {variant.id: product.id for product in products for variant in product.variants.all()}
    found = shelves(shop, variants)
    held: dict[int, Counter[int]] = {}
    for hold_id, variant_id, pieces in held_at_registration(shop, variants):
        held.setdefault(variants[variant_id], Counter())[hold_id] += pieces
    left: dict[int, list[int | None]] = {}
    for variant_id, product_id in variants.items():
        left.setdefault(product_id, []).append(found[variant_id].left)
    return {
        product_id: UNCOUNTED
        if (counted := left_of_product(each)) is None
        else counted + max(held.get(product_id, {}).values(), default=0)
        for product_id, each in left.items()
    }


def _information(shop: Shop, product: Product, quantity: int, front: str, trail: list[str]) -> Information:
    image = next(iter(product.images.all()), None)
    returns = ReturnAddress(shop.zipcode, shop.address1, shop.address2, shop.name, shop.phone) if shop.address1 else None
    return Information(
        id=product.code, name=product.name, url=f"{front}/products/{product.code}/",
        image=f"{front}{picture_path(image, LARGE)}" if image else "", thumb=f"{front}{picture_path(image, SMALL)}" if image else "",
        price=product.price, quantity=quantity, categories=trail,
        options=[(option.name, option.values) for option in select_options(product)], returns=returns,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sale:
    """What the judgement of a sale needs: the lines as registered, what the shop offers now by variant's code, and each one's id and shelf."""

    lines: list[Line]
    offers: dict[str, Offer]
    shelves: dict[str, tuple[int, Shelf]]

    @property
    def pieces(self) -> dict[int, int]:
        """What the lines want, by variant's id; a line whose combination is none of the registered ones wants nothing."""
        wanted: Counter[int] = Counter()
        for line in self.lines:
            if line.variant in self.offers and self.offers[line.variant].choices == line.choices:
                wanted[self.shelves[line.variant][0]] += line.quantity
        return dict(wanted)

    @property
    def reserves(self) -> dict[int, int]:
        """What the channel keeps back, by variant's id."""
        return {variant_id: shelf.reserve for variant_id, shelf in self.shelves.values()}


def sale_of(shop: Shop, registration: str, told: Sequence[CheckedLine], own: Mapping[int, int] = MappingProxyType({})) -> Sale:
    """What is known of the lines of an order, in three statements. ``own``: pieces by variant that it holds already.

    A line that the shop never registered so names no variant, and neither does a code that is gone.
    """
    registered = Registration.objects.filter(shop=shop, code=registration).values_list("lines", flat=True).first() or []
    named = _variants_named(shop, told)
    found = shelves(shop, [variant.id for variant in named.values()])
    return Sale(
        [_line(one, registered, named) for one in told],
        {variant.code: _offer(variant, found[variant.id], own.get(variant.id, 0)) for variant in named.values()},
        {variant.code: (variant.id, found[variant.id]) for variant in named.values()},
    )


def _variants_named(shop: Shop, lines: Iterable[CheckedLine]) -> dict[tuple[str, str], Variant]:
    """The variants of living products by product code and option code; an empty option code is the one without choices."""
    codes = [line.option_code for line in lines if line.option_code]
    alone = Q(product__code__in=[line.product_id for line in lines if not line.option_code], choices=[])
    living = Variant.objects.filter(shop=shop, product__deleted_at__isnull=True).select_related("product")
    found = list(living.filter(Q(code__in=codes) | alone))
    with_code = {(variant.product.code, variant.code): variant for variant in found}
    return with_code | {(variant.product.code, ""): variant for variant in found if not variant.choices}


def _line(told: CheckedLine, registered: list[Mapping[str, Any]], named: Mapping[tuple[str, str], Variant]) -> Line:
    variant = named.get((told.product_id, told.option_code))
    then = registered[told.line - 1] if told.line <= len(registered) else {}
    known = variant is not None and (then.get("product"), then.get("variant")) == (told.product_id, variant.code)
    return Line(
        number=told.line, variant=variant.code if variant is not None and known else "", choices=_pairs(then.get("choices")),
        quantity=told.quantity, unit_price=Won(told.unit_price), line_total=Won(told.line_total),
    )  # fmt: skip


def _offer(variant: Variant, shelf: Shelf, own: int) -> Offer:
    product = variant.product
    for_sale = product.displayed and product.for_sale and not product.price_text
    left = None if shelf.left is None else shelf.left + own
    return Offer(_pairs(variant.choices), for_sale, product.price, variant.surcharge, left, shelf.offered)


def _pairs(choices: Iterable[Iterable[str]] | None) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in choices or ())
