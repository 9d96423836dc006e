"""운영 센터 by its content: what waits, who is listed and how their feeds fare, an application, a partner, a crawl."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.logins import log_in
from tests.reading import Button, Field, Page
from tests.shopping.worlds import NOON, Shop, applied, approved, crawl, feed, indexed, listing, operator, row, schedule_of

from minishop.chassis.jobs.jumps import note_jump
from minishop.chassis.jobs.models import Job, StrangerHost
from minishop.chassis.logins.models import GuessCounter
from minishop.chassis.tenancy import scope
from minishop.kernel.clock import utc_now
from minishop.shopping.crawl.domain.verdicts import FeedKind
from minishop.shopping.crawl.models import CrawlError, CrawlRun, Schedule
from minishop.shopping.partners.models import Partner
from minishop.shopping.partners.services import reject, suspend

pytestmark = pytest.mark.django_db
FACTS = {
    "상점 주소": "http://haru.shop.localhost:8100/",
    "상호": "하루상사",
    "대표자": "김하루",
    "사업자등록번호": "123-45-67891",
    "전화": "02-123-4500",
    "이메일": "owner@haru.example",
    "상품 DB URL (전체)": "http://haru.shop.localhost:8100/ep/full.tsv",
    "상품 DB URL (요약)": "http://haru.shop.localhost:8100/ep/summary.tsv",
    "수집 결과 알림 주소": "–",
    "EP 버전": "3.0",
    "신청일": "2026.11.23 12:00",
}
COUNTS = {"size": 2048, "rows": 9, "added": 1, "changed": 2, "removed": 3, "unchanged": 4, "refused": 5, "warnings": 6}


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minishop.shopping.center.views.now", lambda: NOON)


@pytest.fixture
def desk(client: Client) -> Client:
    log_in(client, operator())
    return client


def page_of(desk: Client, name: str = "center", *arguments: int) -> Page:
    return Page(desk.get(reverse(name, args=arguments), headers={"host": "shopping.localhost"}))


def crawled(partner: Partner, **facts: object) -> CrawlRun:
    """A crawl as it was written down."""
    given: dict[str, object] = {"kind": "full", "outcome": "applied", "at": NOON, "last_tried_at": NOON, **COUNTS, **facts}
    with scope(partner.id):
        return CrawlRun.objects.create(partner=partner, **given)


def failing(partner: Partner, **facts: object) -> CrawlRun:
    run = crawled(partner, outcome="feed_unreachable", fault="timed_out", reason="10초", tries=3, **facts)
    with scope(partner.id):
        Schedule.objects.update(failing_since=NOON - timedelta(hours=2))
    return run


def test_the_head_leads_to_the_board_and_the_search_and_out(desk: Client) -> None:
    page = page_of(desk)
    assert page.parts("nav")[0].links() == {"지식쇼핑 운영 센터": "/center/", "현황": "/center/", "나중 일": "/center/later/"}
    head = page.parts("header")[0]
    assert head.links() == {"지식쇼핑 운영 센터": "/center/", "검색 화면": "/"}
    assert head.says("operator@shopping.example")
    assert head.buttons() == {"로그아웃": Button("/logout/", "post")}


def test_an_empty_board_says_so(desk: Client) -> None:
    page = page_of(desk).main
    assert page.headings() == ["현황", "입점 신청", "입점 상점"]
    assert page.says("심사 대기 0 입점 상점 0 수신 오류 0 삭제 보류 0 노출 중지 0 색인 상품 0")
    assert page.part("입점 신청").says("기다리는 신청이 없습니다.")
    assert page.part("입점 상점").says("승인한 상점이 아직 없습니다.")


def test_an_application_stands_on_the_board_with_what_can_be_done(desk: Client) -> None:
    partner = applied()
    part = page_of(desk).part("입점 신청")
    assert part.rows() == [{"상점": "하루상점", "상호": "하루상사", "신청일": "2026.11.23 12:00", "처리": "승인 살펴보기"}]
    address = f"/center/applications/{partner.id}/"
    assert part.links() == {"하루상점": address, "살펴보기": address}
    assert part.buttons() == {"승인": Button(f"{address}approval/", "post")}


def test_a_partner_stands_on_the_board_with_its_last_crawl(desk: Client) -> None:
    partner = approved()
    indexed(partner, listing("P1", "린넨 원피스"))
    crawled(partner)
    page = page_of(desk).main
    assert page.part("입점 상점").rows() == [
        {
            "상점": "하루상점",
            "노출": "노출 중",
            "마지막 수집": "반영 2026.11.23 12:00",
            "상품": "1",
            "클릭 (7일)": "0",
            "처리": "지금 수집",
        }
    ]
    assert page.part("입점 상점").links() == {"하루상점": f"/center/partners/{partner.id}/"}
    assert page.part("입점 상점").buttons() == {"지금 수집": Button(f"/center/partners/{partner.id}/crawls/", "post")}
    assert page.says("심사 대기 0 입점 상점 1 수신 오류 0 삭제 보류 0 노출 중지 0 색인 상품 1")


def test_what_is_wrong_with_a_feed_stands_on_the_board(desk: Client) -> None:
    approved("new")
    failing(approved("late"))
    suspended = approved("gone")
    failing(suspended)
    suspend(partner=suspended, fault="timed_out", reason="10초", now=NOON)
    page = page_of(desk).main
    rows = {row["상점"]: row for row in page.rows("입점 상점")}
    assert rows["new 상점"]["마지막 수집"] == "곧 시작합니다"
    assert rows["late 상점"]["마지막 수집"] == "수신 실패 2026.11.23 12:00 상점이 제때 답하지 않았습니다"
    assert rows["gone 상점"]["노출"] == "노출 중지 상품 정보를 3일 동안 받지 못했습니다. (상점이 제때 답하지 않았습니다 10초)"
    assert page.says("입점 상점 3 수신 오류 2 삭제 보류 0 노출 중지 1")


def test_a_crawl_that_never_starts_raises_an_alarm(desk: Client) -> None:
    partner = approved()
    assert not page_of(desk).says("작업 프로세스(worker)가 돌고 있는지 확인해 주세요.")
    with scope(partner.id):
        Schedule.objects.update(next_full_at=NOON - timedelta(hours=3))
    assert page_of(desk).says("작업 프로세스(worker)가 돌고 있는지 확인해 주세요.")


def test_stuck_work_stands_on_the_board_with_its_reason(desk: Client) -> None:
    Job.objects.create(task="shopping.crawl", state="dead", created_at=NOON, last_error="OSError: gone")
    part = page_of(desk).part("멈춘 작업")
    assert part.rows() == [{"작업": "shopping.crawl", "시각": "2026.11.23 12:00", "이유": "OSError: gone"}]
    assert part.says("‘지금 수집’을 누르면 새로 시작합니다.")


def test_rejected_applications_stand_on_the_board_with_their_reason(desk: Client) -> None:
    partner = applied()
    reject(partner=partner, reason="서류 부족", now=NOON)
    part = page_of(desk).part("최근 반려")
    assert part.rows() == [{"상점": "하루상점", "반려일": "2026.11.23 12:00", "사유": "서류 부족"}]
    assert part.links() == {"하루상점": f"/center/applications/{partner.id}/"}


def test_guessed_passwords_and_a_jumping_clock_stand_on_the_board(desk: Client) -> None:
    GuessCounter.objects.create(key="k", kind="account", subject="boss@x.example", empty_at=NOON, closed_until=NOON)
    note_jump(timedelta(hours=-3), true_now=NOON)
    page = page_of(desk)
    guessed = page.part("비밀번호를 맞혀 보려는 시도").parts("article")[0]
    assert guessed.text.startswith("boss@x.example 이 계정의 비밀번호를 여러 곳에서 여러 번 틀렸습니다. 2026.11.23 12:00까지")
    jumped = page.part("컴퓨터 시계가 갑자기 바뀌었습니다")
    assert jumped.says("2026.11.23 12:00 · 10,800초 뒤로")
    assert jumped.button("확인했습니다").action == "/center/clock/seen/"


def test_an_application_is_decided_on_its_own_page(desk: Client) -> None:
    partner = applied()
    page = page_of(desk, "center-application", partner.id).main
    assert page.headings() == ["하루상점 심사 대기", "신청 내용", "심사"]
    assert page.part("현재 위치").text == "현황 입점 신청"
    assert page.part("현재 위치").links() == {"현황": "/center/"}
    assert page.part("신청 내용").labels() == FACTS
    assert page.part("신청 내용").links() == {FACTS["상점 주소"]: FACTS["상점 주소"]}
    assert page.part("심사").fields() == {"반려 사유": Field("reason", "textarea", "", required=True)}
    address = f"/center/applications/{partner.id}/"
    assert page.part("심사").buttons() == {
        "승인": Button(f"{address}approval/", "post"),
        "반려": Button(f"{address}rejection/", "post"),
    }


def test_a_rejected_application_says_why_and_when(desk: Client) -> None:
    partner = applied()
    reject(partner=partner, reason="서류 부족", now=NOON)
    page = page_of(desk, "center-application", partner.id).main
    assert page.headings()[0] == "하루상점 반려"
    assert page.part("심사").text == "심사 서류 부족 2026.11.23 12:00 · 상점은 다시 신청할 수 있습니다."


def test_an_approved_application_leads_to_its_crawls(desk: Client) -> None:
    partner = approved()
    part = page_of(desk, "center-application", partner.id).part("심사")
    assert part.says("승인한 상점입니다.")
    assert part.links() == {"수집 상태 보기": f"/center/partners/{partner.id}/"}


def test_a_partner_has_its_keys_its_figures_and_its_next_crawls(desk: Client) -> None:
    partner = approved()
    with scope(partner.id):
        Schedule.objects.update(next_full_at=NOON + timedelta(hours=1), next_summary_at=NOON + timedelta(minutes=10))
    indexed(partner, listing("P1", "린넨 원피스"))
    page = page_of(desk, "center-partner", partner.id).main
    assert page.headings() == ["하루상점 노출 중", "최근 수집", "상점 정보"]
    assert page.part("현재 위치").text == "현황 입점 상점"
    assert page.part("현재 위치").links() == {"현황": "/center/"}
    assert page.button("지금 수집") == Button(f"/center/partners/{partner.id}/crawls/", "post")
    assert page.says("색인 상품 1 한도")
    assert page.says("클릭 (7일) 0 다음 전체 수집 2026.11.23 13:00 다음 요약 수집 2026.11.23 12:10")
    keys = {"상점 ID": partner.public_id, "공통인증키": partner.common_key, "상품 수 한도": f"{partner.product_limit:,}"}
    assert page.part("상점 정보").labels() == {**FACTS, **keys}


def test_a_partner_that_was_never_crawled_says_so(desk: Client) -> None:
    page = page_of(desk, "center-partner", approved().id).main
    assert page.says("첫 수집을 곧 시작합니다.")
    assert page.part("최근 수집").says("아직 수집하지 않았습니다.")
    assert page.says("다음 전체 수집 곧")


def test_crawls_stand_with_their_figures(desk: Client) -> None:
    partner = approved()
    run = failing(partner, kind="summary")
    part = page_of(desk, "center-partner", partner.id).part("최근 수집")
    assert part.rows() == [
        {
            "시각": "2026.11.23 12:00",
            "종류": "요약",
            "결과": "수신 실패 3번 상점이 제때 답하지 않았습니다",
            "줄": "9",
            "추가": "1",
            "변경": "2",
            "삭제": "3",
            "거절": "5",
            "주의": "6",
        }
    ]
    assert part.links() == {"2026.11.23 12:00": f"/center/partners/{partner.id}/crawls/{run.id}/"}


def test_a_feed_that_fails_says_since_when_and_what_will_happen(desk: Client) -> None:
    partner = approved()
    failing(partner)
    page = page_of(desk, "center-partner", partner.id)
    assert page.says("2026.11.23 10:00부터 상품 정보를 받지 못하고 있습니다. 상점이 제때 답하지 않았습니다 (10초)")
    assert page.says("3일 동안 이어지면 노출을 멈춥니다.")


def test_a_feed_that_lost_most_products_asks_the_operator(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    partner, shop = approved(), Shop(monkeypatch)
    for body in (feed(row("P1"), row("P2")), feed()):
        shop.serves(body)
        crawl(partner=partner, kind=FeedKind.FULL, now=NOON)
    assert page_of(desk, "center").says("삭제 보류 1")
    assert page_of(desk, "center").rows("입점 상점")[0]["마지막 수집"].endswith("삭제를 확인해 주세요")
    page = page_of(desk, "center-partner", partner.id)
    assert page.says("상품이 2개에서 0개로 크게 줄어, 빠진 상품을 지우지 않았습니다.")
    assert page.rows("최근 수집")[0]["결과"] == "삭제 보류"
    address, held = reverse("center-loss", args=[partner.id]), schedule_of(partner).held_run
    wrong = desk.post(address, {"run": "가"}, follow=True)
    assert "이미 처리되었거나" in wrong.content.decode()
    agreed = desk.post(address, {"run": str(held)}, follow=True)
    assert "곧 다시 수집해 빠진 상품을 지웁니다." in agreed.content.decode()
    assert schedule_of(partner).accepted_count == 0
    assert desk.post(address, {"run": "9" * 30}).status_code == 302


def test_a_shop_that_has_not_opened_is_not_a_failure(desk: Client) -> None:
    partner = approved()
    run = crawled(partner, outcome="not_open", fault="refused", reason="HTTP 404", tries=4)
    page = page_of(desk, "center-partner", partner.id)
    assert page.says("상점이 문을 열면 저절로 수집합니다. 2026.11.23 12:00까지 4번 확인했습니다.")
    assert page.rows("최근 수집")[0]["결과"] == "아직 열리지 않음 4번"
    assert page_of(desk, "center-crawl", partner.id, run.id).says(
        "상점이 아직 열리지 않아 상품 정보가 없습니다. 오류로 답했습니다(HTTP 404)"
    )


def test_a_suspended_partner_says_why_and_what_lifts_it(desk: Client) -> None:
    partner = approved()
    suspend(partner=partner, fault="timed_out", reason="10초", now=NOON)
    page = page_of(desk, "center-partner", partner.id)
    assert page.says("노출을 멈췄습니다. 상품 정보를 3일 동안 받지 못했습니다.")
    assert page.says("전체 상품 정보를 다시 받으면 저절로 노출됩니다.")


def test_a_crawl_has_its_figures_and_its_errors_line_by_line(desk: Client) -> None:
    partner = approved()
    run = crawled(partner, outcome="file_refused", fault="empty_file", reason="0바이트")
    with scope(partner.id):
        about = {"partner": partner, "run_id": run.id}
        CrawlError.objects.create(**about, line=2, fault="bad_price", column="price_pc", product_code="P1", value="무료")
        CrawlError.objects.create(**about, line=3, fault="too_long")
    page = page_of(desk, "center-crawl", partner.id, run.id)
    assert page.title == "하루상점 수집 결과"
    assert page.main.headings() == ["전체 · 2026.11.23 12:00 파일 오류", "줄별 오류"]
    assert page.part("현재 위치").text == "현황 하루상점 수집 결과"
    assert page.part("현재 위치").links() == {"현황": "/center/", "하루상점": f"/center/partners/{partner.id}/"}
    assert page.says("빈 파일입니다 0바이트")
    assert page.main.labels() == {
        "크기": "2.0 KB",
        "줄": "9",
        "추가 / 변경 / 삭제 / 그대로": "1 / 2 / 3 / 4",
        "거절 / 주의": "5 / 6",
    }
    assert page.rows("줄별 오류") == [
        {"줄 번호": "2", "상품 ID": "P1", "열": "price_pc", "이유": "거절 가격은 1원 이상의 숫자여야 합니다", "값": "무료"},
        {"줄 번호": "3", "상품 ID": "–", "열": "–", "이유": "주의 너무 길어 줄였거나 권장 길이를 넘었습니다", "값": "–"},
    ]


def test_many_errors_have_pages_and_none_says_so(desk: Client) -> None:
    partner = approved()
    run = crawled(partner)
    assert page_of(desk, "center-crawl", partner.id, run.id).part("줄별 오류").says("오류가 없습니다.")
    with scope(partner.id):
        CrawlError.objects.bulk_create(
            CrawlError(partner=partner, run_id=run.id, line=line, fault="bad_price") for line in range(2, 53)
        )
    pages = page_of(desk, "center-crawl", partner.id, run.id).part("쪽 이동").links()
    assert pages == {"1": "?page=1", "2": "?page=2", "다음": "?page=2"}


def test_a_partner_whose_address_does_not_answer_is_tried_again_at_once(desk: Client) -> None:
    partner = approved()
    for host in ("haru.shop.localhost:8100", "other.example"):
        StrangerHost.objects.create(
            host=host, failures=4, last_error="HTTP 503", parked_until=utc_now() + timedelta(minutes=9), changed_at=NOON
        )
    page, address = page_of(desk, "center-partner", partner.id).main, f"/center/partners/{partner.id}/trial/"
    assert page.says("오류로 답했습니다(HTTP 503) · 4번 잇달아 실패")
    assert page.button("지금 다시 시도") == Button(address, "post", {"host": "haru.shop.localhost:8100"})
    own = {"host": "shopping.localhost"}
    assert desk.post(address, {"host": "other.example"}, headers=own).status_code == 404, "it is not the partner's"
    answer = desk.post(address, {"host": "haru.shop.localhost:8100"}, follow=True, headers=own)
    assert Page(answer).says("지금 다시 시도합니다. 잠시 뒤 새로고침해 주세요.")
    assert "지금 다시 시도" not in Page(answer).main.buttons()
    answer = desk.post(address, {"host": "haru.shop.localhost:8100"}, follow=True, headers=own)
    assert Page(answer).says("쉬게 한 주소가 아닙니다. 이미 다시 시도했거나 쉬는 시간이 끝났습니다.")
