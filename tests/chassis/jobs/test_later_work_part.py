"""What operators find of later work, in whichever console shows it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from tests.page_lines import lacking, lines

from minishop.chassis.jobs import pages, upkeep
from minishop.chassis.jobs.domain.lines import Line, Pool
from minishop.chassis.jobs.models import Job, StrangerHost, Worker
from minishop.chassis.jobs.queue import millis
from minishop.chassis.jobs.strangers import parked_among

NOON = datetime(2025, 4, 4, 3, 0, tzinfo=UTC)
EMPTY = """
    돌고 있는 작업 프로세스(worker)가 없습니다. 아래의 일은 그것이 시작될 때까지 기다립니다.
    ## 기다리는 일
    급한 줄부터 처리합니다. 한 줄 안에서는 상점마다 번갈아 차례가 돕니다.
    줄 | 하는 곳 | 대기 | 가장 오래 기다린 일
    결제와 환불 | 내부 | 0 | –
    보내는 소식과 처리 결과 | 내부 | 0 | –
    변경 알림과 알림을 받은 수집 | 내부 | 0 | –
    송장 추적과 입점 신청 | 내부 | 0 | –
    정기 수집 | 내부 | 0 | –
    상품 정보와 색인 | 내부 | 0 | –
    정리 | 내부 | 0 | –
    ## 끝내지 못한 작업
    사람이 봐야 할 작업이 없습니다.
"""
LINES = """
    결제와 환불 | 내부 | 2 | 11초 늦음
    변경 알림과 알림을 받은 수집 | 내부 | 1 | 0초
    정기 수집 | 내부 | 1 | 10분
    변경 알림과 알림을 받은 수집 | 외부 주소 호출 | 3건 초과 | 2분 늦음
"""
PARKED = """
    ## 쉬게 한 외부 주소
    세 번 잇달아 답하지 않은 곳입니다. 정해진 시각이 되면 한 번 시도해 보고, 답하면 다시 부릅니다.
    주소 | 이유 | 잇단 실패 | 다음 시도 | 할 일
    a.example | 오류로 답했습니다(HTTP 503) | 3 | 2025.04.04 12:01 | <지금 다시 시도 → POST $trial host=a.example>
    b.example | 5초 안에 답이 없었습니다 | 1,200 | 2025.04.04 12:40 | <지금 다시 시도 → POST $trial host=b.example>
"""
DEAD = """
    ## 끝내지 못한 작업
    체크아웃에 소식 보내기 · [상점 7 → /shops/7/] · 2025.04.04 12:00
    carrier away · 12번 시도
    mall.channel.tasks.deliver
    <다시 하기 → POST $again>
    > 버리기
    이 일은 더 하지 않습니다. 되돌릴 수 없습니다.
    <이 작업을 버립니다 → POST $discard>
    체크아웃에 소식 보내기 · 2025.04.04 12:00
    이 일을 하던 작업 프로세스가 세 번 잇달아 끝났습니다 · 1,003번 시도
"""
WORKERS = """
    ## 작업 프로세스
    맡은 일 | 컴퓨터 | 시작 | 마지막 신호 | 상태
    외부 호출, 일정, 작업 처리 | seoul-2 (12) | 2025.04.04 12:00 | 2025.04.04 12:05 | 돌고 있음
    작업 처리 | seoul-1 (11) | 2025.04.04 11:00 | 2025.04.04 11:59 | 사라짐
"""
HOST = """
    a.example 주소가 답하지 않아 2025.04.04 12:01까지 부르지 않습니다. 오류로 답했습니다(HTTP 503) · 3번 잇달아 실패
    <지금 다시 시도 → POST /trial/ host=a.example>
