"""교환·반품 확인 and 취소 관리: the manual's six orders in ten lines, each counted once (A24)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.mall.orders.collected import reported
from tests.page_lines import lacking, lines

from minishop.kernel.won import Won
from minishop.mall.backoffice.claims import views
from minishop.mall.catalog.domain.workbook import read_workbook
from minishop.mall.channel.domain.profile import PROFILES
from minishop.mall.claims.services.recording import record_claims
from minishop.mall.orders.domain.claims import ClaimKind, ClaimState
from minishop.mall.orders.domain.collected import CollectedClaim, CollectedLine, CollectedOrder
from minishop.mall.orders.domain.hub import HubState
from minishop.mall.orders.models import Order
from minishop.mall.orders.services.recording import record_lines
from minishop.mall.shops.models import Shop

NOW = datetime(2011, 12, 7, 3, 0, tzinfo=UTC)
PAGE = "/office/haru/claims/"
R, X, S = ClaimKind.RETURN, ClaimKind.EXCHANGE, ClaimState
# Order: fee, days ago, then its lines: kind, reason, state, name, unit price, quantity (Q18, Q19).
ORDERS: dict[str, tuple[int, int, list[tuple[ClaimKind, str, ClaimState, str, int, int]]]] = {
    "102816297": (222, 5, [(R, "ETC", S.ASKED, "솔잎 비누", 1_300, 1), (R, "PRODUCT_UNSATISFIED", S.ASKED, "삼베 수세미", 5_000, 1)]),
    "102816420": (
        0, 5, [
            (R, "INTENT_CHANGED", S.COLLECTED, "밀랍 초", 8_800, 2), (R, "INTENT_CHANGED", S.COLLECTED, "포장 리본", 1_000, 1),
            (X, "BROKEN", S.ASKED, "누비 컵받침", 5_000, 3),
        ],
    ),
    "102816377": (222, 6, [(X, "PRODUCT_UNSATISFIED", S.REDELIVERING, "소창 행주", 1_500, 1)]),
    "102816015": (3_000, 7, [(R, "ETC", S.DONE, "포장 끈", 500, 1)]),
    "102815802": (
        2_500, 8, [(R, "BROKEN", S.DONE_BY_OPERATOR, "옻칠 젓가락", 3_000, 1), (R, "BROKEN", S.DONE_BY_OPERATOR, "나무 수저받침", 2_000, 1)],
    ),
    "102815790": (0, 9, [(X, "INTENT_CHANGED", S.DONE, "볶은 보리차", 8_000, 1)]),
}  # fmt: skip
SUMS = """
    검색결과: 10줄 · 주문 6건
    총 주문금액: 60,844원
    배송비: 5,944원
    총 할인: 0원
"""
FOOT = "합계 · 주문마다 한 번씩 셉니다 (6건) | 5,944원 | 60,844원 | 0원 | 60,844원"
HEAD = """
    # 교환·반품 확인
    보기만 합니다. 보낸 뒤의 교환·반품은 체크아웃에서 처리하고, 상태만 여기로 옵니다. 교환은 쇼핑몰의 주문을 바꾸지 않습니다.
    @ 취소·교환·반품
    [취소 관리 → /office/haru/claims/cancels/]
    [교환·반품 확인 → /office/haru/claims/]
    {구분: *전체 / 교환 / 반품}
    {상품명, 주문번호: }
    {신청일 시작: 2011-11-08}
    {신청일 끝: 2011-12-07}
    <검색 → GET>
    [오늘 → ?first=2011-12-07&last=2011-12-07]
    …[3일 → ?first=2011-12-05&last=2011-12-07]
    …[일주일 → ?first=2011-12-01&last=2011-12-07]
    …[한달 → ?first=2011-11-08&last=2011-12-07]
