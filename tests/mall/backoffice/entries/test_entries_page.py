"""What a seller finds on the page of the three applications."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.mall.entries.test_pgs import with_moon
from tests.mall.worlds import NOW, approve_all, with_facts
from tests.page_lines import lacking, lines

from minishop.chassis import clock
from minishop.chassis.jobs.models import Job
from minishop.mall.entries.adapters import pgs
from minishop.mall.shops.domain.entries import EntryEvent
from minishop.mall.shops.domain.opening import EntryKind
from minishop.mall.shops.models import Entry, Shop
from minishop.mall.shops.services.entries import decide_entry, request_entry

__all__ = ["with_moon"]
PAGE = "/office/haru/entries/"
HEAD = """
    # 입점 신청
    세 가지가 모두 승인되면 다음날 상점이 열립니다.
"""
NEW = f"""
    ## 전자결제(PG)
    신청 전
    신용카드 결제를 받기 위한 전자결제대행 계약입니다.
    <신청하기 → POST {PAGE}pg/$off>
    ## 체크아웃
    신청 전
    구매자가 체크아웃 아이디로 주문하고 결제하는 창구입니다.
    <신청하기 → POST {PAGE}checkout/$off>
    ## 지식쇼핑
    신청 전
    진열 상품을 검색에 노출하는 상품 DB URL 등록입니다.
    <신청하기 → POST {PAGE}shopping/$off>
"""
MISSING = """
    신청하려면 다음 정보가 필요합니다: 상호, 대표자, 사업자등록번호, 고객센터 전화
    [상점 정보 입력 → /office/haru/info/?next=entries]
"""
UNDER_WAY = f"""
    ## 전자결제(PG)
    반려
    결제 대행사: 샌드박스 PG
    신청일: 2025.04.04 12:00
    결정일: 2025.04.04 13:00
    사업자 확인 불가
    <다시 신청 → POST {PAGE}pg/>
    ## 체크아웃
    진행중
    신청일: 2025.04.04 12:00
    심사 중입니다. 결정되면 이 화면이 바뀝니다.
    샌드박스에서는 승인도 직접 합니다. 운영자 로그인은 up이 보여 준 표에 있습니다. [심사하는 곳 열기 → http://checkout.localhost:8200/center/]
    ## 지식쇼핑
    승인
    신청일: 2025.04.04 12:00
    결정일: 2025.04.04 13:00
"""


def test_what_is_missing_is_asked_first(shop: Shop, owner: Client) -> None:
    assert lacking(owner.get(PAGE), HEAD + MISSING + NEW, off=", off") == []


def test_a_shop_with_its_facts_may_apply(shop: Shop, owner: Client) -> None:
    """R70."""
    with_facts(shop)
    page = owner.get(PAGE)
    assert lacking(page, HEAD + NEW, off="") == []
    assert not [line for line in lines(page) if "다음 정보가 필요합니다" in line or "결제 대행사" in line]


def test_refused_waiting_and_approved(shop: Shop, owner: Client) -> None:
    with_facts(shop)
    for kind in EntryKind:
        request_entry(shop=shop, kind=kind, party="sandbox" if kind is EntryKind.PG else "", now=NOW)
    later = NOW + timedelta(hours=1)
    decide_entry(shop=shop, kind=EntryKind.PG, event=EntryEvent.REJECT, reason="사업자 확인 불가", now=later)
    decide_entry(shop=shop, kind=EntryKind.SHOPPING, event=EntryEvent.APPROVE, now=later)
    assert lacking(owner.get(PAGE), HEAD + UNDER_WAY) == []


def test_where_there_are_several_gateways_one_is_chosen(shop: Shop, owner: Client, with_moon: None) -> None:
    with_facts(shop)
    wanted = f"## 전자결제(PG)\n{{결제 대행사: *샌드박스 PG / 달빛 PG}}\n<신청하기 → POST {PAGE}pg/>"
    assert lacking(owner.get(PAGE), wanted) == []


@pytest.fixture
def without_gateways(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(pgs, "__path__", [])
    pgs.known_pgs.cache_clear()
    yield
    pgs.known_pgs.cache_clear()


def test_where_there_is_no_gateway_nothing_can_be_applied_for(shop: Shop, owner: Client, without_gateways: None) -> None:
    with_facts(shop)
    wanted = "## 전자결제(PG)\n이 미니샵에는 신청할 수 있는 결제 대행사가 아직 없습니다.\n## 체크아웃"
    assert lacking(owner.get(PAGE), wanted) == []


def test_the_day_of_the_opening(shop: Shop, owner: Client) -> None:
    """R72."""
    approve_all(shop, clock.now())
    day = clock.now() + timedelta(days=1, hours=9)
    assert lacking(owner.get(PAGE), f"모두 승인되었습니다. {day:%Y.%m.%d}에 오픈합니다.") == []
    Entry.objects.filter(shop=shop).update(decided_at=NOW)
    assert lacking(owner.get(PAGE), "모두 승인되었습니다. 2025.04.05에 오픈했습니다.") == []


SENDING = "/office/haru/entries/shopping/sending/"


def test_in_production_nobody_is_sent_to_a_desk_that_is_not_theirs(shop: Shop, owner: Client, settings: Any) -> None:
    settings.SANDBOX = None
    request_entry(shop=shop, kind=EntryKind.CHECKOUT, now=NOW)
    assert not [line for line in lines(owner.get(PAGE)) if "심사하는 곳" in line]


@pytest.mark.parametrize("page", [PAGE, "/office/haru/products/"])
def test_an_open_shop_sends_its_products_to_the_search_by_a_press(shop: Shop, owner: Client, page: str) -> None:
    """R32: the press is on the page of the applications and on the list of products, and leads back to either."""
    assert not [line for line in lines(owner.get(page)) if "지식쇼핑에 지금 보내기" in line]
    assert lacking(owner.post(SENDING, follow=True), "상품은 상점이 열린 뒤에 지식쇼핑에 나갑니다.") == []
    assert not Job.objects.exists()
    approve_all(shop, NOW)
    way = SENDING if page == PAGE else f"{SENDING}?next=products"
    assert lacking(owner.get(page), f"<지식쇼핑에 지금 보내기 → POST {way}>") == []
    answer = owner.post(way)
    assert (answer.headers["location"], Job.objects.get().task) == (page, "mall.entries.tasks.ask_for_crawl")
