"""클릭: where a buyer is sent, and what is written down."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.plans import plans_of
from tests.shopping.worlds import NOON, approved, indexed, listing

from minishop.chassis.tenancy import across_tenants, scope
from minishop.shopping.clicks.domain.landing import landing_address, tracking_value
from minishop.shopping.clicks.models import Click
from minishop.shopping.clicks.queries import clicks_since
from minishop.shopping.clicks.tasks import forget_old_clicks
from minishop.shopping.index.models import Document
from minishop.shopping.partners.models import Partner
from minishop.shopping.partners.services import suspend


@pytest.mark.parametrize(
    ("link", "landing"),
    [
        ("http://a.example/p", "http://a.example/p?NaPm=v"),
        ("http://a.example", "http://a.example?NaPm=v"),
        ("http://a.example/p?no=1&x=%EA%B0%80", "http://a.example/p?no=1&x=%EA%B0%80&NaPm=v"),
        ("http://a.example/p?no=1#detail", "http://a.example/p?no=1&NaPm=v#detail"),
        ("http://a.example/p?NaPm=old&no=1", "http://a.example/p?no=1&NaPm=v"),
        ("http://a.example/p?napm=old", "http://a.example/p?NaPm=v"),
        ("http://a.example/p?flag&empty=", "http://a.example/p?flag&empty=&NaPm=v"),
    ],
    ids=["질의 없음", "경로 없음", "질의 있음", "조각", "앞선 NaPm", "소문자", "값 없는 질의"],
)
def test_the_parameter_joins_the_link(link: str, landing: str) -> None:
    assert landing_address(link, "v") == landing


@given(st.lists(st.tuples(st.sampled_from("abc"), st.text("xyz%2F+1", max_size=4)), max_size=4))
def test_nothing_else_of_the_link_changes(pairs: list[tuple[str, str]]) -> None:
    query = "&".join(f"{name}={value}" for name, value in pairs)
    link = f"https://a.example:8100/p/%ED%95%9C?{query}#f"
    landing = urlsplit(landing_address(link, tracking_value(7, "sp_x", NOON)))
    assert (landing.scheme, landing.netloc, landing.path, landing.fragment) == ("https", "a.example:8100", "/p/%ED%95%9C", "f")
    assert landing.query.startswith(query)
    assert parse_qsl(landing.query)[-1] == ("NaPm", "ct=1795402800|ci=7|tr=ms|sn=sp_x")


@pytest.fixture
def shop(db: object) -> Partner:
    partner = approved()
    indexed(partner, listing("P1", "원피스"))
    return partner


def document_of(partner: Partner) -> Document:
    with scope(partner.id):
        return Document.objects.get()


def clicks() -> list[tuple[str, str]]:
    with across_tenants("a test counts"):
        return list(Click.objects.values_list("product_code", "words"))


def test_a_click_is_written_down_and_leads_to_the_shop(client: Client, shop: Partner) -> None:
    document = document_of(shop)
    answer = client.get(f"/click/{document.id}/", {"q": "원피스\x00" + "x" * 200}, headers={"host": "shopping.localhost"})
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"{document.link}?NaPm=ct%3D")
    assert "no-store" in answer["Cache-Control"]
    assert clicks() == [("P1", "원피스" + "x" * 97)]


@pytest.mark.parametrize("number", ["1", "9" * 19, "9" * 40])
def test_an_unknown_product_leads_nowhere(client: Client, shop: Partner, number: str) -> None:
    answer = client.get(f"/click/{number}/", {"next": "http://evil.example/"}, headers={"host": "shopping.localhost"})
    assert (answer.status_code, clicks()) == (404, [])


def test_a_suspended_shop_gets_no_click(client: Client, shop: Partner) -> None:
    suspend(partner=shop, fault="timed_out", now=NOON)
    answer = client.get(f"/click/{document_of(shop).id}/", headers={"host": "shopping.localhost"})
    assert (answer.status_code, clicks()) == (404, [])


@pytest.mark.parametrize("method", ["post", "put", "delete", "head"])
def test_only_a_visit_is_a_click(client: Client, shop: Partner, method: str) -> None:
    answer = getattr(client, method)(f"/click/{document_of(shop).id}/", headers={"host": "shopping.localhost"})
    assert (answer.status_code, clicks()) == (405, [])


@pytest.mark.django_db
def test_clicks_go_after_a_quarter_whoever_got_them() -> None:
    for code in ("haru", "maru"):
        partner = approved(code)
        with scope(partner.id):
            for days in (90, 91):
                Click.objects.create(partner=partner, document_id=1, product_code=f"{code}{days}", at=NOON - timedelta(days=days))
    for _turn in range(2):
        forget_old_clicks.run(now=NOON)
        with across_tenants("every partner's clicks"):
            assert set(Click.objects.values_list("product_code", flat=True)) == {"haru90", "maru90"}


@pytest.mark.django_db
def test_clicks_are_counted_by_partner_since_an_instant_and_up_to_a_bound() -> None:
    partners = [approved(code) for code in ("haru", "maru", "nuri")]
    for partner, count in zip(partners, (3, 1, 0), strict=True):
        with scope(partner.id):
            for days in (0,) * count + (8,):
                Click.objects.create(partner=partner, document_id=1, product_code="P1", at=NOON - timedelta(days=days))
    ids, week = [partner.id for partner in partners], NOON - timedelta(days=7)
    assert clicks_since(week, ids, at_most=10) == dict(zip(ids, (3, 1, 0), strict=True))
    assert clicks_since(week, ids, at_most=2) == dict(zip(ids, (2, 1, 0), strict=True))
    (plan,) = plans_of(lambda: clicks_since(week, ids, at_most=2), table="shopping_partners_partner")
    assert "clicks_of_partner" in plan
