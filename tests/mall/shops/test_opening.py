"""오픈: the shop opens the day after the last of three approvals, in Seoul (R3, R6)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mall.worlds import approve_all

from minishop.mall.shops.domain.opening import EntryKind, Stage, opening
from minishop.mall.shops.models import Shop
from minishop.mall.shops.queries import opening_of

MON, TUE, WED = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)
PG, HUB, SEARCH = EntryKind.PG, EntryKind.CHECKOUT, EntryKind.SHOPPING


@pytest.mark.parametrize(
    ("approved", "today", "stage", "opens_on"),
    [
        pytest.param({}, MON, Stage.PREPARING, None, id="아무것도 없음"),
        pytest.param({PG: MON, HUB: MON}, WED, Stage.PREPARING, None, id="지식쇼핑 없음"),
        pytest.param({HUB: MON, SEARCH: MON}, WED, Stage.PREPARING, None, id="PG 없음"),
        pytest.param({PG: MON, SEARCH: MON}, WED, Stage.PREPARING, None, id="체크아웃 없음"),
        pytest.param({PG: MON, HUB: MON, SEARCH: MON}, MON, Stage.OPENS_SOON, TUE, id="당일은 아직"),
        pytest.param({PG: MON, HUB: MON, SEARCH: MON}, TUE, Stage.OPEN, TUE, id="다음날 오픈"),
        pytest.param({PG: TUE, HUB: MON, SEARCH: MON}, TUE, Stage.OPENS_SOON, WED, id="마지막 승인이 기준"),
    ],
)
def test_the_shop_opens_the_day_after_the_last_approval(
    approved: dict[EntryKind, date], today: date, stage: Stage, opens_on: date | None
) -> None:
    found = opening(approved, today)
    assert (found.stage, found.opens_on, found.is_open) == (stage, opens_on, stage is Stage.OPEN)


days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(approved=st.dictionaries(st.sampled_from(EntryKind), days), today=days)
def test_once_open_it_stays_open_and_never_opens_without_all_three(approved: dict[EntryKind, date], today: date) -> None:
    found, later = opening(approved, today), opening(approved, today + timedelta(days=1))
    assert not found.is_open or later.is_open
    assert found.is_open == (len(approved) == 3 and all(day < today for day in approved.values()))


@pytest.mark.parametrize(
    ("asked_at", "is_open"),
    [
        pytest.param(datetime(2026, 11, 23, 14, 59, tzinfo=UTC), False, id="한국 23:59"),
        pytest.param(datetime(2026, 11, 23, 15, 0, tzinfo=UTC), True, id="한국 자정"),
    ],
)
def test_days_are_koreas(shop: Shop, asked_at: datetime, is_open: bool) -> None:
    approve_all(shop, datetime(2026, 11, 23, 3, 0, tzinfo=UTC))
    assert opening_of(shop, asked_at).is_open is is_open
