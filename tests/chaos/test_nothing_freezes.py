"""A handful of connections must not stop a service. The one place where a test looks at the clock, since what is asked for is time.

Sixty buyers at once all end with an order or a true sentence; ten slow bodies at each service, a shop whose answer drips and a PG that hangs
leave every other page's 99th percentile under two seconds.
"""

from __future__ import annotations

import time

import pytest
from tests.chaos import crowd
from tests.running import Running

BEARABLE = 2.0
LONG_ENOUGH = 5.0
CROWD, RETURNING, VISITS, SLOW = 60, 10, 12, 10


@pytest.fixture(scope="module")
def sessions(system: Running) -> list[str]:
    """Buyers who are logged in; each test takes as many as it needs."""
    return crowd.furnish(system.installation, "checkout", "buyers", str(CROWD + RETURNING + VISITS))


def test_sixty_buyers_at_once_all_end_with_an_order_or_a_true_sentence(system: Running, product: str, sessions: list[str]) -> None:
    buyers = [crowd.Buyer(system.installation, sessions.pop()) for _ in range(CROWD)]
    for buyer in buyers:
        buyer.open(product)
    with crowd.Watch(system.installation).watching() as watch:
        ends = crowd.rush(buyers)
    assert len(ends) == CROWD
    assert [end for end in ends if end != "order" and end not in crowd.SENTENCES] == []
    assert ends.count("order") >= CROWD / 2
    assert watch.percentile(0.99, health=True) < BEARABLE


def test_ten_slow_bodies_at_every_service_leave_all_pages_bearable(system: Running, product: str) -> None:
    with crowd.slow_bodies(system.installation, SLOW), crowd.Watch(system.installation).watching() as watch:
        time.sleep(LONG_ENOUGH)
    _expect_bearable(watch)


def test_a_shop_whose_answer_drips_leaves_all_pages_bearable(system: Running, sessions: list[str]) -> None:
    with crowd.dripping_server() as port:
        url = f"http://drips.localhost:{port}/info"
        sheets = crowd.furnish(system.installation, "checkout", "dripping", url, str(VISITS))
        visits = [(sheet, sessions.pop()) for sheet in sheets]
        with crowd.Watch(system.installation).watching() as watch:
            seen = crowd.visit_together(system.installation, "checkout", visits)
    assert {visit.status for visit in seen} == {200}
    assert all("쇼핑몰이 지금 답하지 않습니다" in visit.text for visit in seen)
    _expect_bearable(watch)


def test_a_pg_that_hangs_leaves_all_pages_bearable(system: Running, product: str, sessions: list[str]) -> None:
    for _ in range(RETURNING):
        buyer = crowd.Buyer(system.installation, sessions.pop())
        buyer.open(product)
        assert buyer.window(), buyer.page.text[:300]
        buyer.leave()
    keys = crowd.furnish(system.installation, "checkout", "payments", str(RETURNING))
    returns = [(f"/payments/return/?orderKey={key}&paymentKey=pk", "") for key in keys]
    assert len(returns) == RETURNING
    with (
        crowd.hanging(system.child("sandbox")),
        crowd.Watch(system.installation, ("mall", "checkout", "shopping")).watching() as watch,
    ):
        assert {visit.status for visit in crowd.visit_together(system.installation, "checkout", returns)} == {302}
    _expect_bearable(watch)


def _expect_bearable(watch: crowd.Watch) -> None:
    assert watch.bad == []
    assert watch.percentile(0.99) < BEARABLE
    assert watch.percentile(0.99, health=True) < BEARABLE
