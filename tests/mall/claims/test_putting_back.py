"""반품 입고: what came back is fit for sale once a person says so, and is counted once (W20)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.mall.fake_hub import FakeHub
from tests.mall.worlds import NOW, make_product

from minishop.mall.backoffice.claims.rows import claim_row
from minishop.mall.catalog.models import Variant
from minishop.mall.claims.errors import CannotPutBack
from minishop.mall.claims.models import LineClaim
from minishop.mall.claims.queries import claims_of
from minishop.mall.claims.services.putting_back import put_back
from minishop.mall.orders.models import Order
from minishop.mall.shops.models import Shop
from minishop.mall.stock.models import StockLevel, StockMovement

Collect = Callable[[], None]
WHO = "owner@haru.example"


@pytest.fixture
def variant(shop: Shop, connected: Shop, hub: FakeHub, collect: Collect) -> Variant:
    """Two pieces of five were sold, delivered, and came back."""
    found: Variant = make_product(shop, stock=5).variants.get()
    hub.sell("1", "L1", variant=found.code)
    hub.change("L1", "DELIVERED")
    collect()
    hub.claim("L1", "RETURN", "RETURN_DONE", line="RETURNED", remains=0, requestQuantity=2)
    collect()
    return found


def numbers() -> tuple[int | None, int, int]:
    level = StockLevel.objects.get()
    return level.quantity, level.held, level.unshipped


def test_pieces_go_back_once_and_stand_in_the_ledger(shop: Shop, variant: Variant) -> None:
    """W20: not by themselves; as many as are fit for sale, with whose word it was."""
    assert numbers() == (3, 0, 0)
    claim = LineClaim.objects.get()
    put_back(shop=shop, claim=claim, pieces=1, actor=WHO, now=NOW)
    assert numbers() == (4, 0, 0)
    moved = StockMovement.objects.get(kind="returned")
    assert (moved.dq, moved.who, moved.order_no) == (1, WHO, "1")
    with pytest.raises(CannotPutBack) as again:
        put_back(shop=shop, claim=claim, pieces=1, actor=WHO, now=NOW)
    assert (again.value.facts["problem"], numbers()) == ("before", (4, 0, 0))


@pytest.mark.parametrize("pieces", [0, 3, -1])
def test_no_more_than_came_back(shop: Shop, variant: Variant, pieces: int) -> None:
    with pytest.raises(CannotPutBack) as refused:
        put_back(shop=shop, claim=LineClaim.objects.get(), pieces=pieces, actor=WHO, now=NOW)
    assert (refused.value.facts["problem"], numbers()) == ("too_many", (3, 0, 0))


def test_what_is_sold_no_more_has_no_stock_to_go_back_to(shop: Shop, variant: Variant) -> None:
    variant.delete()
    with pytest.raises(CannotPutBack) as refused:
        put_back(shop=shop, claim=LineClaim.objects.get(), pieces=1, actor=WHO, now=NOW)
    assert refused.value.facts["problem"] == "gone"


def test_what_is_still_on_its_way_cannot_be_looked_at(shop: Shop, variant: Variant) -> None:
    LineClaim.objects.update(state="collected")
    with pytest.raises(CannotPutBack) as refused:
        put_back(shop=shop, claim=LineClaim.objects.get(), pieces=1, actor=WHO, now=NOW)
    assert refused.value.facts["problem"] == "not_back"


def test_what_was_cancelled_before_the_rest_left_is_free_already(
    shop: Shop, connected: Shop, hub: FakeHub, collect: Collect
) -> None:
    """R53, W20: of two pieces one is cancelled, the other returned; only that one comes back."""
    found = make_product(shop, stock=5).variants.get()
    hub.sell("1", "L1", variant=found.code)
    collect()
    hub.claim("L1", "CANCEL", "CANCEL_DONE", remains=1, requestQuantity=1)
    collect()
    hub.change("L1", "DELIVERED")
    collect()
    hub.claim("L1", "RETURN", "RETURN_DONE", line="RETURNED", remains=0, claimId="C2", requestQuantity=1)
    collect()
    assert numbers() == (4, 0, 0)
    shown = {row.kind: claim_row(row, row.line).comes_back for row in same_kinds(shop)}
    assert shown == {"cancel": False, "return": True}
    with pytest.raises(CannotPutBack) as refused:
        put_back(shop=shop, claim=LineClaim.objects.get(kind="cancel"), pieces=1, actor=WHO, now=NOW)
    assert (refused.value.facts["problem"], numbers()) == ("not_back", (4, 0, 0))


def same_kinds(shop: Shop) -> list[LineClaim]:
    return claims_of(shop, Order.objects.get())