"""
COLUMNS = "체크아웃 주문번호 | 주문일자 | 구분 | 사유 | 상태 | 상품명 | 상품 가격 | 수량 | 배송비 | 총 주문금액 | 체크아웃 할인 | 결제금액"


def told(order: str) -> list[CollectedLine]:
    fee, days, its = ORDERS[order]
    goods = sum(price * quantity for *_, price, quantity in its)
    at = NOW - timedelta(days=days)
    paid = CollectedOrder(order, at, at, "김구매", "010-1234-5678", "", "신용카드", Won(goods + fee), Won(0), Won(0))
    return [_line(order, paid, position, fee if position == 0 else 0, *its[position]) for position in range(len(its))]


def _line(
    order: str, paid: CollectedOrder, position: int, fee: int, kind: ClaimKind, reason: str, state: ClaimState, *of: Any
) -> CollectedLine:
    name, price, quantity = of
    claim = CollectedClaim("C1", kind, state, quantity, reason, asked_at=paid.ordered_at + timedelta(days=1))
    line = reported(
        order, f"{order}-{position}", HubState.DELIVERED, product_name=name, unit_price=Won(price), quantity=quantity,
        line_total=Won(price * quantity), shipping_fee=Won(fee), remaining=quantity, claims=(claim,), variant_code="",
    )  # fmt: skip
    return replace(line, order=paid)


@pytest.fixture
def six(shop: Shop) -> Shop:
    """The six orders of the manual, with their claims."""
    for order in reversed(ORDERS):
        record_lines(shop=shop, channel="minishop", lines=told(order), fee_breakdowns={}, now=NOW)
        record_claims(shop=shop, lines=told(order), now=NOW)
    return shop


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "now", lambda: NOW)


def test_the_manuals_list_counts_each_order_once(six: Shop, owner: Client) -> None:
    """R139, R141, R144, Q17: fixture A24, claims C14."""
    page = owner.get(PAGE)
    assert lacking(page, f"{HEAD}{SUMS}{COLUMNS}") == []
    assert FOOT in lines(page)


def test_a_row_has_every_column_and_the_quantity(six: Shop, owner: Client) -> None:
    """R142, R143, R145, Q18, Q19, Q20: an order's own columns stand once, beside its first line."""
    order = Order.objects.get(hub_number="102816420")
    page = lines(owner.get(PAGE))
    first = page.index(
        f"[102816420 → /office/haru/orders/{order.number}/] {order.number} | 2011.12.02 | 반품 | 단순변심 | 반품 받음 | 밀랍 초 | 8,800원 | 2 | 0원 "
        "| 33,600원 | 0원 | 33,600원"
    )
    assert page[first + 1 : first + 3] == [
        "102816420 | 반품 | 단순변심 | 반품 받음 | 포장 리본 | 1,000원 | 1",
        "102816420 | 교환 | 제품 파손 | 교환 요청 | 누비 컵받침 | 5,000원 | 3",
    ]
    assert "102815802 | 반품 | 제품 파손 | 반품 완료(관리자) | 나무 수저받침 | 2,000원 | 1" in page
    assert not [line for line in page if "→ POST /office/haru/claims" in line], "to be looked at only"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?type=exchange", "3줄 · 주문 3건"),
        ("?type=return", "7줄 · 주문 4건"),
        ("?type=무엇", "10줄 · 주문 6건"),
        ("?q=수저", "1줄 · 주문 1건"),
        ("?q=102816297", "2줄 · 주문 1건"),
        ("?first=2011-12-03&last=2011-12-03", "5줄 · 주문 2건"),
        ("?first=2011-12-03&last=2011-12-02", "6줄 · 주문 3건"),
        ("?first=어제", "10줄 · 주문 6건"),
    ],
    ids=["교환", "반품", "모르는 구분", "상품명", "주문번호", "하루", "거꾸로 된 기간", "읽을 수 없는 날"],
)
def test_the_list_is_narrowed(six: Shop, owner: Client, asked: str, found: str) -> None:
    """R140."""
    assert f"검색결과: {found}" in lines(owner.get(f"{PAGE}{asked}"))


def test_a_period_that_ends_before_it_begins_is_told_and_kept(six: Shop, owner: Client) -> None:
    page = lines(owner.get(f"{PAGE}?first=2011-12-03&last=2011-12-02"))
    at = page.index("{신청일 시작: 2011-12-03 !}")
    assert page[at + 1 : at + 3] == ["시작일이 끝일보다 늦어 두 날 사이를 찾았습니다.", "{신청일 끝: 2011-12-02}"]


