"""The sandbox's search for addresses answers as protocol/juso shows, and has something everywhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from minishop.sandbox.addresses.domain import addresses

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).resolve().parents[3] / "protocol" / "juso"
PROVINCES = (
    "서울 부산 대구 인천 광주 대전 울산 세종 경기 강원 충북 충남 전북 전남 경북 경남 제주".split()  # noqa: SIM905  # read as a line
)


def ask(**asked: str) -> Any:
    named = {"confmKey": "k", "currentPage": "1", "countPerPage": "20", "resultType": "json", **asked}
    return Client().get("/addrlink/addrLinkApi.do", named)


def golden(name: str) -> Any:
    return json.loads((GOLDEN / f"{name}.response.json").read_text(encoding="utf-8"))


def test_it_writes_what_the_protocol_shows() -> None:
    assert ask(keyword="새터로 58", countPerPage="2").json() == golden("found")
    assert ask(keyword="서울").json() == golden("broad")
    assert ask(keyword="새터로", confmKey="").json() == golden("key")


def code_of(**asked: str) -> str:
    told: str = ask(**asked).json()["results"]["common"]["errorCode"]
    return told


def test_it_refuses_what_the_public_one_refuses() -> None:
    assert [code_of(keyword=word) for word in ("", "새", "12")] == ["E0005", "E0008", "E0009"]
    assert ask(keyword="고장 난 곳").status_code == 503


@pytest.mark.parametrize("province", PROVINCES)
def test_every_province_has_addresses(province: str) -> None:
    rows = ask(keyword=f"{province} 12").json()["results"]["juso"]
    assert rows
    assert all(len(row["zipNo"]) == 5 and " 12" in row["roadAddr"] for row in rows)


def test_jeju_and_islands_have_their_postcodes() -> None:
    codes = {int(one.zipcode) for one in addresses()}
    for first, last in ((63000, 63644), (40200, 40240), (58843, 58866), (23100, 23116), (53088, 53104)):
        assert any(first <= code <= last for code in codes), (first, last)


def test_pages_follow_one_another() -> None:
    pages = [ask(keyword="새터로", countPerPage="3", currentPage=str(page)).json()["results"]["juso"] for page in (1, 2)]
    seen = [row["roadAddr"] for page in pages for row in page]
    assert len(seen) == len(set(seen)) == 6
