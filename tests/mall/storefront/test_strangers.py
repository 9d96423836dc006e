"""No address of a storefront reaches another shop's things: made from the table of addresses, so that none is forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import get_resolver
from django.urls.resolvers import URLPattern
from tests.mall.front import opened, visitor
from tests.mall.pictures import png
from tests.mall.worlds import NOW, Cast, make_product

from minishop.chassis.tenancy import scope
from minishop.mall.cart.models import CartLine
from minishop.mall.cart.queries import Choice
from minishop.mall.cart.services import put
from minishop.mall.catalog.models import Category
from minishop.mall.catalog.pictures import add_picture
from minishop.mall.channel.models import Registration

STOREFRONT = "minishop.mall.urls.storefront"
ROUTES = {
    str(pattern.pattern): sorted(pattern.pattern.converters)
    for pattern in get_resolver(STOREFRONT).url_patterns
    if isinstance(pattern, URLPattern) and pattern.pattern.converters
}


def another_shops(cast: Cast) -> dict[str, Any]:
    """Things of the shop maru, by the names that addresses give them, and the token of its visitor's cart."""
    with scope(cast.maru.id):
        product = make_product(cast.maru, "M1")
        picture = add_picture(shop=cast.maru, product=product, content=png())
        cart = put(shop=cast.maru, token="", choice=Choice(0, product, product.variants.all()[0], 1), now=NOW)
        return {
            "category_id": Category.objects.create(shop=cast.maru, name="마루의 분류").id,
            "product_code": "M1",
            "line_id": CartLine.objects.get().id,
            "name": f"{picture.file}-400",
            "token": cart.token,
        }


def test_every_name_in_an_address_is_tried(cast: Cast) -> None:
    assert {name for names in ROUTES.values() for name in names} <= set(another_shops(cast))


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_shops_things_do_not_exist_here(cast: Cast, route: str, method: str) -> None:
    """Even with the cookie of the other shop's visitor."""
    theirs = another_shops(cast)
    with scope(cast.haru.id):
        opened(cast.haru)
    stranger = visitor(cast.haru)
    stranger.cookies["cart"] = theirs["token"]
    address = "/" + route
    for converted in ROUTES[route]:
        kind = next(part for part in ("int", "str", "slug") if f"<{part}:{converted}>" in address)
        address = address.replace(f"<{kind}:{converted}>", str(theirs[converted]))
    answer = getattr(stranger, method)(address, {"quantity": "9", "take_out": "1", "sure": "1"})
    assert answer.status_code == 404 or answer.headers.get("Location") == "/cart/"
    with scope(cast.maru.id):
        assert CartLine.objects.get().quantity == 1
    with scope(cast.haru.id):
        assert not Registration.objects.exists()
