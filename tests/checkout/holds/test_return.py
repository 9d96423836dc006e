"""결제창에서 돌아올 때의 선점 (buying.md 2.5): no money without pieces, in the page and in every repeat of it."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from tests.checkout.fakes import TIMED_OUT
from tests.checkout.holds.trials import Trial, another

from minishop.chassis.jobs.worker import run_due
from minishop.chassis.tenancy import scope
from minishop.checkout.payments.models import Transfer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("minutes", "messages", "ends"),
    [
        (9, ["hold 1"], 10),
        (9.5, ["hold 1", "extend 1"], 19.5),
        (11, ["hold 1", "release 1", "hold 2"], 21),
    ],
    ids=["1분 남음", "30초 남음", "이미 풀림"],
)
def test_w6_the_return_asks_for_what_is_too_short(trial: Trial, minutes: float, messages: list[str], ends: float) -> None:
    """W6: held at 10:00 for ten minutes; back at 10:09, 10:09:30 and 10:11."""
    trial.press()
    trial.work(seconds=5)
    began = trial.now - timedelta(seconds=5)
    trial.work(minutes=minutes, seconds=-5)
    assert trial.back() == "paid"
    assert trial.shelf.kinds() == messages
    ends_at = trial.rows()[-1].ends_at
    assert ends_at is not None
    assert ends_at - began == timedelta(minutes=ends)


def test_pieces_that_are_gone_at_the_return_are_not_paid(trial: Trial) -> None:
    """Declined with its reason, without the PG being asked for the money; the return may be read again."""
    trial.press()
    trial.work(minutes=11)
    assert another(trial, "quick").press() == "window"
    first = trial.rows()[0]
    assert (first.state, trial.back()) == ("released", "gone")
    assert (trial.attempts(), trial.holds()) == (["declined"], ["1 released", "2 refused"])
    assert trial.back() == "declined"
    with scope(trial.merchant.id):
        assert trial.payment().reason == "sold_out"
    assert trial.outside.pg.taken == {}


def test_a_shop_that_is_silent_at_the_return_lets_nobody_pay_where_it_is_required(trial: Trial) -> None:
    """The attempt stays open: the same return takes the money once the shop has answered."""
    trial.press()
    trial.wait(minutes=9, seconds=30)
    trial.outside.shop_answer = TIMED_OUT
    assert (trial.back(), trial.attempts(), trial.outside.pg.taken) == ("silent", ["opened"], {})
    assert trial.holds() == ["1 unknown"]
    trial.outside.shop_answer = None
    assert (trial.back(), trial.holds()) == ("paid", ["1 committing"])


def test_a_merchant_that_sells_without_it_is_paid(selling: Trial) -> None:
    selling.press()
    selling.wait(minutes=9, seconds=30)
    selling.outside.shop_answer = TIMED_OUT
    assert selling.back() == "paid"


def test_a_job_that_repeats_the_confirm_asks_for_the_pieces_too(trial: Trial) -> None:
    """A held gate in the page alone is not enough: the page died before the PG heard of it, and the pieces went meanwhile."""
    trial.press()
    trial.outside.pg.next = "timeout_lost"
    assert trial.back() == "confirming"
    trial.shelf.holds[trial.order().number].until = trial.now - timedelta(minutes=9)
    trial.shelf.expire(trial.now)
    assert another(trial, "quick").press() == "window"
    trial.wait(minutes=10)
    assert trial.find_out() == "declined"
    assert trial.outside.pg.taken == {}
    assert trial.holds() == ["1 refused"]


def test_money_that_the_pg_took_after_all_is_found_a_minute_later(trial: Trial) -> None:
    """A request of before was on its way: the order is paid, whatever the hold says (buying L14)."""
    trial.press()
    trial.outside.pg.next = "timeout_lost"
    trial.back()
    trial.shelf.holds.clear()
    trial.shelf.combinations["V1"] = (12_000, 0, 0)
    trial.work(minutes=10)
    assert trial.attempts() == ["declined"]
    with scope(trial.merchant.id):
        payment = trial.payment()
    trial.outside.pg.taken[payment.key] = int(payment.amount)
    trial.work(minutes=1, seconds=1)
    assert trial.attempts() == ["paid"]
    assert trial.shelf.short == {"V1": 1}


def test_while_the_pgs_answer_is_unknown_the_pieces_are_kept(trial: Trial) -> None:
    """Extended at least every five minutes until it is known; never released at their end meanwhile."""
    trial.press()
    trial.outside.pg.next = "timeout_taken"
    trial.outside.pg.silent = False
    trial.back()
    trial.outside.pg.silent = True
    began = trial.now
    asked = [began]
    for second in range(0, 45 * 60, 15):
        trial.at[0] = began + timedelta(seconds=second)
        known = len(trial.shelf.told)
        run_due(lambda: trial.at[0])
        asked += [trial.now] * (len(trial.shelf.told) - known)
        assert trial.facts()["held"] == 1
        ends_at = trial.rows()[-1].ends_at
        assert ends_at is not None
        assert ends_at > trial.now
    assert set(trial.shelf.kinds()) == {"hold 1", "extend 1"}
    assert max(later - earlier for earlier, later in pairwise(asked)) <= timedelta(minutes=5, seconds=15)
    trial.outside.pg.silent = False
    trial.work(minutes=3)
    assert (trial.attempts(), trial.holds(), trial.facts()) == (["paid"], ["1 committed"], {"there": 0, "held": 0, "sold": 1})


def test_w13_money_that_was_taken_pays_though_the_pieces_are_gone(trial: Trial) -> None:
    """W13: A's confirm unknown and the shop away for the hub's extend; A's hold expired and B bought; then the PG: A taken."""
    trial.press()
    trial.outside.pg.next = "timeout_taken"
    trial.back()
    trial.outside.pg.silent = True
    trial.outside.shop_answer = TIMED_OUT
    trial.work(minutes=70)
    trial.shelf.expire(trial.now)
    trial.outside.shop_answer, trial.outside.pg.silent = None, False
    other = another(trial, "b")
    assert (other.press(), other.back()) == ("window", "paid")
    trial.work(minutes=10)
    trial.work(minutes=10)
    assert trial.attempts() == ["paid"]
    assert (trial.shelf.sold, trial.shelf.short) == ({"V1": 1}, {"V1": 1})
    assert any("상품이 부족해" in message["text"] for message in trial.outside.messages.values())


