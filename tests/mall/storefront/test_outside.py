"""What the shop says of itself to search engines and messengers, equal to what its pages show."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.mall.front import text, visitor
from tests.mall.pictures import png
from tests.mall.storefront.furnished import furnish
from tests.mall.worlds import NOW, Cast, make_product

from minishop.chassis.tenancy import scope
from minishop.kernel.won import Won
from minishop.mall.catalog.models import Category, Product
from minishop.mall.catalog.pictures import add_picture
from minishop.mall.shops.models import Shop
from minishop.mall.storefront.outside import sitemap

HOST = "http://haru.shop.localhost:8100"
_NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def head(answer: Any) -> dict[str, str]:
    """The names and properties of a page's head, with its one address."""
    page = BeautifulSoup(answer.content, "html.parser")
    said = {str(tag.get("name") or tag.get("property")): str(tag["content"]) for tag in page.select("head meta[content]")}
    return said | {f"link {tag['rel'][0]}": str(tag["href"]) for tag in page.select("head link[rel=canonical]")}


def facts(answer: Any) -> list[dict[str, Any]]:
    """The structured data of a page."""
    told = BeautifulSoup(answer.content, "html.parser").select_one('script[type="application/ld+json"]')
    return [] if told is None else list(json.loads(told.get_text()))


def locations(front: Client, path: str) -> list[str]:
    """Where a part of the map leads."""
    answer = front.get(path)
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    return [str(one.text) for one in ElementTree.fromstring(answer.content).iterfind(".//s:loc", _NAMES)]


def test_a_link_to_a_product_draws_a_card_with_its_picture_and_price(front: Client, shop: Shop) -> None:
    found = furnish(shop)
    said = head(front.get("/products/P1/?NaPm=ct&utm_source=x"))
    image = found.mug.images.order_by("position")[0]
    assert {
        "description": "손에 꼭 맞는 컵",
        "link canonical": f"{HOST}/products/P1/",
        "og:url": f"{HOST}/products/P1/",
        "og:type": "product",
        "og:title": "머그컵 – 하루상점",
        "og:site_name": "하루상점",
        "og:description": "손에 꼭 맞는 컵",
        "og:image": f"{HOST}/media/{image.file}-1000.jpg",
        "og:locale": "ko_KR",
        "twitter:card": "summary_large_image",
        "product:price:amount": "32000",
        "product:price:currency": "KRW",
    }.items() <= said.items()
    assert "robots" not in said


def test_structured_data_of_a_product_is_what_its_page_shows(front: Client, shop: Shop) -> None:
    found = furnish(shop)
    product, trail = facts(front.get("/products/P1/"))
    address = f"{HOST}/products/P1/"
    assert (product["name"], product["sku"], product["brand"]["name"], len(product["image"])) == ("머그컵", "P1", "하루", 3)
    assert product["offers"] == {
        "@type": "Offer",
        "price": 32_000,
        "priceCurrency": "KRW",
        "availability": "https://schema.org/InStock",
        "url": address,
    }
    assert [(one["position"], one["name"], one["item"]) for one in trail["itemListElement"]] == [
        (1, "홈", f"{HOST}/"),
        (2, "주방", f"{HOST}/categories/{found.kitchen.id}/"),
        (3, "컵", f"{HOST}/categories/{found.cups.id}/"),
        (4, "머그컵", address),
    ]


@pytest.mark.parametrize(
    ("told", "availability"),
    [({"stock": 0}, "OutOfStock"), ({"for_sale": False}, "OutOfStock"), ({"price_text": "문의"}, None), ({"price": Won(0)}, None)],
    ids=["품절", "판매 안 함", "대체문구", "0원"],
)
def test_no_price_is_told_that_the_page_does_not_show(
    front: Client, shop: Shop, told: dict[str, Any], availability: str | None
) -> None:
    make_product(shop, "P1", **told)
    answer = front.get("/products/P1/")
    offer = facts(answer)[0].get("offers")
    assert (offer and offer["availability"].rpartition("/")[2]) == availability
    assert ("product:price:amount" in head(answer)) == (availability is not None)


def test_what_a_seller_wrote_cannot_leave_the_data(front: Client, shop: Shop) -> None:
    make_product(shop, "P1", name="컵</script><script>alert(1)//", summary="&<b>\u2028")
    answer = front.get("/products/P1/")
    assert facts(answer)[0]["name"] == "컵</script><script>alert(1)//"
    assert "<script>alert" not in text(answer)


