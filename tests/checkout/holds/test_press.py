"""결제하기와 선점 (buying.md 2.4, 2.6): no window without the shop's word, and one hold however often pay is pressed."""

from __future__ import annotations

from typing import Any

import pytest
from tests.checkout.fakes import TIMED_OUT, Outside, answered
from tests.checkout.holds.trials import MUG, Trial, another, make_trial
from tests.checkout.worlds import make_merchant

from minishop.chassis.jobs.models import Job
from minishop.chassis.tenancy import scope
from minishop.checkout.holds.models import StockHold
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.models import OrderLine
from minishop.checkout.orders.queries import order_of_buyer
from minishop.checkout.payments.domain.abilities import Abilities, Means
from minishop.checkout.payments.models import Payment
from minishop.checkout.payments.services import paying

pytestmark = pytest.mark.django_db


def test_the_shop_keeps_the_pieces_before_a_window_opens(trial: Trial) -> None:
    order: list[str] = []
    trial.outside.before = order.append
    assert trial.press() == "window"
    assert [url.split("/")[-2] if "holds" in url else url.rpartition("/")[2] for url in order] == ["haru", "sessions"]
    assert (trial.holds(), trial.facts()) == (["1 held"], {"there": 1, "held": 1, "sold": 0})
    assert trial.rows()[0].ends_at is not None


def test_the_end_is_counted_from_the_question(trial: Trial) -> None:
    """buying L15: the hub's end is never after the shop's, however long the answer takes."""
    trial.shelf.while_answering = lambda: trial.wait(seconds=2)
    asked = trial.now
    trial.press()
    (hold,) = trial.rows()
    assert hold.ends_at is not None
    assert (hold.ends_at - asked).total_seconds() == 600


def test_a_refused_press_opens_no_window_and_leaves_no_attempt(trial: Trial) -> None:
    other = another(trial, "first")
    assert (other.press(), trial.press()) == ("window", "gone")
    assert (trial.holds(), trial.attempts()) == (["1 refused"], ["abandoned"])
    assert len(trial.outside.pg.sessions) == 1
    assert trial.rows()[0].refused == [{"reason": "held_by_others", "place": 0, "left": 0, "wanted": 1, "then": 0, "now": 0}]


def test_pressing_again_after_a_refusal_asks_with_the_next_number(trial: Trial) -> None:
    other = another(trial, "first")
    other.press()
    trial.press()
    other.leave()
    trial.work()
    assert trial.press() == "window"
    assert (trial.holds(), trial.attempts()) == (["1 refused", "2 held"], ["abandoned", "opened"])


def test_an_order_that_was_never_held_is_shown_nowhere_and_ends_with_its_sheet(trial: Trial) -> None:
    """It exists, since the question needs its number; MY page, the feed and the order API do not know it."""
    trial.shelf.combinations["V1"] = (12_000, 0, 0)
    trial.press()
    number = trial.order().number
    assert order_of_buyer(trial.buyer, number) is None
    trial.work(minutes=40)
    with scope(trial.merchant.id):
        assert set(OrderLine.objects.values_list("state", flat=True)) == {"unpaid_cancelled"}
    assert order_of_buyer(trial.buyer, number) is None
    assert not Job.objects.exists()


def test_w18_pressed_eight_times_is_one_hold_and_one_window(trial: Trial) -> None:
    """W18."""
    assert {trial.press() for _ in range(8)} == {"window"}
    assert (trial.holds(), trial.attempts(), trial.shelf.kinds()) == (["1 held"], ["opened"], ["hold 1"])
    assert len(trial.outside.pg.sessions) == 1


def test_a_press_while_another_asks_waits(trial: Trial) -> None:
    seen: list[str] = []
    trial.shelf.while_answering = lambda: seen.append(trial.press())
    assert trial.press() == "window"
    assert (seen, trial.shelf.kinds(), trial.holds()) == (["wait"], ["hold 1"], ["1 held"])