"""


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "utc_now", lambda: NOON)


def whose(ids: Collection[int]) -> dict[int, pages.Whose]:
    return {number: pages.Whose(f"상점 {number}", f"/shops/{number}/") for number in ids if number < 9}


def shown(query: str = "") -> HttpResponse:
    return pages._show(RequestFactory().get(f"/{query}"), "jobs/_later_work.html", whose)


def waiting(line: Line, seconds: int, pool: Pool = Pool.INSIDE) -> None:
    since = millis(NOON) - 1_000 * seconds
    Job.objects.create(task="t", line=line, pool=pool, turn=since, ready_at=since, created_at=NOON)


def dead(**facts: Any) -> Job:
    given: dict[str, Any] = {"attempts": 12, "last_error": "carrier away", **facts}
    return Job.objects.create(task="mall.channel.tasks.deliver", state="dead", created_at=NOON, **given)


def parked(host: str, reason: str, failures: int, minutes: int) -> StrangerHost:
    return StrangerHost.objects.create(
        host=host, failures=failures, last_error=reason, parked_until=NOON + timedelta(minutes=minutes), changed_at=NOON
    )


def worker(host: str, pid: int, roles: str, hour: int, beat: timedelta, *, gone: bool) -> None:
    began = NOON + timedelta(hours=hour)
    Worker.objects.create(host=host, pid=pid, place="", roles=roles, started_at=began, beat_at=began + beat, gone=gone)


def test_an_idle_installation_without_a_worker_says_so(db: None) -> None:
    assert lines(shown()) == [" ".join(line.split()) for line in EMPTY.strip().splitlines()]


def test_each_line_stands_with_what_waits_and_a_mark_once_it_is_late(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "MOST_COUNTED", 3)
    waiting(Line.MONEY, 11)
    waiting(Line.MONEY, 2)
    waiting(Line.HINTED, 0)
    waiting(Line.POLLING, 600)
    for _ in range(5):
        waiting(Line.HINTED, 125, Pool.STRANGERS)
    assert lacking(shown(), LINES) == []


def later(**facts: Any) -> None:
    Job.objects.create(**{"task": "t", "state": "later", "run_at": millis(NOON) + 9_000, "created_at": NOON, **facts})


def test_what_waits_for_its_next_time_is_counted_and_how_much_of_it_failed(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "기다리는 일이" not in " ".join(lines(shown()))
    later(calendar=True)
    later()
    assert "다음 때를 기다리는 일이 1건 더 있습니다." in lines(shown())
    later(attempts=2)
    assert "다음 때를 기다리는 일이 2건 더 있습니다. 그중 1건은 실패해서 다시 시도하려는 일입니다." in lines(shown())
    monkeypatch.setattr(upkeep, "MOST_COUNTED", 2)
    assert "넘게" not in " ".join(lines(shown()))
    later(pool=Pool.STRANGERS)
    assert "다음 때를 기다리는 일이 2건 넘게 더 있습니다." in " ".join(lines(shown()))


@pytest.mark.parametrize(
    ("works", "failed", "said"),
    [
        (True, 0, []),
        (True, 2, ["끝내지 못한 작업이 2건 있습니다.", "[나중 일 보기 → $page]"]),
        (True, 4, ["끝내지 못한 작업이 10,000건 넘게 있습니다.", "[나중 일 보기 → $page]"]),
        (False, 0, ["돌고 있는 작업 프로세스(worker)가 없어 나중 일이 모두 멈춰 있습니다.", "[나중 일 보기 → $page]"]),
    ],
)
def test_the_first_page_says_what_needs_a_person(
    db: None, monkeypatch: pytest.MonkeyPatch, works: bool, failed: int, said: list[str]
) -> None:
    monkeypatch.setattr(upkeep, "MOST_COUNTED", 3)
    worker("seoul-1", 11, "worker", 0, timedelta(), gone=not works)
    for _ in range(failed):
        dead()
    answer = HttpResponse(render_to_string("jobs/_trouble.html", {"trouble": upkeep.trouble(true_now=NOON)}))
    assert lines(answer) == [line.replace("$page", reverse("later-work")) for line in said]


def test_a_count_ends_at_its_bound_and_at_no_other(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "MOST_COUNTED", 3)
    for _ in range(3):
        waiting(Line.MONEY, 1)
    assert "결제와 환불 | 내부 | 3 | 1초" in lines(shown())


def test_hosts_that_are_left_alone_stand_with_their_reason_and_a_way_to_try_now(db: None) -> None:
    parked("b.example", "no answer in 5 s", 1_200, 40)
    parked("a.example", "HTTP 503", 3, 1)
    parked("c.example", "over", 3, -1)
    assert lacking(shown(), PARKED, trial=reverse("later-work-trial")) == []
    assert not [line for line in lines(shown()) if "c.example" in line]


def test_failed_work_stands_with_its_reason_and_what_to_do(db: None) -> None:
    first = dead(tenant=7)
    dead(tenant=9, losses=3, attempts=1_003, last_error="it ended its worker three times")
    known = {"again": reverse("later-work-retrial", args=[first.id]), "discard": reverse("later-work-discarding", args=[first.id])}
    assert lacking(shown(), DEAD, **known) == []
    assert len([line for line in lines(shown()) if "세 번 잇달아" in line]) == 1


def test_work_that_no_longer_exists_stands_with_its_name(db: None) -> None:
    Job.objects.create(task="mall.orders.tasks.follow", state="dead", created_at=NOON)
    assert "mall.orders.tasks.follow · 2025.04.04 12:00" in lines(shown())


def test_failed_work_is_paged_by_where_the_last_page_ended(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "PAGE", 2)
    jobs = [dead(last_error=f"reason {number}") for number in range(4)]
    assert (
        lacking(shown(), "reason 0 · 12번 시도\n reason 1 · 12번 시도\n @ 쪽 이동\n [다음 → ?after=$last]", last=jobs[1].id) == []
    )
    second = lines(shown(f"?after={jobs[1].id}"))
    assert [line for line in second if line.startswith("reason")] == ["reason 2 · 12번 시도", "reason 3 · 12번 시도"]
    assert "@ 쪽 이동" not in second


@pytest.mark.parametrize("after", ["x", "-1", "９", "1" * 30, ""])
def test_an_odd_place_is_the_first_page(db: None, after: str) -> None:
    dead()
    assert "carrier away · 12번 시도" in lines(shown(f"?after={after}"))


def test_each_process_stands_with_its_beat_and_one_that_is_gone_as_such(db: None) -> None:
    worker("seoul-1", 11, "worker", -1, timedelta(minutes=59), gone=True)
    assert "돌고 있는 작업 프로세스(worker)가 없습니다." in " ".join(lines(shown()))
    worker("seoul-2", 12, "caller scheduler worker", 0, timedelta(minutes=5), gone=False)
    assert lacking(shown(), WORKERS) == []
    assert "돌고 있는 작업 프로세스(worker)가 없습니다." not in " ".join(lines(shown()))


def test_a_process_that_gives_no_sign_for_a_minute_works_no_more_though_nobody_lives_to_declare_it_gone(db: None) -> None:
    worker("seoul-1", 11, "scheduler worker", -1, timedelta(minutes=59), gone=False)
    page = lines(shown())
    assert "일정, 작업 처리 | seoul-1 (11) | 2025.04.04 11:00 | 2025.04.04 11:59 | 신호 없음" in page
    assert "돌고 있는 작업 프로세스(worker)가 없습니다." in " ".join(page)
    Worker.objects.update(beat_at=NOON - timedelta(seconds=59))
    page = lines(shown())
    assert "일정, 작업 처리 | seoul-1 (11) | 2025.04.04 11:00 | 2025.04.04 11:59 | 돌고 있음" in page
    assert "돌고 있는 작업 프로세스(worker)가 없습니다." not in " ".join(page)


def test_a_process_that_dies_again_and_again_hides_none_that_works(db: None) -> None:
    worker("seoul-1", 11, "scheduler worker", 0, timedelta(), gone=False)
    for _ in range(upkeep.PAGE):
        worker("seoul-2", 12, "worker", 0, timedelta(), gone=True)
    page = lines(shown())
    assert "seoul-1 (11)" in " ".join(page)
    assert "돌고 있는 작업 프로세스(worker)가 없습니다." not in " ".join(page)


@pytest.mark.parametrize(
    ("roles", "calls", "missing"),
    [
        ("worker", False, "일정"),
        ("scheduler", True, "작업 처리, 외부 호출"),
        ("scheduler worker", True, "외부 호출"),
        ("scheduler worker", False, ""),
        ("caller scheduler worker", True, ""),
    ],
)
def test_a_role_that_nobody_has_is_missed_where_there_is_work_for_it(db: None, roles: str, calls: bool, missing: str) -> None:
    worker("seoul-1", 11, roles, 0, timedelta(), gone=False)
    if calls:
        waiting(Line.HINTED, 1, Pool.STRANGERS)
    said = [line for line in lines(shown()) if "아무도 맡지 않은" in line]
    words = f"지금 아무도 맡지 않은 일이 있습니다: {missing}. 그 일은 맡은 프로세스가 시작될 때까지 기다립니다."
    assert said == ([words] if missing else [])


def test_whose_address_is_left_alone_reads_why_and_may_have_it_tried(db: None) -> None:
    parked("a.example", "HTTP 503", 3, 1)
    context = {"parked": parked_among(["http://a.example/hint", "http://b.example/", ""], NOON), "trial_url": "/trial/"}
    answer = HttpResponse(render_to_string("jobs/_parked.html", context, RequestFactory().get("/")))
    assert lacking(answer, HOST) == []
    assert parked_among(["http://a.example/"], NOON + timedelta(minutes=2)) == []
