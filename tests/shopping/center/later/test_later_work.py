"""나중 일: what the operators see and do, in the shopping centre."""

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
from tests.logins import log_in
from tests.page_lines import lacking
from tests.shopping.worlds import approved
from tests.shopping.worlds import operator as an_operator

from minishop.chassis.jobs import upkeep

pytestmark = pytest.mark.django_db
WORK = "/center/later/"


@pytest.fixture
def operator() -> Client:
    """The operator, logged in."""
    client = Client(headers={"host": "shopping.localhost"})
    log_in(client, an_operator())
    return client


def test_the_page_is_for_operators(operator: Client) -> None:
    assert (
        lacking(
            operator.get(WORK),
            """
        # 나중 일
        ## 기다리는 일
        ## 끝내지 못한 작업
    """,
        )
        == []
    )
    assert Client(headers={"host": "shopping.localhost"}).get(WORK).status_code == 302


def test_what_it_costs_does_not_grow(operator: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    assert_it_costs_no_more_for_more_dead_jobs(operator, WORK, django_assert_max_num_queries)


def test_dead_work_is_begun_anew_or_discarded(operator: Client) -> None:
    assert_dead_work_is_begun_anew_or_discarded(operator, WORK)


def test_a_parked_host_is_tried_now(operator: Client) -> None:
    assert_a_parked_host_is_tried_now(operator, WORK)


def test_the_numbers_are_for_operators_too(operator: Client) -> None:
    assert b"minishop_jobs_dead 0.0" in operator.get("/metrics").content
    assert Client(headers={"host": "shopping.localhost"}).get("/metrics").status_code == 404


def test_failed_work_names_its_partner(operator: Client) -> None:
    partner = approved()
    link = f"[{partner.shop_name} → /center/partners/{partner.id}/]"
    assert_failed_work_names_whom_it_is_for(operator, WORK, partner.id, link)


def test_every_task_says_what_it_does() -> None:
    assert_every_task_says_what_it_does("shopping")


def test_all_dead_work_is_begun_anew_at_a_press(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "MOST_REVIVED", 3)
    assert_all_dead_work_is_begun_anew(operator, WORK, 3)
