"""선점의 법칙: orders held, sold, released, repeated and late, in any order, while a seller counts (docs/rules/stock.md)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.mall.worlds import NOW, make_product

from minishop.mall.catalog.models import Variant
from minishop.mall.shops.models import Shop
from minishop.mall.stock.domain.holding import LONGEST_WAIT, Act, HoldState, Message, Standing, act_on, freed_until
from minishop.mall.stock.domain.levels import Kind, TooLow
from minishop.mall.stock.models import StockHold, StockHoldLine, StockLevel, StockMovement
from minishop.mall.stock.queries import pieces_of, shelves, standing_of
from minishop.mall.stock.services.holds import Ask, Lacking, Paid, commit_paid, deny, free_due, let_go, prolong, take
from minishop.mall.stock.services.levels import restock
from minishop.mall.stock.services.sales import Moved, move_lines

CHANNEL = "minishop"
ORDERS = st.sampled_from(["A", "B", "C"])
ATTEMPTS = st.integers(1, 3)
PIECES = st.fixed_dictionaries({0: st.integers(1, 3)}, optional={1: st.integers(1, 2)})


class Shops(RuleBasedStateMachine):
    """One shop with two variants of six pieces, and what three orders and a seller do to them."""

    shop: Shop

    @initialize()
    def begin(self) -> None:
        for model in (StockHoldLine, StockHold, StockMovement, StockLevel):
            model.objects.all().delete()
        self.now, self.variants = NOW, list(Variant.objects.order_by("code").values_list("id", flat=True))
        self.gone: Counter[int] = Counter()
        self.sold: dict[tuple[str, int], int] = {}
        self.counted: Counter[int] = Counter()
        for one in Variant.objects.all():
            restock(shop=self.shop, variant=one, shown=None, wanted=6, now=self.now)
        self.is_promised = True

    def standing(self, order: str) -> Standing | None:
        row = standing_of(self.shop, CHANNEL, order)
        return Standing(HoldState(row.state), row.attempt) if row else None

    def ask(self, order: str, attempt: int, pieces: dict[int, int]) -> Ask:
        wanted = {self.variants[one]: n for one, n in pieces.items()}
        return Ask(CHANNEL, order, attempt, wanted, self.now + timedelta(seconds=600), repr(sorted(wanted.items())))

    @rule(order=ORDERS, attempt=ATTEMPTS, pieces=PIECES, kind=st.sampled_from([Message.HOLD, Message.EXTEND]))
    def hold(self, order: str, attempt: int, pieces: dict[int, int], kind: Message) -> None:
        act, ask = act_on(self.standing(order), kind, attempt), self.ask(order, attempt, pieces)
        if act is Act.PROLONG:
            with transaction.atomic():
                assert prolong(shop=self.shop, channel=CHANNEL, order_no=order, attempt=attempt, until=ask.until)
        if act is not Act.TAKE:
            return
        before = {row.variant_id: row.held for row in StockLevel.objects.all()}
        free = {one: shelf.left for one, shelf in shelves(self.shop, self.variants).items()}
        own = pieces_of(self.shop, standing_of(self.shop, CHANNEL, order))
        revives = kind is Message.EXTEND
        try:
            with transaction.atomic():
                assert take(shop=self.shop, ask=ask, reserves={}, revives=revives, now=self.now)
        except Lacking:
            assert any(n > (free[one] or 0) + own.get(one, 0) for one, n in ask.pieces.items())
            with transaction.atomic():
                assert deny(shop=self.shop, ask=ask, revives=revives, now=self.now)
            return
        for level in StockLevel.objects.all():  # L3
            assert level.held <= max(level.quantity or 0, before[level.variant_id])

    @rule(order=ORDERS, attempt=ATTEMPTS)
    def release(self, order: str, attempt: int) -> None:
        before = self.everything()
        act = act_on(self.standing(order), Message.RELEASE, attempt)
        if act is Act.RELEASE:
            with transaction.atomic():
                assert let_go(shop=self.shop, ask=self.ask(order, attempt, {}), reason="declined", now=self.now)
        else:  # L11
            with transaction.atomic():
                assert not let_go(shop=self.shop, ask=self.ask(order, attempt, {}), reason="declined", now=self.now)
            assert self.everything() == before

    @rule(order=ORDERS, pieces=PIECES, repeats=st.integers(1, 2), whole=st.booleans())
    def commit(self, order: str, pieces: dict[int, int], repeats: int, whole: bool) -> None:
        ask = self.ask(order, 1, pieces)
        row = standing_of(self.shop, CHANNEL, order)
        if row is not None and row.state == HoldState.COMMITTED:
            return
        held = pieces_of(self.shop, row)
        others = {level.variant_id: level.held - held.get(level.variant_id, 0) for level in StockLevel.objects.all()}
        for _ in range(repeats):
            with transaction.atomic():
                sold = commit_paid(shop=self.shop, orders=[Paid(CHANNEL, order, ask.pieces, is_whole=whole)], now=self.now)
        assert all(step.du + step.short >= ask.pieces.get(one, 0) for (_order, one), step in sold.items())
        self.sold |= {(order, one): step.du for (_order, one), step in sold.items()}
        if held == ask.pieces and self.is_promised:  # L4
            assert not any(step.short for step in sold.values())
        for level in StockLevel.objects.all():  # L12
            assert level.held == others[level.variant_id]

    @rule(seconds=st.sampled_from([30, 300, 600, 900]), is_read=st.booleans())
    def time_passes(self, seconds: int, is_read: bool) -> None:
        self.now += timedelta(seconds=seconds)
        with transaction.atomic():
            free_due(shop=self.shop, channel=CHANNEL, until=freed_until(self.now, self.now if is_read else None), now=self.now)

    @rule(which=st.integers(0, 1), kind=st.sampled_from([Kind.SHIPPED, Kind.CANCELLED]), order=ORDERS)
    def leave(self, which: int, kind: Kind, order: str) -> None:
        taken = self.sold.pop((order, self.variants[which]), 0)
        if taken:
            moved = [Moved(kind, f"{order}-{which}", self.variants[which], taken)]
            for _ in range(2):
                with transaction.atomic():
                    move_lines(shop=self.shop, moved=moved, now=self.now)
            self.gone[self.variants[which]] += taken if kind is Kind.SHIPPED else 0

    @rule(which=st.integers(0, 1), shown=st.integers(0, 8), wanted=st.integers(0, 8), key=st.integers(0, 99))
    def typed(self, which: int, shown: int, wanted: int, key: int) -> None:
        variant = Variant.objects.get(id=self.variants[which])
        before = StockLevel.objects.get(variant_id=variant.id)
        if StockMovement.objects.filter(key=f"typed:{key}:{variant.id}").exists():
            return
        try:
            for _ in range(2):
                restock(shop=self.shop, variant=variant, shown=shown, wanted=wanted, key=str(key), now=self.now)
        except TooLow:
            assert (before.quantity or 0) + wanted - shown < 0
            return
        after = StockLevel.objects.get(variant_id=variant.id)
        assert after.quantity == (before.quantity or 0) + wanted - shown  # L18
        self.is_promised &= after.held <= (after.quantity or 0)

    @invariant()
    def every_number_is_the_sum_of_its_movements(self) -> None:  # L1
        sums = StockMovement.objects.values("variant_id").annotate(q=Sum("dq"), h=Sum("dh"), u=Sum("du"))
        found = {row["variant_id"]: (row["q"], row["h"], row["u"]) for row in sums}
        levels = {row.variant_id: (row.quantity, row.held, row.unshipped) for row in StockLevel.objects.all()}
        assert found == levels
        assert all(min(q or 0, h, u) >= 0 for q, h, u in levels.values())

    @invariant()
    def what_is_held_is_held_by_live_orders(self) -> None:  # L2
        lines = StockHoldLine.objects.filter(hold__state=HoldState.HELD).values_list("variant_id", "quantity")
        held: Counter[int] = Counter()
        for variant_id, pieces in lines:
            held[variant_id] += pieces
        assert held == Counter({row.variant_id: row.held for row in StockLevel.objects.filter(held__gt=0)})
        assert StockHoldLine.objects.exclude(hold__state=HoldState.HELD).count() == 0

    @invariant()
    def what_came_is_there_or_gone(self) -> None:  # L5, L6
        for row in StockLevel.objects.all():
            moved = StockMovement.objects.filter(variant_id=row.variant_id, kind=Kind.COUNTED)
            came = moved.aggregate(sum=Sum("dq"))["sum"] or 0
            assert came == (row.quantity or 0) + row.unshipped + self.gone[row.variant_id]

    def everything(self) -> list[Any]:
        return [list(model.objects.order_by("id").values_list()) for model in (StockHold, StockHoldLine, StockLevel, StockMovement)]

    def teardown(self) -> None:
        """L8: an hour after its end nothing is held any more, whatever the hub says."""
        if not hasattr(self, "now"):
            return
        end = self.now + timedelta(seconds=600) + LONGEST_WAIT
        with transaction.atomic():
            free_due(shop=self.shop, channel=CHANNEL, until=freed_until(end, None), now=end)
        assert set(StockLevel.objects.values_list("held", flat=True)) <= {0}


def test_no_order_of_messages_breaks_a_law(shop: Shop) -> None:
    """Buying L1, L2, L3, L4, L5, L6, L8, L10, L11, L12, L18."""
    make_product(shop, "P1")
    make_product(shop, "P2")

    class OfThisShop(Shops):
        pass

    OfThisShop.shop = shop
    health = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    assert shop.id
    run_state_machine_as_test(
        OfThisShop, settings=settings(max_examples=20, stateful_step_count=25, suppress_health_check=health, deadline=None)
    )


@pytest.mark.parametrize(
    ("read", "frees"),
    [(None, -3_600), (-200, -200), (-60, -120), (0, -120), (-3_500, -3_500), (-9_999, -3_600)],
    ids=["읽은 적 없음", "200초 전까지 읽음", "유예 안에 읽음", "방금 읽음", "오래 전에 읽음", "한 시간이 넘음"],
)
def test_which_holds_the_shop_may_free(read: int | None, frees: int) -> None:
    """W7, W8: two minutes after its end once a payment would be known, else an hour after it."""
    known = None if read is None else NOW + timedelta(seconds=read)
    assert freed_until(NOW, known) == NOW + timedelta(seconds=frees)