def test_every_page_to_be_found_has_one_address_and_a_description(front: Client, shop: Shop) -> None:
    found = furnish(shop)
    cups = f"/categories/{found.cups.id}/"
    for path, description in {
        "/": "하루상점 – 체크아웃 아이디로 안전하게 구매하세요",
        cups: "컵 – 하루상점: 머그컵",
        f"/categories/{Category.objects.create(shop=shop, name='빈').id}/": "빈 – 하루상점",
        "/notice/": "공지사항 – 하루상점",
        "/checkout-service/": "체크아웃 서비스란? – 하루상점",
    }.items():
        said = head(front.get(path, {"sort": "new", "NaPm": "x"}))
        assert (said["description"], said["link canonical"]) == (description, f"{HOST}{path}")
    assert [one["name"] for one in facts(front.get(cups))[0]["itemListElement"]] == ["홈", "주방", "컵"]
    assert head(front.get("/"))["og:image"].endswith("-1000.jpg")


@pytest.mark.parametrize(("number", "query"), [("2", "?page=2"), ("1", ""), ("x", ""), ("²", "")])
def test_a_later_page_of_a_list_is_a_page_of_its_own(front: Client, number: str, query: str) -> None:
    assert head(front.get("/", {"page": number}))["link canonical"] == f"{HOST}/{query}"


def test_a_visitors_own_pages_and_refusals_are_not_found(front: Client, shop: Shop) -> None:
    make_product(shop, "P1")
    for answer in (
        front.get("/cart/"),
        front.get("/search/?q=x"),
        front.get("/no/"),
        front.post("/cart/lines/", {"product": "P1", "quantity": "0"}),
    ):
        said = head(answer)
        assert (said.get("robots"), "link canonical" in said, "og:title" in said) == ("noindex", False, False)


def test_robots_are_led_to_the_map_and_kept_from_carts(front: Client) -> None:
    answer = front.get("/robots.txt")
    assert (
        text(answer) == f"User-agent: *\nDisallow: /cart/\nDisallow: /checkout/\nDisallow: /search/\nSitemap: {HOST}/sitemap.xml\n"
    )
    assert answer.headers["Cache-Control"] == "public, max-age=3600"


def test_a_shop_that_is_not_open_is_not_found(cast: Cast) -> None:
    """R6."""
    closed = visitor(cast.maru)
    assert text(closed.get("/robots.txt")) == "User-agent: *\nDisallow: /\n"
    assert head(closed.get("/"))["robots"] == "noindex"


def test_the_map_leads_to_each_page_once_part_by_part(
    front: Client, shop: Shop, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "A_PART", 2)
    with scope(cast.maru.id):
        make_product(cast.maru, "M1")
    category = Category.objects.create(shop=shop, name="주방")
    for code in ("A1", "B&2", "C3", "D4", "E5"):
        make_product(shop, code, displayed=code != "C3")
    Product.objects.filter(shop=shop, code="D4").update(deleted_at=NOW)
    parts = [one.removeprefix(HOST) for one in locations(front, "/sitemap.xml")]
    assert len(parts) == 4
    assert [place for part in parts for place in locations(front, part)] == [
        f"{HOST}/", f"{HOST}/categories/{category.id}/", f"{HOST}/products/A1/", f"{HOST}/products/B&2/", f"{HOST}/products/E5/",
    ]  # fmt: skip


@pytest.mark.parametrize("after", ["", "x", "-1", "9" * 30, "²"])
def test_an_odd_beginning_of_a_part_is_the_first(front: Client, shop: Shop, after: str) -> None:
    make_product(shop, "A1")
    assert locations(front, f"/sitemap/products.xml?after={after}") == [f"{HOST}/products/A1/"]


def test_the_parts_are_looked_up_once_an_hour_and_never_without_end(
    front: Client, shop: Shop, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr(sitemap, "A_PART", 1)
    monkeypatch.setattr(sitemap, "MOST_PARTS", 3)
    for number in range(5):
        make_product(shop, f"P{number}")
    with django_assert_num_queries(3):  # the shop, and a step for each further part
        first = locations(front, "/sitemap.xml")
    assert len(first) == 4
    with django_assert_num_queries(1):
        assert locations(front, "/sitemap.xml") == first
    cache.clear()
    with django_assert_num_queries(3):
        locations(front, "/sitemap.xml")


def test_a_part_is_one_question_for_any_number_of_products(
    front: Client, shop: Shop, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 3):
        add_picture(shop=shop, product=make_product(shop, f"P{count}"), content=png())
        with django_assert_num_queries(2):
            locations(front, "/sitemap/products.xml?after=0")
