"""Two at once, in real threads with connections of their own: one hold, one window, one confirm, one sale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from tests.checkout.fakes import Outside
from tests.checkout.holds.trials import MUG, Trial, another, make_trial
from tests.checkout.worlds import DETAILS, NOW, make_merchant, make_sheet
from tests.racing import at_once, meanwhile

from minishop.chassis.jobs.worker import run_due
from minishop.chassis.tenancy import scope
from minishop.checkout.orders.services.placing import place_order

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
HOLDING = "minishop.checkout.holds.services.holding"


@pytest.fixture
def trial(several_connections: None, outside: Outside) -> Trial:
    return make_trial(outside)


def noting(deed: Callable[[], str], ends: list[str]) -> Callable[[], None]:
    return lambda: ends.append(deed())


def test_w18_a_double_press_is_one_hold_one_attempt_one_window(trial: Trial) -> None:
    """W18: eight presses at the same instant; whoever does not ask waits for the one that does."""
    ends: list[str] = []
    assert at_once(*[noting(trial.press, ends)] * 8) == []
    assert set(ends) <= {"window", "wait"}
    assert "window" in ends
    assert (trial.holds(), trial.attempts(), trial.shelf.kinds()) == (["1 held"], ["opened"], ["hold 1"])
    assert len(trial.outside.pg.sessions) == 1


def test_a_press_between_the_question_and_the_row_finds_that_row(trial: Trial) -> None:
    ends: list[str] = []
    with meanwhile(f"{HOLDING}.make_hold", noting(trial.press, ends)) as rival:
        ends.append(trial.press())
    assert rival.raised == []
    assert (trial.holds(), trial.attempts(), trial.facts()["held"]) == (["1 held"], ["opened"], 1)


def test_two_buyers_of_the_last_piece(trial: Trial) -> None:
    """Each asks the shop outside of any transaction; one is told to wait for the other."""
    other, ends = another(trial, "other"), list[str]()
    assert at_once(noting(trial.press, ends), noting(other.press, ends)) == []
    assert sorted(ends) == ["gone", "window"]
    assert trial.facts()["held"] == 1


def test_the_return_in_two_tabs_and_the_pgs_notice_at_once(trial: Trial) -> None:
    """In the hold's last minute: both extend, one confirms, and the sale is told once."""
    trial.press()
    trial.wait(minutes=9, seconds=30)
    ends: list[str] = []
    assert at_once(noting(trial.back, ends), noting(trial.back, ends), noting(trial.find_out, ends)) == []
    assert trial.attempts() == ["paid"]
    assert len(trial.outside.pg.taken) == 1
    trial.work(seconds=1)
    assert (trial.holds(), trial.facts()) == (["1 committed"], {"there": 0, "held": 0, "sold": 1})


def test_the_job_and_the_page_hear_the_same_answer(trial: Trial) -> None:
    """The page is slow: the job asks the same question before the page has written its answer down."""
    trial.shelf.while_answering = lambda: trial.work(seconds=6)
    assert trial.press() == "window"
    assert (trial.shelf.kinds(), trial.holds()) == (["hold 1", "hold 1"], ["1 held"])
    ends_at = trial.rows()[0].ends_at
    assert ends_at is not None
    assert ends_at <= trial.shelf.holds[trial.order().number].until


def test_the_end_of_a_hold_and_the_return_from_the_pg(trial: Trial) -> None:
    """Whoever comes first, no money is taken for pieces that the shop has been told to free."""
    trial.press()
    trial.work(seconds=5)
    trial.wait(minutes=9, seconds=55)
    ends: list[str] = []
    assert at_once(noting(trial.back, ends), lambda: run_due(lambda: trial.now)) == []
    trial.work(seconds=1)
    assert ends == ["paid"]
    assert trial.facts() == {"there": 0, "held": 0, "sold": 1}
    assert trial.shelf.short == {}


def test_leaving_in_one_tab_and_returning_in_another(trial: Trial) -> None:
    trial.press()
    ends: list[str] = []
    assert at_once(noting(trial.leave, ends), noting(trial.back, ends)) == []
    trial.work(seconds=1)
    is_paid = trial.attempts() == ["paid"]
    assert bool(trial.outside.pg.taken) is is_paid
    assert trial.facts() == ({"there": 0, "held": 0, "sold": 1} if is_paid else {"there": 1, "held": 0, "sold": 0})


def test_a_return_waits_for_whoever_ends_the_attempt(trial: Trial) -> None:
    trial.press()
    ends: list[str] = []
    with meanwhile("minishop.checkout.payments.services.settling.release", noting(trial.back, ends)) as rival:
        trial.leave()
    assert rival.raised == []
    assert (ends, trial.outside.pg.taken, trial.attempts()) == (["abandoned"], {}, ["abandoned"])


def test_six_presses_of_one_buyer_at_once_keep_pieces_for_five_orders(several_connections: None, outside: Outside) -> None:
    """Each stands before an order of its own, and counts the others: without the lock of the buyer all six would find fewer."""
    first = make_trial(outside, pieces=9)
    all_six, ends = [first, *(replace(first, sheet=make_sheet(first.merchant, MUG)) for _ in range(5))], list[str]()
    assert at_once(*(noting(one.press, ends) for one in all_six)) == []
    assert sorted(ends) == ["full", *["window"] * 5]
    assert first.facts()["held"] == 5


def test_a_buyer_who_is_counted_keeps_nobody_waiting_who_refers_to_them(trial: Trial) -> None:
    """An order of the buyer's elsewhere is placed while a press is counted."""
    other = make_sheet(make_merchant(shop_name="다른상점", hint_url=""), MUG)

    def place() -> None:
        with scope(other.merchant_id):
            place_order(merchant=other.merchant, sheet=other, buyer=trial.buyer, details=DETAILS, now=NOW)

    with meanwhile(f"{HOLDING}.count_live", place) as rival:
        assert trial.press() == "window"
    assert (rival.raised, rival.waited) == ([], connection.vendor == "sqlite")
