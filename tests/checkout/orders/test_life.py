"""주문서 유효 시간: half an hour from the shop's last word, a day in all; and what a sheet leaves behind."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.checkout.worlds import APRON, MUG, NOW, make_account, make_merchant, make_order, make_sheet

from minishop.chassis.tenancy import across_tenants, scope
from minishop.checkout.orders.domain.life import is_fresh, lives_until, may_be_renewed
from minishop.checkout.orders.models import OrderLine, OrderSheet, SheetLine
from minishop.checkout.orders.services.sheets import remove_old_sheets
from minishop.checkout.orders.tasks import remove_sheets

SECOND = timedelta(seconds=1)
LIVES = {
    "등록한 때": (timedelta(), timedelta(minutes=30)),
    "20분 뒤 확인": (timedelta(minutes=20), timedelta(minutes=50)),
    "하루가 가까움": (timedelta(hours=23, minutes=40), timedelta(hours=24)),
    "하루": (timedelta(hours=24), timedelta(hours=24)),
}


@pytest.mark.parametrize(("confirmed", "ends"), LIVES.values(), ids=LIVES)
def test_a_sheet_lives_half_an_hour_from_the_last_word(confirmed: timedelta, ends: timedelta) -> None:
    assert lives_until(registered_at=NOW, confirmed_at=NOW + confirmed) == NOW + ends


@given(st.timedeltas(timedelta(), timedelta(days=2)), st.timedeltas(timedelta(), timedelta(days=2)))
def test_asking_later_never_ends_a_sheet_sooner(first: timedelta, more: timedelta) -> None:
    ends = [lives_until(registered_at=NOW, confirmed_at=NOW + after) for after in (first, first + more)]
    assert ends == sorted(ends)
    assert ends[1] <= NOW + timedelta(hours=24)


def test_the_registration_is_the_shops_word_for_a_minute() -> None:
    at: list[datetime] = [NOW, NOW + timedelta(seconds=59), NOW + timedelta(seconds=60)]
    assert [is_fresh(registered_at=NOW, now=one) for one in at] == [True, True, False]


def test_a_sheet_is_renewed_within_its_day() -> None:
    day = timedelta(hours=24)
    assert [may_be_renewed(registered_at=NOW, now=NOW + one) for one in (day - SECOND, day)] == [True, False]


@pytest.mark.django_db
def test_what_nobody_ordered_from_is_removed_in_sets_and_what_was_ordered_stays() -> None:
    one, two = make_merchant(), make_merchant(shop_name="둘째")
    ordered = make_order(one, make_account(), MUG, now=NOW)
    kept = make_sheet(two, MUG, now=NOW + SECOND)
    gone = [make_sheet(merchant, MUG, APRON, now=NOW - number * SECOND) for number, merchant in enumerate((one, two, one))]
    after = NOW + timedelta(hours=25)
    with across_tenants("a test looks at both"):
        assert remove_old_sheets(now=after, at_most=2) == 2
        assert set(OrderSheet.objects.values_list("id", flat=True)) == {ordered.sheet_id, kept.id, gone[0].id}
        remove_sheets.run(now=after)
        assert set(OrderSheet.objects.values_list("id", flat=True)) == {ordered.sheet_id, kept.id}
        assert set(SheetLine.objects.values_list("sheet_id", flat=True)) == {ordered.sheet_id, kept.id}
        assert OrderLine.objects.count() == 1


@pytest.mark.django_db
def test_removing_costs_the_same_for_two_and_for_forty(django_assert_max_num_queries: object) -> None:
    merchants = [make_merchant(shop_name=f"상점 {number}") for number in range(4)]
    for number in range(40):
        make_sheet(merchants[number % 4], MUG, now=NOW)
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        assert remove_old_sheets(now=NOW + timedelta(hours=25), at_most=2) == 2
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        assert remove_old_sheets(now=NOW + timedelta(hours=25)) == 38


@pytest.mark.django_db
def test_ordering_marks_the_sheet() -> None:
    merchant = make_merchant()
    order = make_order(merchant, make_account(), MUG)
    with scope(merchant.id):
        assert OrderSheet.objects.get(id=order.sheet_id).ordered
        assert not OrderSheet.objects.get(id=make_sheet(merchant, MUG).id).ordered
