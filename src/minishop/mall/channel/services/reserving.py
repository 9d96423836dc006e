"""선점: goods are held with the registration, at a hub that cannot say when somebody pays (docs/rules/stock.md)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import transaction

from minishop.chassis import clock
from minishop.chassis.alone import alone
from minishop.kernel.errors import DomainError
from minishop.mall.cart.queries import CartView
from minishop.mall.channel.endpoints import profile
from minishop.mall.channel.queries import known_until
from minishop.mall.shops.models import Shop
from minishop.mall.stock.domain.holding import freed_until
from minishop.mall.stock.domain.limits import MOST_OF_A_VISITOR, MOST_OF_AN_ADDRESS, WITHIN, is_beyond, minutes_to_hold
from minishop.mall.stock.queries import (
    has_due,
    held_at_registration,
    live_holds_of,
    pieces_of_cart,
    selling_channel,
    shelves,
    times_unpaid,
)
from minishop.mall.stock.services.holds import Ask, Lacking, free_due, let_go, take
from minishop.mall.stock.services.levels import left


class TooManyHolds(DomainError):
    """This visitor, or this address, holds too much already: what is being paid is to be finished first."""

    code: ClassVar[str] = "too_many_holds"


class NotLeft(DomainError):
    """Others hold what the cart wants; the cart's page says how much is left."""

    code: ClassVar[str] = "not_left"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whose browser presses buy: digests of its cookies and of its address. Empty ones tell nobody."""

    visitor: str = ""
    cart: str = ""
    address: str = ""


NOBODY = Visitor()


def visitor_of(visitor: str, cart: str, address: str) -> Visitor:
    """The digests of a browser's cookies and address."""
    return Visitor(_digest(visitor), _digest(cart), _digest(address))


def reserve(*, shop: Shop, code: str, view: CartView, visitor: Visitor, now: datetime) -> None:
    """Holds a cart's goods for its registration, in the transaction that keeps it; the cart's former registration lets go of its own. What a cart,
    a browser and an address hold, and what registrations hold of a variant, is counted by one at a time. Where they hold half of what there is
    already, this one goes without. Raises TooManyHolds, NotLeft."""
    pieces: Counter[int] = Counter()
    for line in view.lines:
        pieces[line.choice.variant.id] += line.choice.quantity
    counted = [*(whose for whose in asdict(visitor).items() if whose[1]), *(("variant", str(one)) for one in pieces)]
    alone(f"holds of {shop.id} {whose}" for whose in counted)
    _let_go_of_former(shop, visitor, now)
    _require_room(shop, visitor)
    _free_over(shop, list(pieces), now)
    if _is_flooded(shop, pieces):
        return
    minutes = minutes_to_hold(profile().hold_minutes, times_unpaid(shop, visitor.cart, list(pieces), now - WITHIN))
    until = clock.true(now) + timedelta(minutes=minutes)
    ask = Ask(selling_channel(), code, 1, pieces, until, "", code, visitor.visitor, visitor.cart, visitor.address)
    reserves = {variant_id: shelf.reserve for variant_id, shelf in shelves(shop, pieces).items()}
    try:
        with transaction.atomic():
            take(shop=shop, ask=ask, reserves=reserves, now=now)
    except Lacking:
        raise NotLeft from None


@transaction.atomic
def let_go_of(*, shop: Shop, code: str, now: datetime) -> None:
    """The hub has not taken the registration: its goods are free at once."""
    let_go(shop=shop, ask=Ask(selling_channel(), code, 1, {}, clock.true(now)), reason="refused", now=now)


def own_pieces(shop: Shop, visitor: Visitor) -> Mapping[int, int]:
    """What is held for a cart already, by variant."""
    return pieces_of_cart(shop, visitor.cart) if profile().hold_at_registration and visitor.cart else {}


def _let_go_of_former(shop: Shop, visitor: Visitor, now: datetime) -> None:
    if visitor.cart:
        for code in live_holds_of(shop, cart=visitor.cart):
            let_go(shop=shop, ask=Ask(selling_channel(), code, 1, {}, clock.true(now)), reason="abandoned", now=now)


def _require_room(shop: Shop, visitor: Visitor) -> None:
    of_visitor = len(live_holds_of(shop, visitor=visitor.visitor)) if visitor.visitor else 0
    of_address = len(live_holds_of(shop, address=visitor.address)) if visitor.address else 0
    if of_visitor >= MOST_OF_A_VISITOR or of_address >= MOST_OF_AN_ADDRESS:
        raise TooManyHolds


def _free_over(shop: Shop, variants: list[int], now: datetime) -> None:
    until = freed_until(clock.true(now), known_until(shop))
    if has_due(shop, selling_channel(), variants, until):
        free_due(shop=shop, channel=selling_channel(), until=until, variants=variants, now=now)


def _is_flooded(shop: Shop, pieces: Mapping[int, int]) -> bool:
    held: Counter[int] = Counter()
    for _hold, variant_id, quantity in held_at_registration(shop, pieces):
        held[variant_id] += quantity
    counted = left(shop, pieces)
    return any(is_beyond(counted[one], held[one] + wanted) for one, wanted in pieces.items())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32] if text else ""