def test_an_empty_list_says_so(shop: Shop, owner: Client) -> None:
    page = owner.get(PAGE)
    assert "이 기간에 신청된 교환·반품이 없습니다." in lines(page)
    assert "검색결과: 0줄 · 주문 0건" in lines(page)


def test_a_hub_that_syncs_exchanges_is_not_said_to_leave_orders_alone(
    shop: Shop, owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R145, Q7: as the channel declares."""
    monkeypatch.setattr(views, "profile", lambda: replace(PROFILES["minishop"], exchange_sync=True))
    assert not any("교환은 쇼핑몰의 주문을 바꾸지 않습니다." in line for line in lines(owner.get(PAGE)))


def test_another_shops_claims_are_not_seen(six: Shop, stranger: Client) -> None:
    assert "검색결과: 0줄 · 주문 0건" in lines(stranger.get("/office/maru/claims/"))
    assert stranger.get(PAGE).status_code == 404


def test_pages_cost_the_same_however_many_claims(six: Shop, owner: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(14):
        owner.get(PAGE)
    with django_assert_max_num_queries(14):
        owner.get(f"{PAGE}cancels/")


def test_the_list_is_taken_along_as_a_workbook(six: Shop, owner: Client, django_assert_max_num_queries: Any) -> None:
    """R141, R142, R144: what was searched for; an order's own amounts stand once, and texts stay texts."""
    with django_assert_max_num_queries(10):
        answer = owner.get(f"{PAGE}excel/?type=return")
        content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="claims-20111108-20111207.xlsx"'
    head, *rows = read_workbook(content)
    assert [column for column in COLUMNS.split(" | ") if column not in head] == []
    assert len(rows) == 7
    assert rows[0][0] == "102816297"
    assert rows[0][3:7] == ["반품", "기타", "반품 요청", "솔잎 비누"]
    assert [sum(int(row[place] or 0) for row in rows) for place in (10, 11)] == [5_722, 6_522 + 33_600 + 3_500 + 7_500]


def test_cancels_under_way_and_over(shop: Shop, owner: Client) -> None:
    """R139, R141: 취소 관리, and each of its lists as a workbook."""
    opened = owner.get(f"{PAGE}cancels/")
    assert '<a href="?" aria-current="page">진행 중</a>' in opened.content.decode(), "which of the two is looked at"
    empty = lines(opened)
    assert "진행 중인 취소가 없습니다." in empty
    assert "끝난 취소가 없습니다." in lines(owner.get(f"{PAGE}cancels/?shown=over"))
    for state, number in ((S.ASKED, "1"), (S.DONE, "2")):
        claim = CollectedClaim("C1", ClaimKind.CANCEL, state, 2, "WRONG_ORDER", "잘못 샀어요", asked_at=NOW)
        line = [reported(number, f"L{number}", claims=(claim,))]
        record_lines(shop=shop, channel="minishop", lines=line, fee_breakdowns={}, now=NOW)
        record_claims(shop=shop, lines=line, now=NOW)
    [first, second] = Order.objects.order_by("hub_number")
    row = "[{0} → /office/haru/orders/{0}/] {1} | 상품 P1 | 2 | 다른 상품 잘못 주문 잘못 샀어요 | 취소 {2} | 2011.12.07 12:00 | 20,000원"
    assert row.format(first.number, "1", "요청") in lines(owner.get(f"{PAGE}cancels/"))
    assert row.format(second.number, "2", "완료") in lines(owner.get(f"{PAGE}cancels/?shown=over"))
    for asked, name, number in (("", "open", "1"), ("?shown=over", "over", "2")):
        assert f"[엑셀 내려받기 → {PAGE}cancels/excel/{asked}]" in " ".join(lines(owner.get(f"{PAGE}cancels/{asked}")))
        answer = owner.get(f"{PAGE}cancels/excel/{asked}")
        assert answer.headers["Content-Disposition"] == f'attachment; filename="cancels-{name}-20111207.xlsx"'
        _head, *rows = read_workbook(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
        assert [row[0] for row in rows] == [number], "the list that is looked at"
