"""나중 일: what the operators see and do, in Checkout's centre."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.checkout.worlds import make_account, make_merchant
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

from minishop.chassis.jobs import upkeep

pytestmark = pytest.mark.django_db
WORK = "/center/later/"


def test_the_page_is_for_operators(operator: Client) -> None:
    assert (
        lacking(
            operator.get(WORK),
            """
        @ 운영
        [나중 일 → /center/later/]
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


def test_a_buyer_finds_nothing_here() -> None:
    buyer = Client()
    log_in(buyer, make_account("buyer"))
    answer = buyer.get(WORK)
    assert answer.status_code == 403
    assert 'href="/login/?other=1&amp;next=%2Fcenter%2F' in answer.content.decode()


def test_dead_work_is_begun_anew_or_discarded(operator: Client) -> None:
    assert_dead_work_is_begun_anew_or_discarded(operator, WORK)


def test_a_parked_host_is_tried_now(operator: Client) -> None:
    assert_a_parked_host_is_tried_now(operator, WORK)


def test_the_numbers_are_for_operators_too(operator: Client) -> None:
    assert b"minishop_jobs_dead 0.0" in operator.get("/metrics").content
    buyer = Client()
    log_in(buyer, make_account("buyer"))
    assert (buyer.get("/metrics").status_code, Client().get("/metrics").status_code) == (404, 404)


def test_failed_work_names_its_merchant(operator: Client) -> None:
    merchant = make_merchant()
    link = f"[{merchant.shop_name} → /center/merchants/{merchant.id}/]"
    assert_failed_work_names_whom_it_is_for(operator, WORK, merchant.id, link)


def test_every_task_says_what_it_does() -> None:
    assert_every_task_says_what_it_does("checkout")


def test_all_dead_work_is_begun_anew_at_a_press(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "MOST_REVIVED", 3)
    assert_all_dead_work_is_begun_anew(operator, WORK, 3)
