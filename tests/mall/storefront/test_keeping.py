"""What the mall answers is kept by nobody, except what is the same for everyone: from the tables of addresses."""

from __future__ import annotations

from django.test import Client
from tests.addresses import filled, views_of
from tests.mall.worlds import Cast
from tests.one_world import expect_each

from minishop.chassis.web.keeping import is_for_everyone

STOREFRONT, PLATFORM = "minishop.mall.urls.storefront", "minishop.mall.urls.platform"
FOR_EVERYONE = {
    "", "categories/<int:category_id>/", "search/", "products/<str:product_code>/", "notice/", "terms/", "privacy/", "checkout-service/",
    "ep/full.tsv", "ep/summary.tsv", "robots.txt", "sitemap.xml", "sitemap/pages.xml", "sitemap/products.xml",
}  # fmt: skip
SAYS_ITSELF = {"media/<slug:name>.jpg"}


def routes(urlconf: str) -> list[str]:
    return [route for route, _ in views_of(urlconf)]


def test_which_pages_are_the_same_for_everyone_is_known() -> None:
    assert {route for route, view in views_of(STOREFRONT) if is_for_everyone(view)} == FOR_EVERYONE
    assert [route for route, view in views_of(PLATFORM) if is_for_everyone(view)] == []


def test_no_other_page_of_a_storefront_is_kept(cast: Cast) -> None:
    def look(route: str) -> None:
        answer = Client(headers={"host": "haru.shop.localhost"}).get(filled(route))
        assert answer.headers["Cache-Control"] == "private, no-store"

    expect_each({route: route for route in sorted(set(routes(STOREFRONT)) - FOR_EVERYONE - SAYS_ITSELF)}, look)


def test_no_page_of_the_platform_and_the_offices_is_kept(cast: Cast) -> None:
    def look(route: str) -> None:
        owner = Client()
        owner.force_login(cast.owner)
        assert {"private", "no-store"} <= set(owner.get(filled(route)).headers["Cache-Control"].split(", "))

    expect_each({route: route for route in routes(PLATFORM)}, look)


def test_a_page_for_everyone_leaves_it_open_and_is_told_apart_by_cookies(cast: Cast) -> None:
    visitor = Client(headers={"host": "haru.shop.localhost"})
    visitor.get("/")
    again = visitor.get("/")  # with the cookies of the first visit, so that nothing new is set
    assert "Cache-Control" not in again.headers
    assert "Cookie" in again.headers["Vary"].split(", ")
