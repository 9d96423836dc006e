"""로그인 시도 제한: guesses that come at once are as many, and the owner who gets in takes back no one else's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import RequestFactory
from tests.racing import broken, meanwhile, stored

from minishop.chassis.logins import services
from minishop.chassis.logins.domain import LIMITS, Kind, failures_at
from minishop.chassis.logins.models import GuessCounter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
SERVICES = "minishop.chassis.logins.services"
WRITES = "django.db.models.query.QuerySet.bulk_update"
NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def guessing(address: str = "203.0.113.5") -> Callable[[], object]:
    """A password tried on an account that is not there."""

    def guess() -> None:
        request = RequestFactory().post("/login/", REMOTE_ADDR=address)
        assert services.try_password(request, name="owner", password="wrong", now=NOON) is None

    return guess


def taking_back(address: str = "203.0.113.5") -> None:
    """The right password of the same account has just been given."""
    services._take_back(services._marks(RequestFactory().post("/login/", REMOTE_ADDR=address), "owner"), NOON)


def failures(kind: Kind) -> list[int]:
    return [failures_at(LIMITS[kind], row.empty_at, NOON) for row in GuessCounter.objects.filter(kind=kind)]


def test_two_guesses_at_once_are_two() -> None:
    guessing()()
    with meanwhile(f"{SERVICES}._add_failure", guessing()) as rival:
        guessing()()
    assert rival.raised == []
    assert [failures(kind) for kind in (Kind.PAIR, Kind.ACCOUNT, Kind.ADDRESS)] == [[3], [3], [3]]


def test_a_guess_that_comes_while_the_owner_gets_in_stays_counted() -> None:
    guessing()()
    with meanwhile(WRITES, guessing("203.0.113.6")) as rival:
        taking_back()
    assert rival.raised == []
    assert failures(Kind.ACCOUNT) == [1]


def test_a_try_that_dies_half_way_takes_nothing_back() -> None:
    guessing()()
    before = stored(GuessCounter)
    with broken("django.db.models.query.QuerySet.delete"):
        taking_back()
    assert stored(GuessCounter) == before
