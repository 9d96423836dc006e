"""택배사: two questions about one number are two, also while its answer is being chosen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.racing import meanwhile
from tests.sandbox.worlds import NOON

from minishop.sandbox.carriers.domain import Chosen
from minishop.sandbox.carriers.models import Parcel
from minishop.sandbox.carriers.services import choose_answer, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]


def ask() -> None:
    track(carrier="cj", tracking_number="1234", now=NOON)


def choose() -> None:
    choose_answer(carrier="cj", tracking_number="1234", answer=Chosen.DELIVERED, now=NOON)


@pytest.mark.parametrize(("first", "asked"), [(ask, 3), (choose, 2)], ids=["질문", "선택"])
def test_a_question_that_comes_meanwhile_is_counted(first: Callable[[], None], asked: int) -> None:
    ask()
    with meanwhile("minishop.sandbox.carriers.services._pick_up_when_known", ask) as rival:
        first()
    assert rival.raised == []
    assert Parcel.objects.get().asked == asked
