"""DB URL: the feed's two addresses on the storefront's host (R6, R32)."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from minishop.chassis.clock import now
from minishop.chassis.web.keeping import for_everyone
from minishop.mall.feed.queries import batched, full_feed, summary_feed
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.shops.queries import opening_of

_TYPE = "text/plain; charset=utf-8"


@for_everyone
def full(request: ShopRequest) -> HttpResponseBase:
    """The full feed, streamed; 404 before the shop is open."""
    if not opening_of(request.shop, now()).is_open:
        return _not_open()
    return StreamingHttpResponse(batched(full_feed(request.shop, _front(request))), content_type=_TYPE)


@for_everyone
def summary(request: ShopRequest) -> HttpResponseBase:
    """The summary of today's changes, streamed; 404 before the shop is open."""
    instant = now()
    if not opening_of(request.shop, instant).is_open:
        return _not_open()
    return StreamingHttpResponse(batched(summary_feed(request.shop, _front(request), instant)), content_type=_TYPE)


def _front(request: ShopRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _not_open() -> HttpResponse:
    return HttpResponse("이 상점은 아직 열리지 않았습니다. / This shop is not open yet.\n", status=404, content_type=_TYPE)
