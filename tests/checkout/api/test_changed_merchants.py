"""A host asks which of its merchants have changes: by comparison, of its own merchants only, in one statement."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.checkout.machines import Clock, bearer
from tests.checkout.worlds import NOW, make_application, make_merchant
from tests.racing import stored

from minishop.chassis.buckets import Buckets
from minishop.chassis.jobs.models import Job
from minishop.chassis.tenancy import across_tenants, scope
from minishop.checkout.api import host_endpoint
from minishop.checkout.hints.models import OutboxMessage
from minishop.checkout.hosting.models import Host, HostToken
from minishop.checkout.hosting.services import configured_host, make_host
from minishop.checkout.merchants.models import Merchant, MerchantCounter
from minishop.checkout.merchants.queries import feed_ends
from minishop.checkout.merchants.services import leave_host

pytestmark = pytest.mark.django_db
ADDRESS = "/v1/minishop/changed-merchants"
HOST = {"Authorization": "Bearer sandbox-host-token"}


@pytest.fixture(autouse=True)
def full_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_endpoint, "_buckets", Buckets())


def make(name: str, changes: int = 0, host: Host | None = None) -> str:
    """A merchant that the wire calls so, with a feed of so many changes."""
    merchant = make_merchant(pg=False, host=host)
    Merchant.objects.filter(id=merchant.id).update(public_id=name)
    with scope(merchant.id):
        MerchantCounter.objects.update(public_id=name, changes_made=changes)
    return name


def send(client: Client, body: Any, headers: dict[str, str] = HOST) -> Any:
    return client.post(ADDRESS, json.dumps(body), content_type="application/json", headers=headers)


def ask(client: Client, *pairs: tuple[str, str], headers: dict[str, str] = HOST) -> dict[str, list[str]]:
    """The three lists."""
    answer = send(client, {"merchants": pairs}, headers)
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert list(body) == ["timestamp", "traceId", "changed", "ahead", "unknown"]
    return {name: body[name] for name in ("changed", "ahead", "unknown")}


NOTHING: dict[str, list[str]] = {"changed": [], "ahead": [], "unknown": []}
STANDING = {
    "변경이 없는 가맹점, 처음부터": (0, "", None),
    "처음부터, 변경이 있음": (1, "", "changed"),
    "끝까지 읽음": (294, "294", None),
    "앞에 0이 붙은 커서": (294, "0294", None),
    "하나 남음": (294, "293", "changed"),
    "하나 앞섬: 백업에서 되살린 허브": (293, "294", "ahead"),
    "변경이 없는데 앞섬": (0, "1", "ahead"),
    "가장 큰 커서": (294, "9" * 18, "ahead"),
}


@pytest.mark.parametrize(("made", "cursor", "found"), STANDING.values(), ids=STANDING)
def test_a_cursor_is_compared_with_the_end_of_its_feed(client: Client, made: int, cursor: str, found: str | None) -> None:
    name = make("np_a", made)
    assert ask(client, (name, cursor)) == NOTHING | ({found: [name]} if found else {})


LAST = {
    "그 변경까지 읽음": (294, "294.ab", None),
    "다른 변경을 읽음: 되살린 허브가 따라잡음": (294, "294.ac", "ahead"),
    "다른 변경을 읽었어도 앞섬": (294, "295.ab", "ahead"),
    "그 뒤로 이어짐": (294, "293.ac", "changed"),
    "번호만 있는 예전 커서": (294, "294", None),
    "예전 프로세스가 센 다음": (293, "294.ac", None),
}


@pytest.mark.parametrize(("last_number", "cursor", "found"), LAST.values(), ids=LAST)
def test_a_cursor_at_the_end_is_of_the_change_that_stands_there(
    client: Client, last_number: int, cursor: str, found: str | None
) -> None:
    """R42: a restored hub that has caught up with a cursor has not told what was read up to it."""
    name = make("np_a", 294)
    with scope(Merchant.objects.get().id):
        MerchantCounter.objects.update(last_number=last_number, last_change=0xAB)
    assert ask(client, (name, cursor)) == NOTHING | ({found: [name]} if found else {})


def test_each_list_is_in_the_order_asked(client: Client) -> None:
    for name in ("np_a", "np_b", "np_c", "np_d"):
        make(name, 5)
    asked = [("np_d", "4"), ("np_z", ""), ("np_c", "6"), ("np_b", ""), ("np_y", "1"), ("np_a", "7")]
    assert ask(client, *asked) == {"changed": ["np_d", "np_b"], "ahead": ["np_c", "np_a"], "unknown": ["np_z", "np_y"]}


STRANGE = ["", "np_\0", "가맹점", "x" * 41, "np_a' OR 1=1", "np_A"]


@pytest.mark.parametrize("name", STRANGE)
def test_what_can_be_no_merchant_is_unknown(client: Client, name: str) -> None:
    make("np_a", 1)
    assert ask(client, (name, ""), ("np_a", "")) == {"changed": ["np_a"], "ahead": [], "unknown": [name]}


def another_host(name: str = "다른호스팅") -> tuple[Host, dict[str, str]]:
    made = make_host(name=name, by="operator", now=NOW)
    return made.host, {"Authorization": f"Bearer {made.text}"}


def test_who_left_its_host_and_who_is_not_approved_are_unknown(client: Client) -> None:
    make("np_a", 1)
    merchant = Merchant.objects.get()
    with scope(merchant.id):
        leave_host(merchant=merchant)
    make_application()
    assert ask(client, ("np_a", "")) == NOTHING | {"unknown": ["np_a"]}


def test_a_second_token_asks_as_the_first_and_a_revoked_one_is_a_stranger(client: Client) -> None:
    host, headers = another_host()
    make("np_a", 1, host)
    assert ask(client, ("np_a", ""), headers=headers) == NOTHING | {"changed": ["np_a"]}
    HostToken.objects.update(revoked_at=NOW)
    assert send(client, {"merchants": [["np_a", ""]]}, headers).status_code == 401


OURS = ["np_a", "np_b", "np_c"]
THEIRS = ["np_x", "np_y"]
GONE = "np_gone"


@pytest.fixture
def two_hosts() -> dict[str, str]:
    """Our merchants, those of another host, whose token is returned, and one that left us."""
    theirs, headers = another_host()
    for place, name in enumerate(OURS):
        make(name, place)
    for name in THEIRS:
        make(name, 1, theirs)
    make(GONE, 1)
    merchant = Merchant.objects.get(public_id=GONE)
    with scope(merchant.id):
        leave_host(merchant=merchant)
    return headers


NAMES = st.sampled_from([*OURS, *THEIRS, GONE, "np_nobody", "", "np_\0"]) | st.text(max_size=45)
CURSORS = st.just("") | st.integers(0, 4).map(str) | st.integers(0, 10**18 - 1).map(str)
PAIRS = st.lists(st.tuples(NAMES, CURSORS), min_size=1, max_size=12, unique_by=lambda pair: pair[0])


@hypothesis_settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=PAIRS)
def test_no_request_ever_learns_of_another_hosts_merchant(
    client: Client, two_hosts: dict[str, str], pairs: list[tuple[str, str]]
) -> None:
    """Another's merchant, one that left and nobody's have one answer, whatever stands beside them in the request."""
    host_endpoint._buckets = Buckets()
    pairs = [(name, cursor) for name, cursor in pairs if not _has_half_a_letter(name)] or [("np_a", "")]
    for headers, own in ((HOST, OURS), (two_hosts, THEIRS)):
        found = ask(client, *pairs, headers=headers)
        assert set(found["changed"]) | set(found["ahead"]) <= set(own)
        assert found["unknown"] == [name for name, _ in pairs if name not in own]


def _has_half_a_letter(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)


def test_asking_changes_nothing_and_may_be_repeated(client: Client, two_hosts: dict[str, str]) -> None:
    tables = (Merchant, MerchantCounter, Host, HostToken, OutboxMessage, Job)
    before = stored(*tables)
    pairs = [(name, "1") for name in (*OURS, *THEIRS)]
    assert ask(client, *pairs) == ask(client, *pairs) == {"changed": ["np_c"], "ahead": ["np_a"], "unknown": THEIRS}
    assert stored(*tables) == before


@pytest.mark.parametrize("count", [1, 500])
def test_the_whole_question_is_one_statement_beside_the_token(client: Client, count: int) -> None:
    host, headers = another_host()
    names = [make(f"np_{place}", 1, host) for place in range(2)]
    pairs = [(name, "") for name in [*names, *(f"np_no_{place}" for place in range(count))]][:count]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        ask(client, *pairs, headers=headers)
    assert [query["sql"].partition('FROM "')[2].partition('"')[0] for query in asked] == [
        "checkout_hosting_hosttoken",
        "checkout_merchants_merchantcounter",
    ]


def test_the_statement_goes_by_the_index_of_host_and_id() -> None:
    """Among three thousand merchants of one host: no database reads them all, nor all of the host's."""
    host = configured_host()
    applied = {"host": host, "requested_at": NOW, "shop_url": "http://h.example/", "product_info_url": "http://h.example/p"}
    merchants = Merchant.objects.bulk_create(Merchant(application_key=str(place), **applied) for place in range(3000))
    MerchantCounter._base_manager.bulk_create(
        MerchantCounter(merchant=merchant, host_id=host.id, public_id=f"np_{place}") for place, merchant in enumerate(merchants)
    )
    plan = plan_of_the_question(host, [f"np_{place}" for place in range(0, 3000, 300)])
    if connection.vendor == "postgresql":
        assert re.search(r"(Index Scan using|Bitmap Index Scan on) merchants_counters_of_host\b", plan)
        assert re.search(r"Index Cond: .*host_id = .*public_id.* = ANY", plan)
    else:
        assert re.fullmatch(r"SEARCH \w+ USING INDEX \w+ \(host_id=\? AND public_id=\?\)", plan)


