"""나중 일: what the operators see and do, in the mall's console."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.later_work import (
    assert_a_parked_host_is_tried_now,
    assert_all_dead_work_is_begun_anew,
    assert_dead_work_is_begun_anew_or_discarded,
    assert_every_task_says_what_it_does,
    assert_failed_work_names_whom_it_is_for,
    assert_it_costs_no_more_for_more_dead_jobs,
)
from tests.mall.worlds import Cast
from tests.page_lines import lacking, lines

from minishop.chassis.jobs import upkeep

pytestmark = pytest.mark.django_db
WORK = "/console/later/"


@pytest.fixture
def operator(cast: Cast) -> Client:
    """The operator, logged in."""
    client = Client()
    client.force_login(cast.operator)
    return client


def test_the_page_is_for_operators(operator: Client) -> None:
    assert (
        lacking(
            operator.get(WORK),
            """
        @ 운영 메뉴
        [운영 콘솔 → /console/]
        # 나중 일
        ## 기다리는 일
        ## 끝내지 못한 작업
    """,
        )
        == []
    )
    assert Client().get(WORK).status_code == 302


def test_what_it_costs_does_not_grow(operator: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    assert_it_costs_no_more_for_more_dead_jobs(operator, WORK, django_assert_max_num_queries)


def test_a_seller_finds_nothing_here(cast: Cast) -> None:
    seller = Client()
    seller.force_login(cast.owner)
    assert seller.get(WORK).status_code == 403


def test_dead_work_is_begun_anew_or_discarded(operator: Client) -> None:
    assert_dead_work_is_begun_anew_or_discarded(operator, WORK)


def test_a_parked_host_is_tried_now(operator: Client) -> None:
    assert_a_parked_host_is_tried_now(operator, WORK)


def test_the_numbers_are_for_operators_too(operator: Client, cast: Cast) -> None:
    assert b"minishop_jobs_dead 0.0" in operator.get("/metrics").content
    seller = Client()
    seller.force_login(cast.owner)
    assert (seller.get("/metrics").status_code, Client().get("/metrics").status_code) == (404, 404)


def test_failed_work_names_its_shop(operator: Client, cast: Cast) -> None:
    assert_failed_work_names_whom_it_is_for(operator, WORK, cast.haru.id, f"[{cast.haru.name} → /office/haru/attention/]")


def test_every_task_says_what_it_does() -> None:
    assert_every_task_says_what_it_does("mall")


def test_the_consoles_first_page_says_that_nobody_works(operator: Client) -> None:
    assert "돌고 있는 작업 프로세스(worker)가 없어 나중 일이 모두 멈춰 있습니다." in lines(operator.get("/console/"))


def test_all_dead_work_is_begun_anew_at_a_press(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "MOST_REVIVED", 3)
    assert_all_dead_work_is_begun_anew(operator, WORK, 3)
