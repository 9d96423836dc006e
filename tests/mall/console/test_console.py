"""운영 콘솔: all shops with their entries, for operators only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from tests.mall.worlds import NOW, Cast, approve_all

from minishop.chassis.jobs.jumps import clock_jumps, note_jump
from minishop.chassis.tenancy import scope
from minishop.mall.staff.services import open_shop


def logged_in(account: Any) -> Client:
    client = Client()
    client.force_login(account)
    return client


def test_nobody_else_comes_in(cast: Cast, client: Client) -> None:
    assert client.get("/console/").headers["location"] == "/login/?next=/console/"
    assert [logged_in(one).get("/console/").status_code for one in (cast.owner, cast.staff, cast.stranger)] == [404, 404, 404]


def test_every_shop_and_where_its_entries_stand(cast: Cast) -> None:
    with scope(cast.haru.id):
        approve_all(cast.haru, NOW)
    answer = logged_in(cast.operator).get("/console/")
    rows = {row["shop"].code: [entry and entry.state for entry in row["entries"]] for row in answer.context["rows"]}
    assert rows == {"haru": ["approved"] * 3, "maru": [None] * 3}
    page = answer.content.decode()
    assert all(
        desk in page
        for desk in ("sandbox.localhost:8400/pg/", "checkout.localhost:8200/center/", "shopping.localhost:8300/center/")
    )


def test_a_shop_is_found_by_a_word(cast: Cast) -> None:
    answer = logged_in(cast.operator).get("/console/?q=HAR")
    assert [row["shop"].code for row in answer.context["rows"]] == ["haru"]


def test_more_shops_take_no_more_queries(cast: Cast, django_assert_num_queries: Callable[[int], Any]) -> None:
    client = logged_in(cast.operator)
    for more in range(3):
        open_shop(owner=cast.owner, code=f"more{more}", name="더", now=NOW)
        with django_assert_num_queries(7):
            assert client.get("/console/").status_code == 200


def test_a_jump_of_the_clock_is_shown_until_it_is_seen(cast: Cast) -> None:
    note_jump(timedelta(hours=-3), true_now=NOW)
    page = logged_in(cast.operator).get("/console/").content.decode()
    assert "컴퓨터 시계가 갑자기 바뀌었습니다" in page
    assert "10,800초 뒤로" in page
    upto = clock_jumps()[0].id
    assert f'name="upto" value="{upto}"' in page
    assert logged_in(cast.operator).post("/console/clock/seen/", {"upto": upto}).headers["location"] == "/console/"
    assert "컴퓨터 시계" not in logged_in(cast.operator).get("/console/").content.decode()
