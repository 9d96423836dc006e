"""An operator in a seller's office is a guest there, sees it, and leaves a trace that the seller reads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.mall.worlds import NOW, Cast, make_product
from tests.reading import Page
from tests.sending import standing_in

from minishop.mall.orders.domain.actors import person
from minishop.mall.orders.labels import actor_name
from minishop.mall.shops.models import Shop
from minishop.mall.staff.models import GuestAct
from minishop.mall.staff.services import record_guest_act
from minishop.mall.staff.tasks import forget_old_guest_acts

TOLD = "운영자로 들어왔습니다."


@pytest.fixture
def operator(cast: Cast) -> Client:
    """The host's operator, logged in."""
    client = Client()
    client.force_login(cast.operator)
    return client


def test_an_operator_is_told_on_every_page_that_the_shop_is_not_theirs(shop: Shop, operator: Client, owner: Client) -> None:
    for page in ("", "products/", "orders/"):
        assert Page(operator.get(f"/office/haru/{page}")).says(TOLD)
    assert not Page(owner.get("/office/haru/")).says(TOLD)


def test_what_an_operator_sends_is_read_by_the_seller(shop: Shop, operator: Client, owner: Client) -> None:
    make_product(shop, "P1")
    assert not Page(owner.get("/office/haru/info/")).says("운영자가 이 관리 화면에서 한 일")
    operator.get("/office/haru/products/P1/")
    operator.post("/office/haru/products/P1/deletion/")
    owner.post("/office/haru/products/display/")
    assert GuestAct.objects.get().path == "/office/haru/products/P1/deletion/"
    told = Page(owner.get("/office/haru/info/")).part("운영자가 이 관리 화면에서 한 일")
    assert told.says("상품관리")
    assert told.says("operator@mall.example · /office/haru/products/P1/deletion/")


def test_a_history_names_an_operator_as_one(shop: Shop) -> None:
    """R131: the seller's own people by their e-mail, the other side by its name."""
    assert actor_name(person("o@mall.example", is_guest=True)) == "운영자 o@mall.example"
    assert [actor_name(person("o@mall.example", is_guest=False)), actor_name("hub")] == ["o@mall.example", "체크아웃"]
    assert len(person("o" * 254, is_guest=True)) == 80


def test_who_meets_an_operators_save_reads_that_it_was_one(shop: Shop, operator: Client, owner: Client) -> None:
    page = "/office/haru/shipping/"
    stale = owner.get(page)
    operator.post(page, standing_in(operator.get(page), fee="3000"))
    answer = owner.post(page, standing_in(stale, fee="4000"))
    assert Page(answer).says("마지막 저장: 운영자 operator@mall.example, ")


def test_a_trace_goes_after_a_year(shop: Shop, cast: Cast) -> None:
    for at in (NOW - timedelta(days=366), NOW - timedelta(days=364)):
        record_guest_act(shop=shop, account=cast.operator, path="/office/haru/", now=at)
    forget_old_guest_acts.run(now=NOW)
    assert GuestAct.objects.get().at == NOW - timedelta(days=364)
