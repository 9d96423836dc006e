"""물을 때: how often a shop's feed is asked about, and what makes it be asked sooner. Whole milliseconds of true time."""

from __future__ import annotations

MINUTE = 60_000
# Whoever claims a row to ask about it has so long; who dies meanwhile costs its shops no more.
LEASE = MINUTE
ACTIVE = MINUTE
_IDLE_OF_MANY, _IDLE_ALONE = 4 * MINUTE, 5 * MINUTE + MINUTE // 2
# A shop is active for so long after a change was collected, and after a cart went to the hub: its buyer may pay now.
HOT_AFTER_CHANGE, HOT_AFTER_CART = 30 * MINUTE, 15 * MINUTE
SOON = MINUTE
FIRST_PAUSE, LONGEST_PAUSE = 2_000, MINUTE
# So often in a row may the hub say that it knows no such merchant before somebody is told, and the shop is asked for by itself.
TOO_OFTEN = 3
_COUNTED = 100
# The seller is told when nobody could ask for so long: R42 is not held any more.
TOO_LONG = 10 * MINUTE


def idle(*, answers_for_many: bool) -> int:
    """How often a shop is asked about in which nothing happens."""
    return _IDLE_OF_MANY if answers_for_many else _IDLE_ALONE


def interval(now: int, hot_until: int, *, answers_for_many: bool) -> int:
    """How often a shop is asked about now."""
    return ACTIVE if hot_until > now else idle(answers_for_many=answers_for_many)


def longest_gap(*, answers_for_many: bool) -> int:
    """How long a shop may go without being asked about, one sudden end of a scheduler included: within R42's ten minutes."""
    return idle(answers_for_many=answers_for_many) * 3 // 2 + LEASE


# What is due later than this can only have been written before the clock was set back: also a hub that answers for many has shops that are
# asked for by themselves, and these have the longer turns.
FURTHEST = longest_gap(answers_for_many=False)


def missed_again(missed: int) -> int:
    """The count after one more answer in which the hub knows no such merchant."""
    return min(missed + 1, _COUNTED)


def is_asked_alone(missed: int) -> bool:
    """Whether a shop is asked for by itself, since the hub does not answer for it among others."""
    return missed >= TOO_OFTEN
