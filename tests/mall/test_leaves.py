"""What the hub's pages wait for at the mall calls nobody, so that the two never wait for each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.leaves import forbid_calls, leaves_not_among
from tests.mall.api import test_hints, test_holds, test_reports
from tests.mall.front import visitor
from tests.mall.worlds import NOW, make_product

from minishop.mall.api import signed
from minishop.mall.shops.models import Shop

TABLES = ("minishop.mall.urls.platform", "minishop.mall.urls.storefront")


def _hint(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(signed, "now", lambda: test_hints.SENT)
    return test_hints.knock(Client())


def _question(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(signed, "now", lambda: NOW)
    test_holds.save(shop, surcharge=500)
    test_holds.register(shop, ("P1", "P1-1", test_holds.BAG[0]))
    test_holds.answer(Client(), test_holds.asked())
    return 200


def _report(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(signed, "now", lambda: test_reports.SENT)
    return test_reports.knock(Client())


def _product_information(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> int:
    make_product(shop, "P1", stock=7)
    return visitor(shop).get("/checkout/product-info/?ITEM_ID=P1").status_code


CALLS: dict[str, tuple[Callable[[Shop, pytest.MonkeyPatch], Any], int]] = {
    "/channel/hints/haru/": (_hint, 202),
    "/channel/holds/haru/": (_question, 200),
    "/channel/reports/haru/": (_report, 202),
    "/checkout/product-info/": (_product_information, 200),
}


@pytest.mark.parametrize("address", CALLS)
def test_a_leaf_answers_well_and_calls_nobody(address: str, listed: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    forbid_calls(monkeypatch)
    call, status = CALLS[address]
    assert call(listed, monkeypatch) == status


def test_every_leaf_of_the_mall_is_called_here() -> None:
    assert leaves_not_among([*CALLS, "/metrics"], *TABLES) == []