def test_a_press_after_three_seconds_asks_the_same_question_again(trial: Trial) -> None:
    """The first press died with its process: the attempt is the same, so the shop keeps the pieces once."""
    seen: list[str] = []

    def later() -> None:
        trial.wait(seconds=3)
        seen.append(trial.press())

    trial.shelf.while_answering = later
    assert trial.press() == "window"
    assert (seen, trial.shelf.kinds()) == (["window"], ["hold 1", "hold 1"])
    assert (trial.holds(), trial.attempts(), trial.facts()["held"]) == (["1 held"], ["opened"], 1)


SILENT = {
    "시간 초과": TIMED_OUT,
    "고장": answered({}, 500),
    "바쁨": answered({}, 503),
    "서로 다른 줄": answered({}, 409),
    "거절": answered({}, 401),
    "글": answered(b"ok"),
    "모르는 결과": answered({"result": "perhaps"}),
    "남은 시간이 없는 승낙": answered({"result": "held", "attempt": 1}),
    "남은 시간이 음수": answered({"result": "held", "attempt": 1, "secondsLeft": -1}),
    "남은 시간이 너무 큼": answered({"result": "held", "attempt": 1, "secondsLeft": 10**12}),
    "줄 없는 거절": answered({"result": "refused", "attempt": 1}),
    "묻지 않은 줄": answered({"result": "refused", "attempt": 1, "lines": [{"line": 9, "reason": "not_for_sale"}]}),
    "팔지 않은 것의 확정": answered({"result": "committed", "attempt": 1}),
    "깊은 대괄호": answered(b'{"result":"held","x":' + b"[" * 9_000),
}


@pytest.mark.parametrize("answer", SILENT.values(), ids=SILENT)
def test_without_the_shops_word_nobody_pays_where_it_is_required(trial: Trial, answer: Any) -> None:
    """buying.md 2.6, ``require``: the buyer is told, nothing is charged, and the release goes out by job until the shop has heard it."""
    trial.outside.shop_answer = answer
    assert trial.press() == "silent"
    assert trial.outside.pg.sessions == {}
    trial.outside.shop_answer = None
    trial.work(seconds=1)
    assert trial.shelf.kinds()[-1] == "release 1"
    assert trial.holds() == ["1 released"]
    assert trial.press() == "window"
    assert (trial.holds(), trial.attempts()) == (["1 released", "2 held"], ["opened"])


def test_a_promise_of_less_than_a_minute_is_none(trial: Trial) -> None:
    """The shop is taken at its word once a press, whatever it says over and over."""
    trial.outside.shop_answer = answered({"result": "held", "attempt": 1, "secondsLeft": 59})
    assert (trial.press(), len(trial.outside.asked), trial.outside.pg.sessions) == ("silent", 1, {})
    trial.outside.shop_answer = None
    assert (trial.press(), trial.shelf.kinds(), trial.holds()) == ("window", ["extend 1"], ["1 held"])


def test_a_release_is_repeated_until_the_shop_has_heard_it(trial: Trial) -> None:
    trial.outside.shop_answer = TIMED_OUT
    trial.press()
    trial.work(minutes=20)
    assert (trial.shelf.told, trial.holds()) == ([], ["1 releasing"])
    trial.outside.shop_answer = None
    trial.work(minutes=10)
    assert (trial.shelf.kinds(), trial.holds()) == (["release 1"], ["1 released"])


def test_a_hold_that_the_hub_gave_up_is_freed_though_it_was_made(trial: Trial) -> None:
    """W9: hold(1) unanswered but done; the release frees it."""
    trial.shelf.losses = ["unanswered"]
    assert (trial.press(), trial.facts()["held"]) == ("silent", 1)
    trial.work(seconds=1)
    assert (trial.facts()["held"], trial.holds()) == (0, ["1 released"])


