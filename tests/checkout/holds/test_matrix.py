"""What is true after each failure (buying.md 6), as far as the hub decides it; the cells that are told elsewhere are named beside them.

check: ``pages/sheet/test_sale.py``; hold: ``test_press.py``; at the PG, confirm and expiry: ``test_return.py``; two at once: ``test_races.py``;
any order, repeats and losses of all of them: ``test_laws.py``.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.checkout.holds.trials import Trial

pytestmark = pytest.mark.django_db
SERVICES = "minishop.checkout.payments.services"


def dies_at(monkeypatch: pytest.MonkeyPatch, place: str, deed: Any) -> None:
    """The process ends where it would call this."""

    def die(*_: Any, **__: Any) -> Any:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(place, die)
        with pytest.raises(SystemExit):
            deed()


def said(trial: Trial, message: dict[str, Any]) -> str:
    return str(json.loads(trial.shelf.answer(message).body)["result"])


def test_open_window_caller_dies(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pieces are held by an attempt without a window: pressing again opens it."""
    dies_at(monkeypatch, f"{SERVICES}.paying.open_window", trial.press)
    assert (trial.holds(), trial.attempts(), trial.outside.pg.sessions) == (["1 held"], ["opened"], {})
    assert trial.press() == "window"
    assert (trial.shelf.kinds(), trial.attempts()) == (["hold 1"], ["opened"])


def test_open_window_caller_dies_and_nobody_presses_again(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    dies_at(monkeypatch, f"{SERVICES}.paying.open_window", trial.press)
    trial.work(seconds=5)
    trial.work(minutes=10)
    assert (trial.holds(), trial.facts()["held"]) == (["1 released"], 0)


@pytest.mark.parametrize("place", ["holding.messages.ask", "holding.take_answer"], ids=["물으면서", "답을 적으면서"])
def test_gate_caller_dies(trial: Trial, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """The attempt is as it was: the return is read again."""
    trial.press()
    trial.wait(minutes=9, seconds=30)
    dies_at(monkeypatch, f"minishop.checkout.holds.services.{place}", trial.back)
    assert (trial.attempts(), trial.outside.pg.taken) == (["opened"], {})
    trial.wait(seconds=2)
    assert trial.back() == "paid"


def test_gate_late_answer(trial: Trial) -> None:
    """The shop extended, but nobody heard: not confirmed; at its end the release frees it."""
    trial.press()
    trial.work(seconds=5)
    trial.wait(minutes=9, seconds=25)
    trial.shelf.losses = ["unanswered"]
    assert (trial.back(), trial.facts()["held"]) == ("silent", 1)
    trial.work(minutes=1)
    assert (trial.holds(), trial.facts()["held"], trial.outside.pg.taken) == (["1 released"], 0, {})


def test_extend_out_of_order(trial: Trial) -> None:
    """The shop was told to free what the hub believes held: ``released``, then a hold with the next number."""
    trial.press()
    release = {"type": "release", "orderNo": trial.order().number, "attempt": 1, "reason": "expired"}
    assert said(trial, release) == "released"
    trial.wait(minutes=9, seconds=30)
    assert trial.back() == "paid"
    assert (trial.shelf.kinds()[-2:], trial.holds()) == (["extend 1", "hold 2"], ["1 released", "2 committing"])


def test_confirm_caller_dies(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """The job looks up, finds nothing taken, and asks for the money while the pieces are held."""
    trial.press()
    dies_at(monkeypatch, f"{SERVICES}.settling.first_answer", trial.back)
    assert trial.attempts() == ["confirming"]
    trial.work(seconds=12)
    trial.work(seconds=1)
    assert (trial.attempts(), trial.facts()) == (["paid"], {"there": 0, "held": 0, "sold": 1})


def test_commit_double_late_and_out_of_order(trial: Trial) -> None:
    """The same word again moves nothing; a copy of the hold, or a release, that comes after it finds the sale."""
    trial.press()
    trial.back()
    trial.work(seconds=1)
    hold, commit = trial.shelf.told
    release = {"type": "release", "orderNo": trial.order().number, "attempt": 1, "reason": "declined"}
    assert [said(trial, message) for message in (commit, hold, release, commit)] == ["committed"] * 4
    assert trial.facts() == {"there": 0, "held": 0, "sold": 1}


def test_commit_answered_too_late(trial: Trial) -> None:
    """The shop counted the sale, but nobody heard: it is told again, and counts once."""
    trial.press()
    trial.back()
    trial.shelf.losses = ["unanswered"]
    trial.work(seconds=1)
    assert trial.holds() == ["1 committing"]
    trial.work(minutes=1)
    assert (trial.holds(), trial.facts()) == (["1 committed"], {"there": 0, "held": 0, "sold": 1})


def test_release_double_and_after_a_newer_hold(trial: Trial) -> None:
    trial.press()
    trial.leave()
    trial.work(seconds=1)
    trial.press()
    release = next(message for message in trial.shelf.told if message["type"] == "release")
    assert said(trial, release) == "stale"
    assert (trial.holds(), trial.facts()["held"]) == (["1 released", "2 held"], 1)
