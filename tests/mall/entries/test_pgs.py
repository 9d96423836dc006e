"""A PG is one file: put beside the others it is offered, applied to, and its contract handed over under its own name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.mall.entries.test_applications import LOOK, Others, entry, golden, others, work
from tests.mall.worlds import NOW, Cast, with_facts

from minishop.mall.entries.adapters import pgs
from minishop.mall.entries.domain import NobodyToApplyTo
from minishop.mall.entries.models import PgContract
from minishop.mall.entries.services.applying import apply
from minishop.mall.shops.domain.opening import EntryKind
from minishop.mall.shops.models import Entry, Shop

__all__ = ["others"]
FAR = timedelta(days=40_000)
MOON = """
from minishop.mall.entries.adapters.counters import Counter
from minishop.mall.entries.adapters.pgs import Pg

KEYS = {"shopNumber": "mid", "shopKey": "secret_key"}
PG = Pg("moon", "달빛 PG", "Moonlight PG", lambda: Counter("http://moon.example/pg/v1/contracts", "no", "keys", KEYS))
"""


@pytest.fixture
def with_moon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One file more in the folder."""
    (tmp_path / "words_test_moon.py").write_text(MOON, encoding="utf-8")
    monkeypatch.setattr(pgs, "__path__", [*pgs.__path__, str(tmp_path)])
    pgs.known_pgs.cache_clear()
    yield
    pgs.known_pgs.cache_clear()


@pytest.fixture
def owner(cast: Cast) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.owner)
    return client


def test_what_is_there_is_found() -> None:
    assert {code: pg.code for code, pg in pgs.known_pgs().items()} == {"sandbox": "sandbox"}


def test_a_new_pg_is_offered_applied_to_and_handed_over(shop: Shop, owner: Client, others: Others, with_moon: None) -> None:
    with_facts(shop)
    page = owner.get("/office/haru/entries/").content.decode()
    offered = re.findall(r'<option value="(\w+)">([^<]+)</option>', page)
    assert offered == [("sandbox", "Sandbox PG"), ("moon", "Moonlight PG")]
    others.answer("POST contracts", {"no": "m-1", "status": "REQUESTED"}, 201)
    others.answer("GET contracts", {"no": "m-1", "status": "APPROVED", "keys": {"shopNumber": "7", "shopKey": "sk"}})
    others.answer("POST merchants", golden("minishop/merchant-application-requested.response.json"), 201)
    others.answer("pg", golden("minishop/merchant-application-requested.response.json"))
    owner.post("/office/haru/entries/pg/", {"party": "moon"})
    apply(shop=shop, kind=EntryKind.CHECKOUT, now=NOW)
    work_at_once()
    contract = PgContract.objects.get()
    assert (contract.provider, contract.mid, contract.secret_key, entry(EntryKind.PG).state) == ("moon", "7", "sk", "approved")
    asked = [(method, url, body) for method, url, body, _ in others.asked]
    assert [url for method, url, _ in asked if "moon.example" in url][:1] == ["http://moon.example/pg/v1/contracts"]
    assert [body for method, _, body in asked if method == "PUT"] == [{"provider": "moon", "mid": "7", "secretKey": "sk"}]
    assert "<dd>Moonlight PG</dd>" in owner.get("/office/haru/entries/").content.decode()


def work_at_once() -> None:
    """Everything that is due, and a look at what has been handed in."""
    work(after=FAR)
    work(after=FAR + LOOK)


def test_one_pg_needs_no_choice(shop: Shop, owner: Client, others: Others) -> None:
    with_facts(shop)
    assert 'name="party"' not in owner.get("/office/haru/entries/").content.decode()
    owner.post("/office/haru/entries/pg/")
    assert entry(EntryKind.PG).party == "sandbox"


@pytest.mark.parametrize("party", ["moon", "SANDBOX", "x" * 300])
def test_a_pg_that_is_not_there_cannot_be_applied_to(shop: Shop, owner: Client, party: str) -> None:
    with_facts(shop)
    with pytest.raises(NobodyToApplyTo):
        apply(shop=shop, kind=EntryKind.PG, party=party, now=NOW)
    page = owner.post("/office/haru/entries/pg/", {"party": party}, follow=True).content.decode()
    assert "cannot be applied to" in page
    assert not Entry.objects.exists()


def test_where_there_is_no_pg_nothing_is_offered(shop: Shop, owner: Client, settings: Any) -> None:
    settings.SANDBOX = None
    with_facts(shop)
    page = owner.get("/office/haru/entries/").content.decode()
    assert "no payment gateway" in page
    assert "/office/haru/entries/pg/" not in page
    with pytest.raises(NobodyToApplyTo):
        apply(shop=shop, kind=EntryKind.PG, now=NOW)
    assert not Entry.objects.exists()