def test_w9_a_release_that_overtakes_its_hold_keeps_it_out(trial: Trial) -> None:
    """W9: release(1) arrives, then hold(1) nine seconds late; hold(2); release(1) again: stale."""
    trial.shelf.losses = ["lost"]
    trial.press()
    trial.work(seconds=1)
    late = {**trial.shelf.told[-1], "type": "hold", "holdSeconds": 600, "registration": "R", "lines": _lines()}
    trial.wait(seconds=8)
    assert _said(trial, late) == "released"
    assert trial.press() == "window"
    assert _said(trial, trial.shelf.told[0]) == "stale"
    assert (trial.holds(), trial.facts()["held"]) == (["1 released", "2 held"], 1)


def _lines() -> list[dict[str, Any]]:
    return [{"line": 1, "productId": "P1", "optionCode": "V1", "quantity": 1, "unitPrice": 12_000, "lineTotal": 12_000}]


def _said(trial: Trial, message: dict[str, Any]) -> str:
    import json

    return str(json.loads(trial.shelf.answer(message).body)["result"])


def test_where_the_merchant_sells_without_it_the_payment_goes_on(selling: Trial) -> None:
    """buying.md 2.6, ``sell``: the job repeats the hold, and what it hears then counts."""
    selling.shelf.losses = ["lost", "lost"]
    assert (selling.press(), selling.holds()) == ("window", ["1 skipped"])
    selling.work(seconds=5)
    assert selling.holds() == ["1 skipped"]
    selling.work(minutes=1)
    assert (selling.holds(), selling.facts()["held"]) == (["1 held"], 1)
    assert selling.back() == "paid"


def test_a_refusal_that_comes_late_is_heard_before_the_money_is_taken(selling: Trial) -> None:
    selling.shelf.losses = ["lost"]
    selling.shelf.combinations["V1"] = (12_000, 0, 0)
    assert selling.press() == "window"
    selling.work(seconds=5)
    assert (selling.holds(), selling.back(), selling.attempts()) == (["1 refused"], "gone", ["declined"])
    assert selling.outside.pg.taken == {}


def test_the_policy_of_a_press_is_that_of_its_time(selling: Trial) -> None:
    """A change of settings never changes an attempt under way."""
    selling.press()
    Merchant.objects.update(hold_policy="require")
    selling.wait(minutes=10)
    selling.outside.shop_answer = TIMED_OUT
    assert selling.back() == "paid"


def test_a_merchant_without_an_address_keeps_no_holds(outside: Outside, db: None) -> None:
    trial = make_trial(outside)
    Merchant.objects.update(hold_url="")
    assert (trial.press(), trial.holds(), trial.back()) == ("window", ["1 skipped"], "paid")
    trial.work(seconds=30)
    assert (trial.shelf.told, trial.holds()) == ([], ["1 skipped"])


def test_the_window_that_was_not_opened_is_opened_by_pressing_again(trial: Trial) -> None:
    """Failure matrix, open window: the form and the hold are kept."""
    trial.outside.pg.silent = True
    assert trial.press() == "no window"
    trial.outside.pg.silent = False
    assert trial.press() == "window"
    assert (trial.shelf.kinds(), trial.attempts()) == (["hold 1"], ["opened"])


def test_a_buyer_has_five_holds_at_a_merchant_at_once(trial: Trial) -> None:
    """buying.md 2.7: the sixth order waits until one has ended; other buyers and other merchants are not in its way."""
    trial.shelf.combinations["V1"] = (12_000, 0, 99)
    several = [another(trial, "hoarder") for _ in range(6)]
    assert [one.press() for one in several] == ["window"] * 5 + ["full"]
    assert several[0].press() == "window"
    assert trial.press() == "window"
    assert several[5].holds() == []
    several[2].leave()
    assert several[5].press() == "window"


