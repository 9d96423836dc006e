"""Claims come in with the lines: recorded once, marked, and the line moves when the hub says so (R51, R52, Q7, Q20)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from tests.mall.fake_hub import FakeHub
from tests.mall.orders.collected import reported
from tests.mall.worlds import NOW, make_product

from minishop.chassis.jobs.worker import run_due
from minishop.kernel.won import Won
from minishop.mall.catalog.models import Variant
from minishop.mall.claims.models import LineClaim
from minishop.mall.claims.services import cancelling
from minishop.mall.claims.services.recording import record_claims
from minishop.mall.orders.domain.claims import ClaimKind, ClaimState, mark_of
from minishop.mall.orders.domain.collected import CollectedClaim
from minishop.mall.orders.domain.hub import HubState, event_for
from minishop.mall.orders.domain.states import MACHINE, LineState
from minishop.mall.orders.models import LineEvent, Order, OrderLine
from minishop.mall.orders.queries import short_lines
from minishop.mall.orders.services.recording import record_lines
from minishop.mall.shops.models import Shop
from minishop.mall.stock.models import StockLevel
from minishop.mall.stock.services.holds import Ask, free_due, take

Collect = Callable[[], None]


def line(number: str = "L1") -> OrderLine:
    return OrderLine.objects.get(hub_number=number)


def free(variant: Variant) -> int:
    """The pieces that are promised to nobody."""
    return StockLevel.objects.get(variant_id=variant.id).quantity or 0


def history() -> list[str]:
    steps = LineEvent.objects.filter(event="claim").order_by("at", "id").values_list("evidence", flat=True)
    return [f"{step['kind']} {step['state']}" for step in steps]


def test_a_request_to_cancel_marks_the_line_and_moves_nothing(order: Order, hub: FakeHub, collect: Collect) -> None:
    hub.claim("L1", "CANCEL", "CANCEL_REQUEST", cancelReason="WRONG_ORDER", cancelDetailedReason="색을 바꿀게요", requestQuantity=2)
    collect()
    assert (line().state, line().hub_state, line().claim_mark, line().is_locked) == ("preparing", "paid", "cancel_asked", True)
    assert not line("L2").is_locked
    claim = LineClaim.objects.get()
    assert (claim.number, claim.kind, claim.state, claim.reason, claim.words) == (
        "C1",
        "cancel",
        "asked",
        "WRONG_ORDER",
        "색을 바꿀게요",
    )
    assert (claim.order_id, claim.line_id, claim.quantity) == (order.id, line().id, 2)


def test_a_cancel_to_its_end(order: Order, hub: FakeHub, collect: Collect) -> None:
    """R54: each step stands in the history, and the line ends with the hub's."""
    for status in ("CANCEL_REQUEST", "CANCELING"):
        hub.claim("L1", "CANCEL", status)
        collect()
    assert line().claim_mark == "cancelling"
    hub.claim("L1", "CANCEL", "CANCEL_DONE", line="CANCELED", remains=0, refundAmount=22_500, refundPointAmount=0)
    collect()
    assert (line().state, line().claim_mark, line().remaining, line().is_locked) == ("cancelled", "none", 0, False)
    assert history() == ["cancel asked", "cancel refunding", "cancel done"]
    assert LineClaim.objects.get().refund == Won(22_500)


@pytest.mark.parametrize(("who", "state"), [({}, "refused"), ({"claimRejecter": "구매자"}, "withdrawn")], ids=["거절", "철회"])
def test_a_cancel_that_is_over_unlocks_the_line(
    order: Order, hub: FakeHub, collect: Collect, who: dict[str, Any], state: str
) -> None:
    hub.claim("L1", "CANCEL", "CANCEL_REQUEST")
    collect()
    hub.claim("L1", "CANCEL", "CANCEL_REJECT", **who)
    collect()
    assert (line().state, line().is_locked, LineClaim.objects.get().state) == ("preparing", False, state)


def test_the_same_report_again_writes_nothing(order: Order, hub: FakeHub, collect: Collect) -> None:
    hub.claim("L1", "RETURN", "RETURN_REQUEST", line="DELIVERED")
    collect()
    before = LineClaim.objects.values().get()
    hub.feed.append("L1")
    collect()
    assert (LineClaim.objects.values().get(), history()) == (before, ["return asked"])


def test_a_cancel_in_transit_is_a_return_here(order: Order, hub: FakeHub, collect: Collect) -> None:
    """R52, Q7."""
    hub.change("L1", "DELIVERING")
    collect()
    hub.claim("L1", "CANCEL", "CANCEL_DONE", line="CANCELED", remains=0)
    collect()
    assert (line().state, line().hub_state) == ("returned", "cancelled")


