"""Reports come at once: the newest stays whole, whichever is written last."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.mall.worlds import NOW, SEARCH, make_cast
from tests.racing import meanwhile

from minishop.chassis.tenancy import scope
from minishop.mall.feed.domain.report import Outcome, Refused, Report
from minishop.mall.feed.models import RefusedProduct, SearchConnection
from minishop.mall.feed.services import take_report
from minishop.mall.shops.models import Shop

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]


def report(run: int, at: datetime = NOW) -> Report:
    refused = Refused(product_id=f"P{run}", fault="missing", column="title", value="")
    return Report(
        partner_id=SEARCH["partner"], run=str(run), crawled_at=at, outcome=Outcome.APPLIED, fault="", reason="", listed=True, products=run,
        held=None, refused_count=1, refused=(refused,),
    )  # fmt: skip


def take(shop: Shop, run: int) -> None:
    with scope(shop.id):
        take_report(shop=shop, report=report(run))


def test_a_newer_report_is_not_overwritten_by_one_that_began_before() -> None:
    shop = make_cast().haru
    with scope(shop.id):
        SearchConnection.objects.create(shop=shop, **SEARCH)
    with meanwhile("minishop.mall.feed.models.SearchConnection.save", lambda: take(shop, 2)) as rival:
        take(shop, 1)
    assert rival.raised == []
    with scope(shop.id):
        assert SearchConnection.objects.values_list("run", "products").get() == (2, 2)
        assert [row.listed_as for row in RefusedProduct.objects.all()] == ["P2"]