def test_an_order_that_was_left_twice_is_held_for_three_minutes(trial: Trial) -> None:
    for _ in range(3):
        trial.press()
        trial.leave()
        trial.work(seconds=1)
    assert [message["holdSeconds"] for message in trial.shelf.told if message["type"] == "hold"] == [600, 600, 180]


def test_another_merchants_holds_are_no_limit(trial: Trial) -> None:
    trial.shelf.combinations["V1"] = (12_000, 0, 99)
    for _ in range(5):
        assert another(trial, "hoarder").press() == "window"
    elsewhere = make_merchant(shop_name="남의상점", hold_url=trial.merchant.hold_url, hint_url="")
    far = another(Trial(trial.outside, elsewhere, trial.buyer, trial.sheet, trial.at), "hoarder", MUG)
    assert far.press() == "window"


def test_the_job_asks_again_for_a_press_that_died(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """Failure matrix, hold, caller dies: ``asked``; the job asks again; the pieces are kept until the end at most."""

    def die(*_: Any, **__: Any) -> Any:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr("minishop.checkout.holds.services.holding.messages.ask", die)
        with pytest.raises(SystemExit):
            trial.press()
    assert trial.holds() == ["1 asked"]
    trial.work(seconds=4)
    assert trial.holds() == ["1 asked"]
    trial.work(seconds=1)
    assert (trial.holds(), trial.facts()["held"]) == (["1 held"], 1)
    trial.work(minutes=9, seconds=56)
    assert (trial.holds(), trial.facts()["held"], trial.shelf.told[-1]["reason"]) == (["1 released"], 0, "expired")


def test_the_jobs_answer_is_counted_from_the_question_too(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """buying L15: what the job hears is of the press's question, or of a later one; never of the moment in which it is written down."""
    with monkeypatch.context() as patched:
        patched.setattr("minishop.checkout.holds.services.holding.messages.ask", lambda *_, **__: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            trial.press()
    trial.shelf.while_answering = lambda: trial.wait(seconds=4)
    trial.work(seconds=5)
    ends_at = trial.rows()[0].ends_at
    assert ends_at is not None
    assert ends_at <= trial.shelf.holds[trial.order().number].until


def test_a_press_that_died_is_shown_once_the_job_has_heard(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("minishop.checkout.holds.services.holding.messages.ask", lambda *_, **__: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            trial.press()
    trial.work(seconds=5)
    assert order_of_buyer(trial.buyer, trial.order().number) is not None
    assert trial.press() == "window"
    assert trial.shelf.kinds() == ["hold 1"]


def test_a_hold_belongs_to_its_merchant(trial: Trial) -> None:
    trial.press()
    elsewhere = make_merchant(shop_name="남의상점")
    with scope(elsewhere.id):
        assert not StockHold.objects.filter(merchant_id=elsewhere.id).exists()
        assert not Payment.objects.filter(merchant_id=elsewhere.id).exists()


def left(trial: Trial) -> int:
    """The seconds that the newest hold still lasts."""
    ends_at = trial.rows()[-1].ends_at
    assert ends_at is not None
    return int((ends_at - trial.now).total_seconds())


def test_a_pg_that_takes_the_money_in_its_window_has_the_goods_kept_longer(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """The window lives half an hour and asks nobody: 35 minutes from the press on, and as long again from a later one."""
    assert trial.press() == "window"
    assert left(trial) == 600
    monkeypatch.setattr(paying, "abilities_of", lambda _contract: Abilities((Means.CARD,), confirms=False))
    assert trial.press() == "window"
    assert (left(trial), trial.shelf.kinds()) == (2_100, ["hold 1", "extend 1"])
    trial.wait(minutes=5)
    assert trial.press() == "window"
    assert (left(trial), trial.shelf.kinds()[2:]) == (1_800, [])
    trial.wait(seconds=1)
    assert trial.press() == "window"
    assert (left(trial), trial.shelf.kinds()[2:]) == (2_100, ["extend 1"])