def test_at_its_end_a_hold_is_released_and_its_window_stays(trial: Trial) -> None:
    """buying.md 2.5: a later return takes the pieces anew."""
    trial.press()
    trial.work(seconds=5)
    trial.work(minutes=9, seconds=54)
    assert trial.holds() == ["1 held"]
    trial.work(seconds=1)
    assert (trial.holds(), trial.attempts(), trial.facts()["held"]) == (["1 released"], ["opened"], 0)
    assert (trial.back(), trial.holds()[-1]) == ("paid", "2 committing")


def test_an_unpaid_order_lives_as_long_as_its_pieces_are_held(trial: Trial) -> None:
    """buying.md 5.3: a sheet does not end under an attempt that is held."""
    trial.press()
    trial.work(minutes=29)
    assert (trial.press(), trial.holds()) == ("window", ["1 released", "2 held"])
    trial.work(minutes=9)
    assert trial.attempts() == ["opened"]
    trial.work(minutes=25)
    assert (trial.attempts(), trial.facts()["held"]) == (["abandoned"], 0)


@pytest.mark.parametrize(("end", "reason"), [("leave", "abandoned"), ("decline", "declined")], ids=["구매자가 나감", "PG가 거절"])
def test_what_comes_to_nothing_gives_its_pieces_back(trial: Trial, end: str, reason: str) -> None:
    trial.press()
    if end == "leave":
        trial.leave()
    else:
        trial.outside.pg.next = "decline"
        assert trial.back() == "declined"
    assert trial.holds() == ["1 releasing"]
    trial.work(seconds=1)
    assert (trial.holds(), trial.facts(), trial.shelf.told[-1]["reason"]) == (
        ["1 released"],
        {"there": 1, "held": 0, "sold": 0},
        reason,
    )


def test_a_sale_is_told_until_the_shop_has_heard(trial: Trial) -> None:
    """W8: the shop is dead when the order is paid; the job retries with pauses, and the pieces are never free in between."""
    trial.press()
    trial.outside.shop_answer = TIMED_OUT
    assert trial.back() == "paid"
    trial.work(minutes=24)
    assert (trial.holds(), trial.facts()["sold"]) == (["1 committing"], 0)
    trial.outside.shop_answer = None
    trial.work(minutes=10)
    assert (trial.holds(), trial.facts()) == (["1 committed"], {"there": 0, "held": 0, "sold": 1})
    with scope(trial.merchant.id):
        assert Transfer.objects.filter(kind="payment").count() == 1


def test_a_release_that_no_shop_hears_ends_after_a_day(trial: Trial) -> None:
    trial.press()
    trial.outside.shop_answer = TIMED_OUT
    trial.leave()
    for _ in range(25):
        trial.work(hours=1)
    assert trial.holds() == ["1 released"]
