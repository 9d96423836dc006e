"""The PG's tables: answers, cards (protocol/sandbox)."""

from __future__ import annotations

import pytest

from minishop.sandbox.pg.domain.answers import CANCEL_VERDICTS, VERDICTS, Answer, CancelAnswer, Verdict, verdict
from minishop.sandbox.pg.domain.cards import CARDS, UnknownCard, card_of
from minishop.sandbox.pg.domain.states import PaymentEvent


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
    assert verdict(answer, card_is_good=good) == expected


def test_cards_have_distinct_codes_and_one_is_bad() -> None:
    assert len({card.code for card in CARDS}) == len(CARDS)
    assert [card.code for card in CARDS if not card.good] == ["over-limit"]
    assert card_of("hana").company == "하나"
    with pytest.raises(UnknownCard):
        card_of("gold")
