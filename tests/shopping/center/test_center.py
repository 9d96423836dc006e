"""운영 센터: the operator decides and sees everything; a stranger sees and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.logins import log_in
from tests.shopping.worlds import NOON, Shop, applied, approved, crawl, feed, operator, row, schedule_of

from minishop.chassis.jobs.jumps import clock_jumps, note_jump
from minishop.chassis.tenancy import scope
from minishop.shopping.crawl.domain.verdicts import FeedKind
from minishop.shopping.crawl.models import Schedule
from minishop.shopping.partners.models import Partner
from minishop.shopping.partners.services import suspend

pytestmark = pytest.mark.django_db
HOST = {"host": "shopping.localhost"}


@pytest.fixture
def desk(client: Client) -> Client:
    log_in(client, operator())
    return client


def shown(client: Client, name: str, *arguments: int) -> str:
    answer = client.get(reverse(name, args=arguments), headers=HOST)
    assert answer.status_code == 200
    return answer.content.decode()


def test_approval_starts_the_crawl(desk: Client) -> None:
    """R3, R6: the third of the three entries."""
    partner = applied()
    assert "하루상점" in shown(desk, "center")
    answer = desk.post(reverse("center-approval", args=[partner.id]), headers=HOST, follow=True)
    assert "입점을 승인했습니다" in answer.content.decode()
    partner.refresh_from_db()
    assert (partner.state, schedule_of(partner).full_applied_at) == ("approved", None)


def test_a_second_decision_changes_nothing(desk: Client) -> None:
    partner = approved()
    key = partner.common_key
    for name, sent in (("center-approval", {}), ("center-rejection", {"reason": "늦음"})):
        answer = desk.post(reverse(name, args=[partner.id]), sent, headers=HOST, follow=True)
        assert "이미 처리된 신청입니다" in answer.content.decode()
    partner.refresh_from_db()
    assert (partner.state, partner.common_key) == ("approved", key)


def test_a_rejection_says_why(desk: Client) -> None:
    partner = applied()
    refused = desk.post(reverse("center-rejection", args=[partner.id]), {"reason": " "}, headers=HOST)
    assert (refused.status_code, "반려 사유를 적어 주세요" in refused.content.decode()) == (422, True)
    assert Partner.objects.get().state == "requested"
    desk.post(reverse("center-rejection", args=[partner.id]), {"reason": "사업자등록번호 확인 불가"}, headers=HOST)
    assert "사업자등록번호 확인 불가" in shown(desk, "center") + shown(desk, "center-application", partner.id)


def test_crawl_now(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minishop.shopping.center.views.now", lambda: NOON)
    partner = approved()
    with scope(partner.id):
        Schedule.objects.update(next_full_at=NOON + timedelta(days=1))
    answer = desk.post(reverse("center-crawls", args=[partner.id]), headers=HOST)
    assert answer.status_code == 302
    assert schedule_of(partner).next_full_at == NOON
    assert desk.post(reverse("center-crawls", args=[applied("maru").id]), headers=HOST).status_code == 404


def test_what_is_not_right_is_seen(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    partner, shop = approved(), Shop(monkeypatch)
    crawl(partner=partner, kind=FeedKind.FULL, now=NOON)
    assert "아직 열리지 않음" in shown(desk, "center-partner", partner.id)
    shop.serves(feed(row("P1"), row("P2", price_pc="0")))
    run = crawl(partner=partner, kind=FeedKind.FULL, now=NOON)
    assert run is not None
    assert "가격은 1원 이상의 숫자여야 합니다" in shown(desk, "center-crawl", partner.id, run.id)
    shop.serves(b"")
    crawl(partner=partner, kind=FeedKind.FULL, now=NOON)
    assert "빈 파일입니다" in shown(desk, "center-partner", partner.id)
    suspend(partner=partner, fault="timed_out", reason="10초", now=NOON)
    sentence = "상품 정보를 3일 동안 받지 못했습니다. (상점이 제때 답하지 않았습니다 10초)"
    assert sentence in shown(desk, "center")
    assert sentence in shown(desk, "center-partner", partner.id)


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_partners(desk: Client, rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Shop(monkeypatch)
    for number in range(rows):
        partner = approved(f"shop{number}")
        shop.serves(feed(*(row(f"P{n}") for n in range(rows)), *(row(f"B{n}", price_pc="0") for n in range(rows))))
        run = crawl(partner=partner, kind=FeedKind.FULL, now=NOON)
        applied(f"waiting{number}")
    assert run is not None
    addresses = [
        reverse("center"),
        reverse("center-partner", args=[partner.id]),
        reverse("center-crawl", args=[partner.id, run.id]),
    ]
    counts = []
    for address in addresses:
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(address, headers=HOST).status_code == 200
        counts.append(len(asked))
    assert counts == [20, 8, 6]


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


CENTER = sorted({str(entry.name) for entry in patterns(get_resolver()) if str(entry.name).startswith("center")})


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", CENTER)
def test_a_stranger_is_sent_to_the_door_and_changes_nothing(client: Client, name: str, method: str) -> None:
    partner = applied()
    pattern = next(entry for entry in patterns(get_resolver()) if entry.name == name)
    address = reverse(name, kwargs=dict.fromkeys(pattern.pattern.converters, partner.id))
    answer = getattr(client, method)(address, {"reason": "남의 손"}, headers=HOST)
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/login/")
    assert Partner.objects.get().state == "requested"


@pytest.mark.parametrize("name", [name for name in CENTER if name != "center"])
def test_what_does_not_exist_is_not_found(desk: Client, name: str) -> None:
    pattern = next(entry for entry in patterns(get_resolver()) if entry.name == name)
    for number in (1, 10**30):
        address = reverse(name, kwargs=dict.fromkeys(pattern.pattern.converters, number))
        assert 404 in (desk.get(address, headers=HOST).status_code, desk.post(address, {"reason": "x"}, headers=HOST).status_code)


def test_a_jump_of_the_clock_is_shown_until_it_is_seen(desk: Client) -> None:
    note_jump(timedelta(hours=-3), true_now=NOON)
    page = desk.get("/center/").content.decode()
    assert "컴퓨터 시계가 갑자기 바뀌었습니다" in page
    assert "10,800초 뒤로" in page
    upto = clock_jumps()[0].id
    assert f'name="upto" value="{upto}"' in page
    assert desk.post("/center/clock/seen/", {"upto": upto}).headers["location"] == "/center/"
    assert "컴퓨터 시계" not in desk.get("/center/").content.decode()
