"""A walk of many cases: the next finds nothing of the one before, and no case hides behind one that fails."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from tests.mall.worlds import NOW
from tests.one_world import expect_each

pytestmark = pytest.mark.django_db


def test_each_case_finds_the_world_as_it_was() -> None:
    def look(key: str) -> None:
        assert not Session.objects.exists()
        Session.objects.create(session_key=key, session_data="x", expire_date=NOW)

    expect_each({"first": "a", "second": "b"}, look)
    assert not Session.objects.exists()


def test_all_that_fail_are_named_and_the_others_are_tried() -> None:
    tried = []

    def look(number: int) -> None:
        tried.append(number)
        Session.objects.create(session_key=str(number), session_data="x", expire_date=NOW)
        assert number == 1
        raise ValueError(number)

    with pytest.raises(ExceptionGroup) as told:
        expect_each({"null": 0, "one": 1, "two": 2}, look)
    assert tried == [0, 1, 2]
    assert [error.__notes__ for error in told.value.exceptions] == [["case: null"], ["case: one"], ["case: two"]]
    assert not Session.objects.exists()
