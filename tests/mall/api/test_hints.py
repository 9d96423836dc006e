"""힌트: signed, fresh, once; it carries no facts (protocol/minishop, section 3)."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from minishop.chassis.jobs.domain.lines import Line
from minishop.chassis.jobs.models import Job
from minishop.mall.api import signed
from minishop.mall.api.signed import signature
from minishop.mall.channel.models import InboxMessage
from minishop.mall.shops.models import Shop

GOLDEN = json.loads((Path(__file__).resolve().parents[3] / "protocol" / "minishop" / "hint.json").read_text(encoding="utf-8"))
SENT = datetime.fromtimestamp(int(GOLDEN["headers"]["webhook-timestamp"]), UTC)


@pytest.fixture(autouse=True)
def on_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signed, "now", lambda: SENT)


def knock(client: Client, code: str = "haru", body: str = GOLDEN["body"], **changed: str) -> int:
    headers = {**GOLDEN["headers"], **{name.replace("_", "-"): value for name, value in changed.items()}}
    extra: dict[str, Any] = {"headers": headers}
    return client.post(f"/channel/hints/{code}/", body, content_type="application/json", **extra).status_code


def nothing_happened() -> bool:
    return not InboxMessage.objects.exists() and not Job.objects.exists()


def test_the_golden_signature() -> None:
    head = GOLDEN["headers"]
    made = signature(GOLDEN["secret"], head["webhook-id"], head["webhook-timestamp"], GOLDEN["body"].encode())
    assert head["webhook-signature"] == f"v1,{made}"


def test_a_hint_makes_the_shop_look(connected: Shop, client: Client) -> None:
    assert knock(client) == 202
    job = Job.objects.get()
    assert (job.task, job.arguments) == ("mall.channel.tasks.collect", {"shop_id": connected.id})
    assert job.line == Line.HINTED  # before whatever is only polled


def test_a_replayed_hint_is_taken_and_does_nothing(connected: Shop, client: Client) -> None:
    knock(client)
    Job.objects.all().delete()
    assert knock(client) == 202
    assert not Job.objects.exists()
    assert InboxMessage.objects.count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"webhook_signature": "v1,AAAA"},
        {"webhook_signature": "v1,"},
        {"webhook_signature": ""},
        {"webhook_id": "msg_other"},
        {"webhook_timestamp": "1795395601"},
        {"webhook_timestamp": "soon"},
        {"body": '{"type":"changes","merchantId":"np_abcde123456","latest":"99"}'},
    ],
    ids=["위조", "빈 서명", "없음", "다른 번호", "다른 시각", "글자 시각", "바뀐 본문"],
)
def test_a_forged_hint_is_refused(connected: Shop, client: Client, changed: dict[str, str]) -> None:
    assert knock(client, **changed) == 401
    assert nothing_happened()


@pytest.mark.parametrize("apart", [timedelta(seconds=301), timedelta(seconds=-301)], ids=["늦음", "미래"])
def test_a_stale_hint_is_refused(connected: Shop, client: Client, monkeypatch: pytest.MonkeyPatch, apart: timedelta) -> None:
    monkeypatch.setattr(signed, "now", lambda: SENT + apart)
    assert knock(client) == 401
    assert nothing_happened()


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_AAAA", "not base64!"], ids=["없음", "빈 비밀", "짧은 비밀", "비밀 아님"])
def test_a_secret_that_is_none_signs_nothing(secret: str) -> None:
    assert signature(secret, "a", "1", b"{}") == ""


def test_an_unknown_shop_and_an_unconnected_one_are_no_address(connected: Shop, client: Client) -> None:
    assert knock(client, "nobody") == knock(client, "maru") == 404
    assert nothing_happened()


def test_only_posts_are_heard(connected: Shop, client: Client) -> None:
    assert client.get("/channel/hints/haru/").status_code == 405