def plan_of_the_question(host: Host, names: list[str]) -> str:
    with CaptureQueriesContext(connection) as asked:
        assert len(feed_ends(host, names)) == len(names)
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with across_tenants("the plan of the real statement"), connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute(f"{explain} {asked[0]['sql']}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def many(count: int) -> list[list[str]]:
    return [[f"np_{place}", ""] for place in range(count)]


WRONG = {
    "501개": ({"merchants": many(501)}, "merchants"),
    "하나도 없음": ({"merchants": []}, "merchants"),
    "칸이 없음": ({}, "merchants"),
    "배열이 아님": ({"merchants": "np_a"}, "merchants"),
    "객체가 아님": ([], "body"),
    "두 번": ({"merchants": [["np_a", ""], ["np_b", ""], ["np_a", "1"]]}, "merchants[2][0]"),
    "커서가 숫자가 아님": ({"merchants": [["np_a", ""], ["np_b", "x"]]}, "merchants[1][1]"),
    "음수 커서": ({"merchants": [["np_a", "-1"]]}, "merchants[0][1]"),
    "너무 긴 커서": ({"merchants": [["np_a", "9" * 19]]}, "merchants[0][1]"),
    "변경이 16진수가 아님": ({"merchants": [["np_a", "1.g"]]}, "merchants[0][1]"),
    "변경이 비었음": ({"merchants": [["np_a", "1."]]}, "merchants[0][1]"),
    "변경이 너무 긺": ({"merchants": [["np_a", "1." + "a" * 17]]}, "merchants[0][1]"),
    "번호가 없음": ({"merchants": [["np_a", ".ab"]]}, "merchants[0][1]"),
    "줄바꿈": ({"merchants": [["np_a", "1.ab\n"]]}, "merchants[0][1]"),
    "다른 글자의 숫자": ({"merchants": [["np_a", "٣"]]}, "merchants[0][1]"),
    "숫자로 보낸 커서": ({"merchants": [["np_a", 294]]}, "merchants[0][1]"),
    "커서가 null": ({"merchants": [["np_a", None]]}, "merchants[0][1]"),
    "가맹점이 숫자": ({"merchants": [[1, "294"]]}, "merchants[0][0]"),
    "짝이 모자람": ({"merchants": [["np_a"]]}, "merchants[0]"),
    "짝이 넘침": ({"merchants": [["np_a", "", ""]]}, "merchants[0]"),
    "짝이 객체": ({"merchants": [{"np_a": ""}]}, "merchants[0]"),
}


@pytest.mark.parametrize(("body", "place"), WRONG.values(), ids=WRONG)
def test_a_body_that_does_not_fit_names_the_place(client: Client, body: Any, place: str) -> None:
    answer = send(client, body)
    assert (answer.status_code, answer.json()["code"]) == (400, "4000")
    assert [fault["name"] for fault in answer.json()["invalidInputs"]] == [place]


def test_five_hundred_are_taken(client: Client) -> None:
    assert len(ask(client, *((name, cursor) for name, cursor in many(500)))["unknown"]) == 500


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer wrong", "sandbox-host-token", "Bearer \xff"])
def test_a_stranger_is_told_nothing(client: Client, token: str) -> None:
    make("np_a", 1)
    answer = send(client, {"merchants": [["np_a", ""]]}, {"Authorization": token})
    assert (answer.status_code, answer.json()["code"]) == (401, "GW.AUTHN")


def test_a_merchants_own_token_is_no_hosts(client: Client, clock: Clock) -> None:
    make("np_a", 1)
    assert send(client, {"merchants": [["np_a", ""]]}, bearer(Merchant.objects.get(), clock())).status_code == 401


def test_one_method_and_one_media_type_are_taken(client: Client) -> None:
    assert client.get(ADDRESS, headers=HOST).status_code == 405
    answer = client.post(ADDRESS, b"merchants=np_a", content_type="application/x-www-form-urlencoded", headers=HOST)
    assert answer.status_code == 415


def test_a_host_that_runs_wild_is_told_when_to_come_again_and_no_other(client: Client, clock: Clock, settings: Any) -> None:
    settings.HOST_RATE = 2
    body, (_, other) = {"merchants": [["np_a", ""]]}, another_host()
    answers = [send(client, body) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert (answers[-1].json()["code"], answers[-1].headers["Retry-After"]) == ("GW.RATE_LIMIT", "1")
    assert send(client, body, other).status_code == 200
    clock.time += timedelta(seconds=1)
    assert send(client, body).status_code == 200


def test_a_host_of_a_million_merchants_is_no_host_that_runs_wild(settings: Any) -> None:
    """500 at a time, all of them every four minutes."""
    assert settings.HOST_RATE > 1_000_000 / 500 / 240
