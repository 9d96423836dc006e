"""The PG's tables: answers, cards (protocol/sandbox)."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest

from minishop.kernel.clock import KST
from minishop.sandbox.pg.domain.answers import (
    CANCEL_VERDICTS,
    MOODY,
    MOODY_CANCELS,
    VERDICTS,
    Answer,
    CancelAnswer,
    Verdict,
    in_a_mood,
    verdict,
)
from minishop.sandbox.pg.domain.instruments import ACCOUNTS, CARDS, UnknownInstrument, instrument_of
from minishop.sandbox.pg.domain.states import PaymentEvent
from minishop.sandbox.pg.domain.terms import CANCEL_DAYS, Method, closed_until, is_too_old


def test_every_answer_has_a_verdict() -> None:
    assert set(VERDICTS) == set(Answer)
    assert set(CANCEL_VERDICTS) == set(CancelAnswer)


TAKES, LEAVES = PaymentEvent.APPROVE, PaymentEvent.DECLINE


@pytest.mark.parametrize(
    ("answer", "good", "expected"),
    [
        (Answer.APPROVE, True, Verdict(TAKES, True, 1)),
        (Answer.APPROVE, False, Verdict(LEAVES, True, 0, says_no=True)),
        (Answer.DECLINE, True, Verdict(LEAVES, True, 0, says_no=True)),
        (Answer.TIMEOUT_TAKEN, True, Verdict(TAKES, False, 1)),
        (Answer.TIMEOUT_TAKEN, False, Verdict(LEAVES, False, 0, says_no=True)),
        (Answer.TIMEOUT_LOST, True, Verdict(None, False, 0)),
        (Answer.TIMEOUT_LOST, False, Verdict(None, False, 0)),
        (Answer.TWICE, True, Verdict(TAKES, True, 2)),
        (Answer.TWICE, False, Verdict(LEAVES, True, 0, says_no=True)),
        (Answer.LATE, True, Verdict(TAKES, True, 1, says_no=True)),
        (Answer.LATE, False, Verdict(LEAVES, True, 0, says_no=True)),
    ],
    ids=[
        "승인",
        "승인, 나쁜 카드",
        "거절",
        "받고 무응답",
        "무응답, 나쁜 카드",
        "안 받고 무응답",
        "유실, 나쁜 카드",
        "두 번",
        "두 번, 나쁜 카드",
        "늦은 승인",
        "늦은 승인, 나쁜 카드",
    ],
)
def test_how_a_confirm_ends(answer: Answer, good: bool, expected: Verdict) -> None:
    assert verdict(answer, is_good=good) == expected


def test_cards_and_accounts_have_distinct_codes_and_one_of_each_is_bad() -> None:
    both = [*CARDS, *ACCOUNTS]
    assert len({one.code for one in both}) == len(both)
    assert [one.code for one in both if not one.good] == ["over-limit", "empty"]
    assert instrument_of("hana").company == "하나"
    with pytest.raises(UnknownInstrument):
        instrument_of("gold")


def at(hour: int, minute: int, second: int = 0) -> datetime:
    """A time of the 24th in Seoul."""
    return datetime(2026, 11, 24, hour, minute, second, tzinfo=KST)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (at(23, 29, 59), None),
        (at(23, 30), at(0, 30) + timedelta(days=1)),
        (at(0, 0), at(0, 30)),
        (at(0, 29, 59), at(0, 30)),
        (at(0, 30), None),
    ],
    ids=["닫기 직전", "닫음", "자정", "열기 직전", "엶"],
)
def test_banks_give_nothing_back_around_midnight(now: datetime, until: datetime | None) -> None:
    assert closed_until(Method.TRANSFER, now) == until
    assert closed_until(Method.CARD, now) is None


def test_money_is_given_back_for_as_long_as_its_means_allow() -> None:
    for method, days in CANCEL_DAYS.items():
        last = at(12, 0) + timedelta(days=days)
        told = [is_too_old(method, taken_at=at(12, 0), now=now) for now in (last - timedelta(seconds=1), last)]
        assert told == [False, True]


def test_a_mood_is_as_bad_as_chosen_and_fair_within() -> None:
    lots = [number / 1000 for number in range(1000)]
    counted = Counter(in_a_mood(MOODY, percent=20, lot=lot) for lot in lots)
    assert [counted[answer] for answer in (None, *MOODY)] == [800, *[200 // len(MOODY)] * len(MOODY)]
    assert in_a_mood(MOODY_CANCELS, percent=100, lot=0.999) is MOODY_CANCELS[-1]
