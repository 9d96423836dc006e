"""상점 홈: the three steps until the shop opens, its facts, its applications."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.mall.worlds import FACTS, NOW, Cast, approve_all, with_facts
from tests.reading import Page
from tests.sending import standing_in

from minishop.chassis import clock
from minishop.chassis.jobs.models import Job
from minishop.chassis.postal.domain import Found, Place
from minishop.chassis.tenancy import scope
from minishop.mall.shops.domain.entries import EntryEvent
from minishop.mall.shops.domain.opening import EntryKind
from minishop.mall.shops.models import Entry, Shop
from minishop.mall.shops.services.entries import decide_entry, request_entry

LAYER = "미니샵이 만들어졌습니다!"
INFORMATION = {**FACTS, "name": "하루상점", "business_number": "123-45-67891", "zipcode": "04524", "address1": "서울"}


def home(client: Client) -> str:
    answer = client.get("/office/haru/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_new_shop_shows_three_steps(owner: Client) -> None:
    """R4, R70."""
    page = home(owner)
    assert LAYER in page
    assert [page.count(step) for step in ("01 쇼핑몰 만들기", "02 전자결제(PG) 신청", "03 체크아웃·지식쇼핑 입점")] == [1, 1, 1]
    assert "신청완료" in page


def test_the_layer_shows_where_each_entry_stands(cast: Cast, owner: Client) -> None:
    """Q25."""
    with scope(cast.haru.id):
        request_entry(shop=cast.haru, kind=EntryKind.PG, external_id="1", now=NOW)
        request_entry(shop=cast.haru, kind=EntryKind.CHECKOUT, external_id="2", now=NOW)
        decide_entry(shop=cast.haru, kind=EntryKind.CHECKOUT, event=EntryEvent.REJECT, reason="사업자 확인 불가", now=NOW)
    page = home(owner)
    assert all(word in page for word in ("신청현황보기", "진행중", "반려", "신청 전"))
    assert "사업자 확인 불가" in owner.get("/office/haru/entries/").content.decode()


def test_the_layer_announces_the_opening_and_goes_when_the_shop_opens(cast: Cast, owner: Client) -> None:
    """R6, R72."""
    with scope(cast.haru.id):
        approve_all(cast.haru, clock.now())
    assert "오픈 예정" in home(owner)
    with scope(cast.haru.id):
        Entry.objects.update(decided_at=clock.now() - timedelta(days=1))
    page = home(owner)
    assert LAYER not in page
    assert "상품 전달과 주문 연동이 켜져 있습니다." in page


def test_not_today_hides_the_layer_until_midnight_in_seoul(owner: Client) -> None:
    """R71."""
    answer = owner.post("/office/haru/layer/")
    cookie = answer.cookies["hide_opening_layer"]
    assert 0 < int(cookie["max-age"]) <= 24 * 60 * 60
    assert cookie["path"] == "/office/haru/"
    assert LAYER not in home(owner)
    assert "언제 열리나요?" in owner.get("/office/haru/guide/").content.decode()


def test_the_facts_of_a_shop_are_saved(cast: Cast, owner: Client) -> None:
    answer = owner.post("/office/haru/info/?next=entries", {**INFORMATION, "phone": "021234500"})
    assert answer.headers["location"] == "/office/haru/entries/"
    shop = Shop.objects.get(code="haru")
    assert (shop.business_number, shop.phone, shop.zipcode) == ("1234567891", "02-123-4500", "04524")


def test_an_address_is_found_without_a_script_and_nothing_typed_is_lost(
    cast: Cast, owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R89: the office's form has the same search as the hub's sheet, and still says what it showed at first."""
    found = Found((Place("63120", "제주특별자치도 오름시 새터로 12", ""),), 1)
    monkeypatch.setattr("minishop.chassis.postal.searching.find", lambda typed, **_: found)
    typed = standing_in(owner.get("/office/haru/info/"), **{**INFORMATION, "fax": "02-123-4567"})
    step = Page(
        owner.post("/office/haru/info/", {**typed, "find_address": "zipcode address1 address2", "address_query": "새터로"})
    ).main
    Shop.objects.filter(code="haru").update(support_hours="낮")
    back = owner.post("/office/haru/info/", step.button("63120 제주특별자치도 오름시 새터로 12").fields)
    assert standing_in(back) == {**typed, "zipcode": "63120", "address1": "제주특별자치도 오름시 새터로 12"}
    assert owner.post("/office/haru/info/", standing_in(back)).status_code == 302
    shop = Shop.objects.get(code="haru")
    assert (shop.zipcode, shop.fax, shop.support_hours) == ("63120", "02-123-4567", "낮")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("business_number", "123-45-67890"),
        ("business_number", "abc"),
        ("phone", "없음"),
        ("zipcode", "110-012"),
        ("email", "x"),
        ("name", ""),
    ],
    ids=["검사 숫자", "숫자 아님", "전화", "여섯 자리 우편번호", "이메일", "이름 없음"],
)
def test_wrong_facts_are_refused_beside_their_field(cast: Cast, owner: Client, field: str, value: str) -> None:
    before = Shop.objects.filter(code="haru").values().get()
    answer = owner.post("/office/haru/info/", INFORMATION | {field: value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Shop.objects.filter(code="haru").values().get() == before


def test_business_facts_are_asked_before_applying(cast: Cast, owner: Client) -> None:
    page = owner.get("/office/haru/entries/").content.decode()
    assert "상호, 대표자, 사업자등록번호, 고객센터 전화" in page
    owner.post("/office/haru/entries/pg/")
    with scope(cast.haru.id):
        assert not Entry.objects.exists()
    assert not Job.objects.exists()


def test_applying_records_the_request_and_its_sending_together(cast: Cast, owner: Client) -> None:
    with_facts(cast.haru)
    for _ in range(2):
        assert owner.post("/office/haru/entries/pg/").headers["location"] == "/office/haru/entries/"
    with scope(cast.haru.id):
        assert Entry.objects.get().state == "requested"
    assert Job.objects.get().arguments == {"shop_id": cast.haru.id, "kind": "pg"}
    assert "심사 중입니다" in owner.get("/office/haru/entries/").content.decode()


def test_there_are_three_kinds_of_entry(cast: Cast, owner: Client) -> None:
    assert owner.post("/office/haru/entries/bank/").status_code == 404


def test_the_menu_marks_the_page_it_is_on(owner: Client) -> None:
    page = owner.get("/office/haru/products/new/").content.decode()
    assert page.count('href="/office/haru/products/" aria-current="page"') == 3  # in the rail, in the tabs, behind the last of them
    assert page.count('aria-current="page"') == 3
