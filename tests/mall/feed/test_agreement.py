"""삭제 동의: the seller's word about a held loss goes to the search, once, and is asked no longer where nothing is held."""

from __future__ import annotations

from typing import Any

import pytest
from tests.mall.worlds import NOW

from minishop.chassis.http import Answer, Outcome
from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.registry import Later
from minishop.mall.feed import adapters
from minishop.mall.feed.models import RefusedProduct, SearchConnection
from minishop.mall.feed.services import agree_to_loss, connect
from minishop.mall.feed.tasks import tell_agreement
from minishop.mall.shops.models import Entry, Shop

RUN = 7312000000000000009


class Search:
    """The search at the other end."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, bytes]] = []
        self.answer = Answer(Outcome.SENT, 200, b"{}")

    def __call__(self, method: str, url: str, *, content: bytes, headers: dict[str, str], **terms: Any) -> Answer:
        assert headers["Authorization"] == "Bearer sandbox-host-token"
        self.asked.append((method, url, content))
        return self.answer


@pytest.fixture
def search(monkeypatch: pytest.MonkeyPatch) -> Search:
    fake = Search()
    monkeypatch.setattr(adapters, "exchange", fake)
    return fake


@pytest.fixture
def holding(listed: Shop) -> Shop:
    Entry.objects.filter(kind="shopping").update(external_id="7312000000000000003")
    SearchConnection.objects.update(run=RUN, outcome="held", held_run=RUN, held_standing=30, held_coming=10)
    return listed


def test_an_agreement_is_told_as_the_protocol_says(holding: Shop, search: Search) -> None:
    """A3."""
    for _ in range(2):
        assert agree_to_loss(shop=holding, run=RUN, now=NOW)
    assert Job.objects.count() == 1
    tell_agreement.run(shop_id=holding.id, now=NOW)
    address = "http://shopping.localhost:8300/v1/minishop/partner-applications/7312000000000000003/accepted-loss"
    assert search.asked == [("PUT", address, b'{"run": "7312000000000000009"}')]


def test_what_is_not_held_cannot_be_agreed_to(holding: Shop, search: Search) -> None:
    assert not agree_to_loss(shop=holding, run=RUN - 1, now=NOW)
    agree_to_loss(shop=holding, run=RUN, now=NOW)
    SearchConnection.objects.update(held_run=RUN + 1)  # a newer report holds something else
    tell_agreement.run(shop_id=holding.id, now=NOW)
    assert search.asked == []


def test_a_search_that_holds_nothing_ends_the_question(holding: Shop, search: Search) -> None:
    agree_to_loss(shop=holding, run=RUN, now=NOW)
    search.answer = Answer(Outcome.REFUSED, 409, reason="HTTP 409")
    tell_agreement.run(shop_id=holding.id, now=NOW)
    assert SearchConnection.objects.get().held_run is None


@pytest.mark.parametrize("status", [0, 404, 503])
def test_a_search_that_does_not_take_it_is_told_again(holding: Shop, search: Search, status: int) -> None:
    agree_to_loss(shop=holding, run=RUN, now=NOW)
    search.answer = Answer(Outcome.REFUSED if status else Outcome.UNREACHABLE, status, reason="away")
    with pytest.raises(Later):
        tell_agreement.run(shop_id=holding.id, now=NOW)
    assert SearchConnection.objects.get().agreed_run == RUN


def test_another_partner_begins_without_the_reports_of_the_last(holding: Shop) -> None:
    RefusedProduct.objects.create(shop=holding, product_id=1, listed_as="P1", fault="no_image", position=0)
    connect(shop=holding, partner="sp_abcde12345", report_secret="whsec_new")
    assert SearchConnection.objects.values_list("run", "report_secret").get() == (RUN, "whsec_new")
    assert RefusedProduct.objects.exists()
    connect(shop=holding, partner="sp_other", report_secret="")
    assert SearchConnection.objects.values_list("partner", "run", "report_secret").get() == ("sp_other", 0, "")
    assert not RefusedProduct.objects.exists()
