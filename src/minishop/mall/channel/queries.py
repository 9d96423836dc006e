"""Reading what the hub may know of the shop."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from minishop.chassis import outbox
from minishop.mall.catalog.domain.purchase import purchase_info
from minishop.mall.catalog.models import Category, Product
from minishop.mall.catalog.pictures import LARGE, SMALL, picture_path
from minishop.mall.catalog.queries import category_names, find_products, select_options
from minishop.mall.channel.domain.product_information import Information, ReturnAddress
from minishop.mall.channel.models import HubConnection, OutboxMessage
from minishop.mall.orders.models import Dispatch
from minishop.mall.shops.models import Shop
from minishop.mall.stock.queries import offers

UNCOUNTED = 9_999


def connection_of(shop: Shop) -> HubConnection | None:
    """The shop's keys at the hub; None before the entry is approved."""
    return HubConnection.objects.filter(shop=shop).first()


def stuck_messages(shop: Shop, most: int = 100) -> list[OutboxMessage]:
    """Refused and parked messages that a resend could still help, the newest first.

    A tracking number that was replaced, or that the hub has found valid since, is nobody's concern any more.
    """
    stuck = list(OutboxMessage.objects.filter(shop=shop, state__in=outbox.STUCK).order_by("-created_at")[: 5 * most])
    named = {one for message in stuck for one in message.payload.get("dispatches", ())}
    lines = dict(Dispatch.objects.filter(shop=shop, id__in=named).values_list("id", "line_id"))
    newest: dict[int, int] = {}
    valid: set[int] = set()
    of_lines = Dispatch.objects.filter(shop=shop, line_id__in=set(lines.values())).values_list("line_id", "id", "check_state")
    for line_id, one, check_state in of_lines:
        newest[line_id] = max(one, newest.get(line_id, one))
        valid |= {one} if check_state == Dispatch.Check.VALID else set()
    open_ones = {one for one, line_id in lines.items() if newest[line_id] == one} - valid
    still = (message for message in stuck if "dispatches" not in message.payload or open_ones & set(message.payload["dispatches"]))
    return list(islice(still, most))


def information_of(shop: Shop, codes: Iterable[str], front: str) -> list[Information]:
    """What the hub is told of these products, in the order asked; ones that the shop does not show are left out.

    ``front`` is the storefront's address without a slash at its end. A product that cannot be bought has quantity 0.
    """
    asked = list(dict.fromkeys(codes))[:100]
    products = {product.code: product for product in find_products(shop, asked) if product.displayed}
    found = offers(shop, products.values())
    categories = {category.id: category for category in Category.objects.filter(shop=shop)}
    informed = []
    for code in asked:
        if (product := products.get(code)) is not None:
            offer = found[product.id]
            left = UNCOUNTED if offer.left is None else offer.left
            quantity = left if purchase_info(offer).buyable else 0
            informed.append(_information(shop, product, quantity, front, category_names(product, categories)))
    return informed


def _information(shop: Shop, product: Product, quantity: int, front: str, trail: list[str]) -> Information:
    image = next(iter(product.images.all()), None)
    returns = ReturnAddress(shop.zipcode, shop.address1, shop.address2, shop.name, shop.phone) if shop.address1 else None
    return Information(
        id=product.code, name=product.name, url=f"{front}/products/{product.code}/",
        image=f"{front}{picture_path(image, LARGE)}" if image else "", thumb=f"{front}{picture_path(image, SMALL)}" if image else "",
        price=product.price, quantity=quantity, categories=trail,
        options=[(option.name, option.values) for option in select_options(product)], returns=returns,
    )  # fmt: skip