def test_an_exchange_changes_no_order_of_ours(order: Order, hub: FakeHub, collect: Collect) -> None:
    """R51: it is seen in the list, from its request to its end."""
    hub.change("L1", "DELIVERED")
    for status in ("EXCHANGE_REQUEST", "COLLECT_DONE", "EXCHANGE_REDELIVERING"):
        hub.claim("L1", "EXCHANGE", status)
        collect()
        assert (line().state, line().claim_mark) == ("delivered", "exchanging")
    hub.claim("L1", "EXCHANGE", "EXCHANGE_DONE", line="EXCHANGED")
    collect()
    assert (line().state, line().claim_mark, line().remaining, LineClaim.objects.get().state) == ("delivered", "none", 2, "done")


def test_the_operators_take_back_even_what_was_finalized(order: Order, hub: FakeHub, collect: Collect) -> None:
    hub.change("L1", "PURCHASE_DECIDED")
    collect()
    hub.claim("L1", "ADMIN_CANCEL", "ADMIN_CANCEL_DONE", line="RETURNED", remains=0)
    collect()
    claim = LineClaim.objects.get()
    assert (line().state, claim.kind, claim.state) == ("returned", "return", "done_by_operator")


def test_a_part_of_a_quantity_lowers_what_remains(order: Order, hub: FakeHub, collect: Collect) -> None:
    hub.claim("L1", "CANCEL", "CANCEL_DONE", remains=1, requestQuantity=1)
    collect()
    assert (line().state, line().quantity, line().remaining) == ("preparing", 2, 1)


def test_stock_comes_back_when_a_cancel_is_done_and_not_before(shop: Shop, connected: Shop, hub: FakeHub, collect: Collect) -> None:
    product_sold = make_product(shop, stock=5)
    variant = product_sold.variants.get()
    hub.sell("1", "L1", variant=variant.code)
    collect()
    assert free(variant) == 3
    hub.claim("L1", "CANCEL", "CANCELING")
    collect()
    assert free(variant) == 3
    hub.claim("L1", "CANCEL", "CANCEL_DONE", line="CANCELED", remains=0)
    collect()
    assert free(variant) == 5


def test_a_part_that_is_cancelled_gives_its_pieces_back_once(shop: Shop, connected: Shop, hub: FakeHub, collect: Collect) -> None:
    variant = make_product(shop, stock=5).variants.get()
    hub.sell("1", "L1", variant=variant.code, quantity=3)
    for done, expected in ((1, 3), (2, 4)):
        hub.claim("L1", "CANCEL", "CANCEL_DONE", claimId=f"C{done}", remains=3 - done, requestQuantity=1)
        hub.lines["L1"]["completedClaims"] = [
            {"claimType": "CANCEL", "claimId": f"C{each}", "claimStatus": "CANCEL_DONE", "requestQuantity": 1}
            for each in range(1, done)
        ]
        collect()
        hub.feed.append("L1")
        collect()
        assert free(variant) == expected
    hub.claim("L1", "CANCEL", "CANCEL_DONE", claimId="C3", line="CANCELED", remains=0, requestQuantity=1)
    collect()
    assert free(variant) == 5


def test_a_part_that_comes_back_gives_no_stock_until_somebody_has_looked(
    shop: Shop, connected: Shop, hub: FakeHub, collect: Collect
) -> None:
    variant = make_product(shop, stock=5).variants.get()
    hub.sell("1", "L1", variant=variant.code)
    hub.change("L1", "DELIVERED")
    collect()
    hub.claim("L1", "RETURN", "RETURN_DONE", remains=1, requestQuantity=1)
    collect()
    assert (free(variant), line().remaining, line().state) == (3, 1, "delivered")


def test_what_was_short_is_what_a_partial_cancel_ends_first(shop: Shop, connected: Shop, hub: FakeHub, collect: Collect) -> None:
    """R53: the mark goes with the pieces that were not there, and nothing comes back that was never taken."""
    variant = make_product(shop, stock=1).variants.get()
    hub.sell("1", "L1", variant=variant.code)
    collect()
    assert (line().is_short, free(variant)) == (True, 0)
    hub.claim("L1", "CANCEL", "CANCEL_DONE", remains=1, requestQuantity=1)
    collect()
    assert (line().is_short, list(short_lines(shop)), free(variant)) == (False, [], 0)


def test_a_payment_that_comes_after_its_pieces_were_sold_is_short_and_is_cancelled_in_one_press(
    shop: Shop, connected: Shop, hub: FakeHub, collect: Collect
) -> None:
    """W13: A's hold is over and B has bought; then A's money turns out to be taken. No stock moves for A, there and back."""
    variant = make_product(shop, stock=1).variants.get()
    with transaction.atomic():
        take(shop=shop, ask=Ask("minishop", "A", 1, {variant.id: 1}, NOW), reserves={}, now=NOW)
    with transaction.atomic():
        assert free_due(shop=shop, channel="minishop", until=NOW, now=NOW) == 1
    hub.sell("B", "LB", variant=variant.code, quantity=1)
    collect()
    hub.sell("A", "LA", variant=variant.code, quantity=1)
    collect()
    numbers = StockLevel.objects.values_list("quantity", "held", "unshipped")
    assert ((line("LB").is_short, line("LA").is_short), numbers.get()) == ((False, True), (0, 0, 1))
    cancelling.cancel_sold_out(shop=shop, order=Order.objects.get(hub_number="A"), words="품절", actor="owner", now=NOW)
    run_due(lambda: NOW)
    assert [act for act, _ in hub.told if "cancel" in act] == ["LA cancel/request"]
    hub.claim("LA", "CANCEL", "CANCEL_DONE", line="CANCELED", remains=0, requestQuantity=1)
    collect()
    assert (line("LA").state, line("LA").is_short, numbers.get()) == ("cancelled", False, (0, 0, 1))


