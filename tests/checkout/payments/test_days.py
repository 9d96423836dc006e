"""정산일 (claims.md 6.1, 8): what a day's postings come to for a merchant, as the drawn pages add it up, and over many days (C43, C44, L21)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.checkout.payments.domain.fees import Fees
from minishop.checkout.payments.domain.ledger import (
    AccountKind,
    ClaimPosting,
    Entry,
    Given,
    claim_entries,
    claim_fee_earned_entries,
    due_entries,
    fee_entries,
    payout_entries,
    pickup_entries,
)
from minishop.kernel.clock import day_start, kst_day
from minishop.kernel.won import Won, total

# sales made due, refunded after that, the PG's fee, the hub's, benefits made due, paid out
DRAWN = {
    "C43 13 May": (1_188_400, 24_000, 24_452, 9_315, 14_300, 1_144_933),
    "C44 six days": (7_792_000, 138_000, 160_733, 61_232, 93_600, 7_525_635),
}


@pytest.mark.parametrize(("sales", "refunded", "pg", "hub", "benefits", "paid"), DRAWN.values(), ids=DRAWN)
def test_the_drawn_days_add_up(sales: int, refunded: int, pg: int, hub: int, benefits: int, paid: int) -> None:
    """C43, C44: what is due less what went back later and the fees, with the benefits, is what is paid out; nothing is left then."""
    vat = hub // 11
    day = [
        due_entries(Won(sales + benefits)),
        claim_entries(ClaimPosting(money=Won(refunded), settled=Won(refunded))),
        fee_entries(Fees(pg=Won(pg), hub=Won(hub - vat), vat=Won(vat))),
    ]
    assert owed(day) == paid == sales + benefits - (refunded + pg + hub)
    assert owed([*day, payout_entries(Won(paid))]) == 0


def test_the_drawn_sum_of_13_may_is_the_same_read_the_other_way() -> None:
    """C43: 1,202,700 less 57,767."""
    assert 1_188_400 + 14_300 - (24_000 + 24_452 + 9_315) == 1_202_700 - 57_767 == 1_144_933


def owed(transfers: Iterable[Sequence[Entry]]) -> int:
    """What the merchant is owed by some transfers; negative where the merchant owes."""
    payable = (one.amount for entries in transfers for one in entries if one.account is AccountKind.MERCHANT_PAYABLE)
    return -int(total(payable))


AMOUNT = st.integers(1, 10**7).map(Won)
EVENTS = st.one_of(
    AMOUNT.map(due_entries),
    AMOUNT.map(claim_fee_earned_entries),
    AMOUNT.map(pickup_entries),
    AMOUNT.map(lambda amount: claim_entries(ClaimPosting(money=amount, settled=amount))),
    st.tuples(AMOUNT, AMOUNT).map(lambda two: claim_entries(ClaimPosting(money=two[0], given=Given(two[1]), settled=two[0]))),
    st.builds(Fees, AMOUNT, AMOUNT, AMOUNT).map(fee_entries),
)
BEGIN = datetime(2026, 5, 12, 14, 59, 59, tzinfo=UTC)  # a second before midnight in Seoul
MOMENTS = st.integers(0, 6 * 86_400).map(lambda seconds: BEGIN + timedelta(seconds=seconds))


@given(st.lists(st.tuples(MOMENTS, EVENTS), max_size=30))
def test_days_add_up_to_payouts_and_what_is_left(posted: list[tuple[datetime, tuple[Entry, ...]]]) -> None:
    """L21: a day's figure is the sum of what was posted on it in Seoul, and paying out what is owed at each closing changes no closed day."""
    figures: Counter[date] = Counter()
    for at, entries in posted:
        figures[kst_day(at)] += owed([entries])
    payouts: list[tuple[datetime, tuple[Entry, ...]]] = []
    for closed in (kst_day(BEGIN) + timedelta(days=days) for days in range(8)):
        close = day_start(closed + timedelta(days=1))
        balance = owed(entries for at, entries in [*posted, *payouts] if at < close)
        if balance > 0:
            payouts.append((close, payout_entries(Won(balance))))
    paid = -owed(entries for _, entries in payouts)
    assert sum(figures.values()) == paid + owed(entries for _, entries in [*posted, *payouts])
    assert {day: figures[day] for day in figures} == {
        day: owed(entries for at, entries in posted if day_start(day) <= at < day_start(day + timedelta(days=1))) for day in figures
    }


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 5, 13, 14, 59, 59, tzinfo=UTC), date(2026, 5, 13)),
        (datetime(2026, 5, 13, 15, tzinfo=UTC), date(2026, 5, 14)),
    ],
    ids=["C46 14:59:59", "C46 15:00:00"],
)
def test_a_posting_belongs_to_its_day_in_seoul(at: datetime, day: date) -> None:
    """C46."""
    assert kst_day(at) == day
