"""Reading a cart with the catalogue's prices of this moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from minishop.kernel.won import Won
from minishop.mall.cart.domain import Problem, Quote, Wanted, dearer_without, ends_free_first, missing_for_free, quote
from minishop.mall.cart.models import Cart, CartLine
from minishop.mall.catalog.domain.options import option_text
from minishop.mall.catalog.domain.purchase import PurchaseInfo, purchase_info
from minishop.mall.catalog.models import Product, Variant
from minishop.mall.catalog.queries import find_products
from minishop.mall.shipping.domain.breakdown import FeeRow, fee_rows
from minishop.mall.shipping.domain.fee import Kind, Line, Policy
from minishop.mall.shipping.models import RegionalSurcharge
from minishop.mall.shipping.queries import policy_of, surcharges_of
from minishop.mall.shops.models import Shop
from minishop.mall.stock.queries import offer_of, shelves_of


@dataclass(frozen=True, slots=True)
class Choice:
    """A variant in a quantity, with the texts the buyer wrote: from a cart's row or straight from a product page."""

    key: int
    product: Product
    variant: Variant
    quantity: int
    texts: Sequence[Sequence[str]] = ()

    @property
    def option_text(self) -> str:
        return option_text(self.variant.choices, self.texts)

    @property
    def unit_price(self) -> Won:
        return self.product.price + self.variant.surcharge


@dataclass(frozen=True, slots=True)
class LineView:
    """A line as a page shows it.

    ``dearer`` is what removing it would add to the shipping fee; ``ends_free_first`` says that free delivery would end with it (E19).
    """

    choice: Choice
    amount: Won
    info: PurchaseInfo
    left: int | None
    is_being_paid: bool
    problem: Problem | None
    dearer: Won
    ends_free_first: bool


@dataclass(frozen=True, slots=True)
class CartView:
    """A cart with its bill, and the facts that explain it.

    ``missing_for_free``: how much more makes the base fee free; ``ranges``: what each of the shop's regions costs besides, which
    is part of no total.
    """

    lines: list[LineView]
    quote: Quote
    policy: Policy
    fee_rows: tuple[FeeRow, ...]
    missing_for_free: Won
    ranges: tuple[RegionalSurcharge, ...]

    @property
    def surcharges(self) -> tuple[tuple[str, Won], ...]:
        return tuple((one.name, one.amount) for one in self.ranges)

    @property
    def names(self) -> dict[str, str]:
        return {line.choice.product.code: line.choice.product.name for line in self.lines}


def find_cart(shop: Shop, token: str) -> Cart | None:
    """The visitor's cart."""
    return Cart.objects.filter(shop=shop, token=token).first() if token else None


def choices_of(shop: Shop, cart: Cart | None) -> list[Choice]:
    """The cart's lines whose product and variant still exist, in the order in which they were put in."""
    if cart is None:
        return []
    rows = list(CartLine.objects.filter(shop=shop, cart_id=cart.id).select_related("product").order_by("position", "id"))
    products = {product.id: product for product in find_products(shop, {row.product.code for row in rows})}
    found = []
    for row in rows:
        product = products.get(row.product_id)
        variant = next((one for one in product.variants.all() if one.id == row.variant_id), None) if product else None
        if product is not None and variant is not None:
            found.append(Choice(row.id, product, variant, row.quantity, row.texts))
    return found


def view_of(shop: Shop, choices: Sequence[Choice], own: Mapping[int, int] = MappingProxyType({})) -> CartView:
    """The choices with today's prices, what can be bought of them, and the fee explained row by row. ``own``: pieces by variant that are
    held for this cart already."""
    policy = policy_of(shop)
    products = {choice.product.id: choice.product for choice in choices}
    found = shelves_of(shop, products.values())
    infos = {one: purchase_info(offer_of(product, found)) for one, product in products.items()}
    left = {one: None if shelf.left is None else shelf.left + own.get(one, 0) for one, shelf in found.items()}
    wanted = [_wanted(choice, infos[choice.product.id], left[choice.variant.id]) for choice in choices]
    quoted = quote(wanted, policy)
    names = {choice.product.code: choice.product.name for choice in choices}
    lines = [
        LineView(
            choice, choice.unit_price * choice.quantity, infos[choice.product.id], left[choice.variant.id],
            found[choice.variant.id].is_being_paid,
            quoted.problems.get(choice.key), dearer_without(choice.key, wanted, policy), ends_free_first(one, wanted, policy),
        )
        for choice, one in zip(choices, wanted, strict=True)
    ]  # fmt: skip
    rows = fee_rows(quoted.bill, policy, names) if quoted.bill else ()
    return CartView(lines, quoted, policy, rows, missing_for_free(wanted, policy), tuple(surcharges_of(shop)))


def _wanted(choice: Choice, info: PurchaseInfo, left: int | None) -> Wanted:
    product = choice.product
    line = Line(
        product=product.code, variant=choice.variant.code, unit_price=choice.unit_price, quantity=choice.quantity,
        kind=Kind(product.fee_kind), fee=product.fee_amount, block=product.fee_block,
    )  # fmt: skip
    buyable = info.buyable and choice.unit_price > 0
    return Wanted(choice.key, line, buyable, left, product.min_quantity, product.max_quantity)