def test_an_order_that_comes_in_cancelled_takes_no_stock(shop: Shop, connected: Shop, hub: FakeHub, collect: Collect) -> None:
    variant = make_product(shop, stock=5).variants.get()
    hub.sell("1", "L1", variant=variant.code)
    hub.claim("L1", "CANCEL", "CANCEL_DONE", line="CANCELED", remains=0)
    collect()
    assert free(variant) == 5


_UNSHIPPED = (LineState.PREPARING, LineState.SHIPPING_WAIT, LineState.ON_HOLD)
_LEFT = (LineState.IN_TRANSIT, LineState.DELIVERED, LineState.FINALIZED)
# What a report of the hub makes of a line of ours; one that is not here keeps its state. What had left comes back, whatever the hub calls it (R52),
# an exchange moves nothing (R51), and what has ended has ended.
BECOMES: dict[HubState, dict[LineState, LineState]] = {
    HubState.DELIVERING: dict.fromkeys(_UNSHIPPED, LineState.IN_TRANSIT),
    HubState.DELIVERED: dict.fromkeys((*_UNSHIPPED, LineState.IN_TRANSIT), LineState.DELIVERED),
    HubState.FINALIZED: dict.fromkeys((*_UNSHIPPED, LineState.IN_TRANSIT, LineState.DELIVERED), LineState.FINALIZED),
    **{
        ended: {**dict.fromkeys(_UNSHIPPED, LineState.CANCELLED), **dict.fromkeys(_LEFT, LineState.RETURNED)}
        for ended in (HubState.CANCELLED, HubState.UNPAID_CANCELLED)
    },
    HubState.RETURNED: dict.fromkeys((*_UNSHIPPED, *_LEFT), LineState.RETURNED),
}
MATRIX = {f"L{number}": cell for number, cell in enumerate(product(LineState, HubState))}


def test_a_line_stands_where_the_hub_says_or_keeps_its_state(shop: Shop) -> None:
    """L29: of the whole matrix of our states and the hub's reports; a report that the table has not moves nothing and is written down."""
    record_lines(shop=shop, channel="minishop", lines=[reported("1", number) for number in MATRIX], fee_breakdowns={}, now=NOW)
    for number, (state, _) in MATRIX.items():
        OrderLine.objects.filter(hub_number=number).update(state=state.value)
    told = [reported("1", number, hub_state) for number, (_, hub_state) in MATRIX.items()]
    record_lines(shop=shop, channel="minishop", lines=told, fee_breakdowns={}, now=NOW)
    found = {number: (state, hub) for number, state, hub in OrderLine.objects.values_list("hub_number", "state", "hub_state")}
    wanted = {number: (BECOMES.get(hub, {}).get(state, state), hub) for number, (state, hub) in MATRIX.items()}
    assert {number: (MATRIX[number], found[number]) for number in MATRIX if found[number] != wanted[number]} == {}
    refused = set(LineEvent.objects.filter(reason__startswith="illegal_transition").values_list("line__hub_number", flat=True))
    assert refused == {
        number
        for number, (state, hub) in MATRIX.items()
        if (event := event_for(state, hub)) is not None and hub is not HubState.PAID and event not in MACHINE.allowed(state)
    }


def test_every_claim_is_kept_and_only_marks_the_line(shop: Shop) -> None:
    """Q20: whatever the claim, the line's own state is the hub's state's to move."""
    claims = {f"L{number}": cell for number, cell in enumerate(product(ClaimKind, ClaimState))}
    told = [reported("1", number, claims=(CollectedClaim("C1", kind, state, 1),)) for number, (kind, state) in claims.items()]
    record_lines(shop=shop, channel="minishop", lines=told, fee_breakdowns={}, now=NOW)
    record_claims(shop=shop, lines=told, now=NOW)
    lines = {number: (state, mark) for number, state, mark in OrderLine.objects.values_list("hub_number", "state", "claim_mark")}
    assert lines == {number: ("preparing", mark_of(kind, state)) for number, (kind, state) in claims.items()}
    kept = {number: (kind, state) for number, kind, state in LineClaim.objects.values_list("line__hub_number", "kind", "state")}
    assert kept == claims
