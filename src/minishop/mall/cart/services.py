"""Putting into a cart, changing and taking out."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.db.models import Sum

from minishop.kernel.codes import new_secret
from minishop.kernel.errors import DomainError
from minishop.kernel.ids import new_id
from minishop.mall.cart.domain import MOST
from minishop.mall.cart.models import Cart, CartLine
from minishop.mall.cart.queries import Choice
from minishop.mall.catalog.domain.options import ChoiceMissing, option_text
from minishop.mall.catalog.domain.purchase import purchase_info
from minishop.mall.catalog.models import Product, Variant
from minishop.mall.catalog.queries import resolve_variant, text_options
from minishop.mall.shops.models import Shop
from minishop.mall.stock.queries import offer_of, shelves, shelves_of

MOST_LINES = 100
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class NotBuyable(DomainError):
    """The product cannot be bought now."""

    code: ClassVar[str] = "not_buyable"


class OptionSoldOut(DomainError):
    """The combination that was chosen is sold out; ``option`` is its text."""

    code: ClassVar[str] = "option_sold_out"


class BadQuantity(DomainError):
    """A quantity is a whole number from 1 to 999."""

    code: ClassVar[str] = "bad_quantity"


class NotEnough(DomainError):
    """Fewer pieces are left than the cart would hold: ``left`` of them, and ``there`` are in the cart already."""

    code: ClassVar[str] = "not_enough"


class TextMissing(DomainError):
    """A required text was not written, or is too long; ``option`` names it."""

    code: ClassVar[str] = "text_missing"


class CartFull(DomainError):
    """A cart holds at most 100 lines."""

    code: ClassVar[str] = "cart_full"


def choose(*, shop: Shop, product: Product, chosen: Mapping[str, str], texts: Mapping[str, str], quantity: str) -> Choice:
    """What a product page's form asks for. Prices never come from the form.

    Raises NotBuyable, ChoiceMissing, OptionSoldOut, TextMissing or BadQuantity.
    """
    found = shelves_of(shop, [product])
    if not purchase_info(offer_of(product, found)).buyable:
        raise NotBuyable(product=product.code)
    try:
        variant = resolve_variant(product, chosen)
    except Variant.DoesNotExist:
        raise ChoiceMissing(option="") from None
    if found[variant.id].offered == 0:
        raise OptionSoldOut(option=option_text(variant.choices))
    return Choice(0, product, variant, read_quantity(quantity), _texts(product, texts))


def read_quantity(text: str) -> int:
    """A quantity as a form sends it. Raises BadQuantity."""
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= MOST):
        raise BadQuantity(given=text[:20])
    return int(text)


@transaction.atomic
def put(*, shop: Shop, token: str, choice: Choice, now: datetime) -> Cart:
    """장바구니 담기: adds to the line of the same variant and texts, or makes one. Raises BadQuantity, NotEnough or CartFull."""
    cart = Cart.objects.filter(shop=shop, token=token).first() if token else None
    cart = cart or Cart(shop=shop, token=new_secret())
    cart.updated_at = now
    cart.save()  # from here on whoever puts into the same cart waits
    texts = [list(text) for text in choice.texts]
    key = hashlib.sha256(json.dumps(texts).encode()).hexdigest() if texts else ""
    line = CartLine.objects.filter(shop=shop, cart_id=cart.id, variant_id=choice.variant.id, texts_key=key).first()
    if line is None:
        if CartLine.objects.filter(shop=shop, cart_id=cart.id).count() >= MOST_LINES:
            raise CartFull(limit=MOST_LINES)
        line = CartLine(
            shop=shop, cart_id=cart.id, product_id=choice.product.id, variant_id=choice.variant.id, texts=texts, texts_key=key,
            quantity=0, position=new_id(),
        )  # fmt: skip
    line.quantity += choice.quantity
    if line.quantity > MOST:
        raise BadQuantity(given=line.quantity)
    _require_stock(shop, cart, line, choice)
    line.save()
    return cart


def _require_stock(shop: Shop, cart: Cart, line: CartLine, choice: Choice) -> None:
    left = shelves(shop, [choice.variant.id])[choice.variant.id].offered
    others = CartLine.objects.filter(shop=shop, cart_id=cart.id, variant_id=choice.variant.id).exclude(id=line.id)
    wanted = line.quantity + (others.aggregate(sum=Sum("quantity"))["sum"] or 0)
    if left is not None and wanted > left:
        raise NotEnough(left=left, there=wanted - choice.quantity)


@transaction.atomic
def change_quantity(*, shop: Shop, cart: Cart, line_id: int, quantity: int, now: datetime) -> None:
    """Sets a line's quantity; a line of another cart is left alone."""
    _touch(shop, cart, now)
    CartLine.objects.filter(shop=shop, cart_id=cart.id, id=line_id).update(quantity=quantity)


@transaction.atomic
def take_out(*, shop: Shop, cart: Cart, line_id: int, now: datetime) -> None:
    """Takes a line out; a line of another cart is left alone."""
    _touch(shop, cart, now)
    CartLine.objects.filter(shop=shop, cart_id=cart.id, id=line_id).delete()


def take_bought(*, shop: Shop, bought: Mapping[int, int]) -> None:
    """Takes out what was paid for, in the open transaction and a fixed number of statements: pieces by the line's number. What the buyer
    has added to a line since then stays in it."""
    theirs = CartLine.objects.filter(shop=shop, id__in=list(bought))
    carts = Cart.objects.filter(shop=shop, id__in=theirs.values("cart_id"))
    list(carts.select_for_update().order_by("id"))  # whoever puts into one of them waits, and reads its lines after that
    lines = list(theirs)
    left = [line for line in lines if line.quantity > bought[line.id]]
    CartLine.objects.filter(shop=shop, id__in=[line.id for line in lines if line not in left]).delete()
    _lessen(left, bought)


def _lessen(lines: Sequence[CartLine], pieces: Mapping[int, int]) -> None:
    for line in lines:
        line.quantity -= pieces[line.id]
    CartLine.objects.bulk_update(lines, ["quantity"])


def _touch(shop: Shop, cart: Cart, now: datetime) -> None:
    Cart.objects.filter(shop=shop, id=cart.id).update(updated_at=now)


def _texts(product: Product, given: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    written = []
    for option in text_options(product):
        text = " ".join(_CONTROL.sub(" ", given.get(option.name, "")).split())
        if len(text) > option.max_length or (option.required and not text):
            raise TextMissing(option=option.name, limit=option.max_length)
        if text:
            written.append((option.name, text))
    return written
