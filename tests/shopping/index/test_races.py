"""색인: what a crawl changes is changed as a whole; a worker that dies half way has changed nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.racing import broken, stored
from tests.shopping.worlds import NOON, approved, indexed, listing

from minishop.shopping.index import services
from minishop.shopping.index.models import Document
from minishop.shopping.partners.models import Partner

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
NEW = [listing("P1", "면 원피스"), listing("P3", "모자")]


def replace(partner: Partner) -> object:
    return services.replace_all(partner=partner, listings=NEW, now=NOON)


def change(partner: Partner) -> object:
    return services.apply_changes(partner=partner, listings=NEW, removed=["P2"], now=NOON)


@pytest.mark.parametrize("act", [replace, change], ids=["전체", "요약"])
def test_a_change_that_dies_half_way_leaves_the_products_as_they_were(act: Callable[[Partner], object]) -> None:
    partner = approved()
    indexed(partner, listing("P1", "린넨 원피스"), listing("P2", "셔츠"))
    before = stored(Document)
    with broken("minishop.shopping.index.services._write"):
        act(partner)
    assert stored(Document) == before
