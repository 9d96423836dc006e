"""What a page says of itself to those who show it elsewhere: search engines, and messengers that draw a card from a link."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from minishop.kernel.won import Won
from minishop.mall.catalog.domain.purchase import PurchaseInfo
from minishop.mall.catalog.models import Category, Product
from minishop.mall.catalog.pictures import LARGE, picture_path
from minishop.mall.shops.hosts import ShopRequest

_LONGEST = 160
_NOTHING = SafeString("")
_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class Shared:
    """A page as others show it. ``address`` and ``picture`` are absolute; ``price`` None for what has none; ``facts`` are its JSON-LD."""

    title: str
    description: str
    address: str
    picture: str = ""
    kind: str = "website"
    price: Won | None = None
    facts: SafeString = _NOTHING

    @property
    def price_digits(self) -> str:
        """The price as software reads it."""
        return "" if self.price is None else str(int(self.price))


def shared_page(request: ShopRequest, title: str, description: str, picture: str = "", facts: SafeString = _NOTHING) -> Shared:
    """A page under its one address: without what of a query does not choose its content but a sort, a search's words or a landing."""
    number = request.GET.get("page", "")
    query = f"?page={number}" if number.isascii() and number.isdigit() and int(number) > 1 else ""
    address = request.build_absolute_uri(f"{request.path}{query}")
    return Shared(title, _short(description), address, _absolute(request, picture), facts=facts)


def shared_product(request: ShopRequest, product: Product, info: PurchaseInfo, trail: Sequence[Category]) -> Shared:
    """A product's page: the same name, pictures, price and availability that stand on it."""
    address = request.build_absolute_uri(f"/products/{product.code}/")
    pictures = [_absolute(request, picture_path(image, LARGE)) for image in product.images.all()]
    told = product.summary or strip_tags(product.description) or product.name
    sold = not info.price_text and info.price > 0
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.name,
        "sku": product.code,
        "url": address,
        **({"image": pictures} if pictures else {}),
        **({"description": product.summary} if product.summary else {}),
        **({"brand": {"@type": "Brand", "name": product.brand}} if product.brand else {}),
        **({"offers": _offer(info, address)} if sold else {}),
    }
    here = [*_steps(request, trail), (product.name, address)]
    return Shared(
        f"{product.name} – {request.shop.name}",
        _short(told),
        address,
        next(iter(pictures), ""),
        "product",
        info.price if sold else None,
        _json_ld([facts, _breadcrumb(here)]),
    )


def category_facts(request: ShopRequest, trail: Sequence[Category]) -> SafeString:
    """The breadcrumb of a category's page."""
    return _json_ld([_breadcrumb(_steps(request, trail))])


def _offer(info: PurchaseInfo, address: str) -> dict[str, Any]:
    available = "InStock" if info.buyable else "OutOfStock"
    return {
        "@type": "Offer",
        "price": int(info.price),
        "priceCurrency": "KRW",
        "availability": f"https://schema.org/{available}",
        "url": address,
    }


def _steps(request: ShopRequest, trail: Sequence[Category]) -> list[tuple[str, str]]:
    below = [(one.name, request.build_absolute_uri(f"/categories/{one.id}/")) for one in trail]
    return [(_("홈"), request.build_absolute_uri("/")), *below]


def _breadcrumb(steps: Sequence[tuple[str, str]]) -> dict[str, Any]:
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": address}
        for position, (name, address) in enumerate(steps, start=1)
    ]
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}


def _json_ld(things: Sequence[Mapping[str, Any]]) -> SafeString:
    """JSON that cannot end the element it stands in, whatever a seller wrote."""
    written = json.dumps(things, ensure_ascii=False).translate(_UNSAFE)
    return mark_safe(written)  # noqa: S308  # no sign of it is left that means something in HTML


def _absolute(request: ShopRequest, path: str) -> str:
    return request.build_absolute_uri(path) if path else ""


def _short(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(_LONGEST)
