"""What an operator finds in the console."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.mall.worlds import NOW, Cast, approve_all, make_account
from tests.page_lines import lacking, lines

from minishop.chassis import clock
from minishop.chassis.tenancy import scope
from minishop.chassis.ui import steps
from minishop.mall.shops.domain.entries import EntryEvent
from minishop.mall.shops.domain.opening import EntryKind
from minishop.mall.shops.models import Entry
from minishop.mall.shops.services.entries import decide_entry, request_entry

HEAD = """
    [운영 콘솔 → /console/]
    [상점 → /console/]
    [나중 일 → /console/later/]
    [Minishop → /]
    [내 상점 → /shops/]
    <로그아웃 → POST /logout/>
    # 운영 콘솔
    상점 $n곳. 승인은 각 심사 창구에서 합니다.
    [PG 심사 → http://sandbox.localhost:8400/pg/]
    [체크아웃 심사 → http://checkout.localhost:8200/center/]
    [지식쇼핑 심사 → http://shopping.localhost:8300/center/]
    상점 이름, 주소, 상호의 앞부분이나 사업자등록번호로 찾습니다.
    {상점 찾기: $word}
    <찾기 → GET>
"""
ROWS = """
    상점 | 개설일 | PG | 체크아웃 | 지식쇼핑 | 오픈
    [마루 → /office/maru/] http://maru.shop.localhost:8100/ | 2025.04.04 | 신청 전 | 신청 전 | 신청 전 | 준비중
    [하루상점 → /office/haru/] http://haru.shop.localhost:8100/ | 2025.04.04 | $entries
"""


@pytest.fixture
def operator(cast: Cast) -> Client:
    """The host's operator, logged in."""
    client = Client()
    client.force_login(cast.operator)
    return client


def test_every_shop_with_its_entries_and_its_opening(cast: Cast, operator: Client) -> None:
    with scope(cast.haru.id):
        request_entry(shop=cast.haru, kind=EntryKind.PG, now=NOW)
        request_entry(shop=cast.haru, kind=EntryKind.CHECKOUT, now=NOW)
        decide_entry(shop=cast.haru, kind=EntryKind.CHECKOUT, event=EntryEvent.REJECT, reason="사업자 확인 불가", now=NOW)
    entries = "진행중 | 반려 사업자 확인 불가 | 신청 전 | 준비중"
    assert lacking(operator.get("/console/"), HEAD + ROWS, n=2, word="", entries=entries) == []


def test_an_opening_to_come_and_one_that_was(cast: Cast, operator: Client) -> None:
    with scope(cast.haru.id):
        approve_all(cast.haru, clock.now())
    day = clock.now() + timedelta(days=1, hours=9)
    assert lacking(operator.get("/console/"), ROWS, entries=f"승인 | 승인 | 승인 | {day:%Y.%m.%d} 예정") == []
    with scope(cast.haru.id):
        Entry.objects.filter(shop=cast.haru).update(decided_at=NOW)
    assert lacking(operator.get("/console/"), ROWS, entries="승인 | 승인 | 승인 | 오픈") == []


def test_a_search_that_finds_nothing(cast: Cast, operator: Client) -> None:
    assert lacking(operator.get("/console/?q=없음"), f"{HEAD}조건에 맞는 상점이 없습니다.", n=0, word="없음") == []


def test_a_host_without_shops(db: None) -> None:
    client = Client()
    client.force_login(make_account("operator", is_operator=True))
    assert lacking(client.get("/console/"), f"{HEAD}아직 상점이 없습니다.", n=0, word="") == []


def test_a_long_list_leads_on(cast: Cast, operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "PAGE", 1)
    assert lacking(operator.get("/console/"), f"[다음 → ?after={cast.maru.id}]") == []
    assert lacking(operator.get(f"/console/?after={cast.maru.id}"), f"[이전 → ?before={cast.haru.id}]") == []


def test_an_operator_whom_nothing_calls_reads_of_nothing(cast: Cast, operator: Client) -> None:
    assert not [line for line in lines(operator.get("/console/")) if line.startswith("##")]
