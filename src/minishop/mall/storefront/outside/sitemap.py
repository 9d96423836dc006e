"""robots.txt and sitemap.xml: where software that reads the whole shop finds its pages, part by part."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.html import escape

from minishop.chassis.clock import now
from minishop.chassis.web.keeping import for_everyone
from minishop.mall.catalog.models import Category, Product
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.shops.models import Shop
from minishop.mall.shops.queries import opening_of

A_PART = 5_000
MOST_PARTS = 40
KEPT_SECONDS = 3_600
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_PRIVATE = ("/cart/", "/checkout/", "/search/")


@for_everyone
def robots(request: ShopRequest) -> HttpResponse:
    """robots.txt: everything but the visitor's own pages; nothing of a shop that is not open yet."""
    if not opening_of(request.shop, now()).is_open:
        return _kept("User-agent: *\nDisallow: /\n", "text/plain; charset=utf-8")
    closed = "".join(f"Disallow: {path}\n" for path in _PRIVATE)
    return _kept(f"User-agent: *\n{closed}Sitemap: {request.build_absolute_uri('/sitemap.xml')}\n", "text/plain; charset=utf-8")


@for_everyone
def index(request: ShopRequest) -> HttpResponse:
    """The list of parts: one of pages and categories, and one for each 5,000 products."""
    places = ["/sitemap/pages.xml", *(f"/sitemap/products.xml?after={after}" for after in _starts(request.shop))]
    return _xml("sitemapindex", (f"<sitemap>{_place(request, path)}</sitemap>" for path in places))


@for_everyone
def pages(request: ShopRequest) -> HttpResponse:
    """The shop's main page and its categories, at most 5,000 of them."""
    ids = Category.objects.filter(shop=request.shop).order_by("id").values_list("id", flat=True)[:A_PART]
    places = ["/", *(f"/categories/{one}/" for one in ids)]
    return _xml("urlset", (f"<url>{_place(request, path)}</url>" for path in places))


@for_everyone
def products(request: ShopRequest) -> HttpResponse:
    """The displayed ones among the 5,000 products that come after one, with the day of their last change."""
    rows = Product.objects.filter(shop=request.shop, id__gt=_number(request.GET.get("after", ""))).order_by("id")
    found = rows.values_list("code", "updated_at", "displayed", "deleted_at")[:A_PART]
    return _xml(
        "urlset",
        (
            f"<url>{_place(request, f'/products/{code}/')}<lastmod>{changed:%Y-%m-%d}</lastmod></url>"
            for code, changed, displayed, deleted in found
            if displayed and deleted is None
        ),
    )


def _starts(shop: Shop) -> list[int]:
    """After which product each part begins, looked up once an hour: a step over 5,000 keys a part, and no row."""
    found: list[int] = cache.get_or_set(f"sitemap-{shop.id}", lambda: _look_up_starts(shop), KEPT_SECONDS) or []
    return found


def _look_up_starts(shop: Shop) -> list[int]:
    keys = Product.objects.filter(shop=shop).order_by("id").values_list("id", flat=True)
    starts = [0]
    while len(starts) < MOST_PARTS and (last := keys.filter(id__gt=starts[-1])[A_PART - 1 : A_PART].first()) is not None:
        starts.append(last)
    return starts


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0  # what a key may have


def _place(request: ShopRequest, path: str) -> str:
    return f"<loc>{escape(request.build_absolute_uri(path))}</loc>"


def _xml(kind: str, entries: Iterable[str]) -> HttpResponse:
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind} xmlns="{_SCHEMA}">{"".join(entries)}</{kind}>\n'
    return _kept(body, "application/xml; charset=utf-8")


def _kept(body: str, kind: str) -> HttpResponse:
    return HttpResponse(body, content_type=kind, headers={"Cache-Control": f"public, max-age={KEPT_SECONDS}"})
