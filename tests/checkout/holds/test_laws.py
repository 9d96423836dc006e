"""Laws of holds (buying.md 9): random buyers, repeats, losses, crashes and stale messages between the hub and a shop that keeps pieces."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from tests.checkout.fakes import TIMED_OUT, Outside
from tests.checkout.holds.trials import Trial, another, make_trial

from minishop.chassis.tenancy import scope
from minishop.checkout.holds.adapters import messages
from minishop.checkout.holds.domain.states import OPEN
from minishop.checkout.holds.domain.steps import MARGIN
from minishop.checkout.holds.models import StockHold
from minishop.checkout.orders.models import Order
from minishop.checkout.payments.models import Payment

pytestmark = pytest.mark.django_db
PIECES, BUYERS, STEPS = 2, 4, 30


@dataclass
class Story:
    """Several buyers of one shop's two pieces, and what may go wrong between them."""

    trials: list[Trial]
    chance: random.Random
    policy: str
    told: list[str] = field(default_factory=list)

    @property
    def one(self) -> Trial:
        return self.chance.choice(self.trials)

    @property
    def outside(self) -> Outside:
        return self.trials[0].outside

    def step(self) -> None:
        """Something happens."""
        deed = self.chance.choices([deed for deed, _ in DEEDS], [weight for _, weight in DEEDS])[0]
        self.told.append(deed.__name__)
        try:
            deed(self)
        except Died:
            self.told.append("died")

    def rows(self) -> list[StockHold]:
        with scope(self.trials[0].merchant.id):
            return list(StockHold.objects.select_related("order").order_by("order_id", "attempt"))


class Died(BaseException):
    """The process ends here."""


def press(story: Story) -> None:
    story.one.press()


def back(story: Story) -> None:
    trial = story.one
    if trial.attempts():
        trial.back()


def leave(story: Story) -> None:
    trial = story.one
    if trial.attempts():
        trial.leave()


def notice(story: Story) -> None:
    trial = story.one
    if trial.attempts():
        trial.find_out()


def pass_time(story: Story) -> None:
    story.trials[0].work(seconds=story.chance.choice([1, 6, 61, 299, 545, 600, 725]))


def pass_time_alone(story: Story) -> None:
    story.trials[0].wait(seconds=story.chance.choice([1, 4, 60, 541, 600]))


def lose(story: Story) -> None:
    story.outside.shelf.losses.append(story.chance.choice(["lost", "unanswered"]))


def repeat_an_old_message(story: Story) -> None:
    if told := story.outside.shelf.told:
        story.outside.shelf.answer(story.chance.choice(told))


def answer_slowly(story: Story) -> None:
    """While the shop answers next, time passes, or the same buyer does something in another tab."""
    trial = story.one
    seconds, other = story.chance.choice([0, 1.9, 4]), story.chance.choice([None, press, back, leave, pass_time])

    def meanwhile() -> None:
        trial.wait(seconds=seconds)
        if other:
            other(story)

    story.outside.shelf.while_answering = meanwhile


def fall_silent_or_wake(story: Story) -> None:
    story.outside.shop_answer = None if story.outside.shop_answer else TIMED_OUT


def choose_the_pgs_answer(story: Story) -> None:
    story.outside.pg.next = story.chance.choice(["decline", "timeout_lost", "timeout_taken"])


def free_what_is_over(story: Story) -> None:
    """The shop's own clock, once it has read the hub's changes: what was paid is known to it by then."""
    shelf, now = story.outside.shelf, story.trials[0].now
    with scope(story.trials[0].merchant.id):
        paid = set(Order.objects.filter(paid_at__isnull=False).values_list("number", flat=True))
    kept = {number: hold for number, hold in shelf.holds.items() if number in paid}
    untouched = {number: (hold.state, dict(hold.lines)) for number, hold in kept.items()}
    shelf.expire(now)
    for number, hold in kept.items():
        hold.state, hold.lines = untouched[number]


DEEDS: list[tuple[Callable[[Story], None], int]] = [
    (press, 8),
    (back, 6),
    (leave, 2),
    (notice, 2),
    (pass_time, 6),
    (pass_time_alone, 3),
    (lose, 3),
    (repeat_an_old_message, 4),
    (answer_slowly, 4),
    (fall_silent_or_wake, 1),
    (choose_the_pgs_answer, 2),
    (free_what_is_over, 2),
]


def expect_laws(story: Story) -> None:
    """What holds after every step."""
    shelf = story.outside.shelf
    there = shelf.combinations["V1"][2]
    assert there + shelf.sold.get("V1", 0) == PIECES
    assert shelf.held("V1") <= there, "L3"
    for hold in shelf.holds.values():
        assert hold.lines == ({"V1": 1} if hold.state == "held" else {}), "L9, L10"
    for row in story.rows():
        at_shop = shelf.holds.get(row.order.number)
        if row.ends_at and at_shop and at_shop.attempt == row.attempt and at_shop.state in ("held", "expired"):
            assert row.ends_at <= at_shop.until, "L15"


def watch_confirms(story: Story) -> list[bool]:
    """Whether, each time the PG is asked for money, the shop really keeps the order's pieces for a minute more (L13)."""
    kept: list[bool] = []
    confirm = story.outside.pg.confirm

    def watched(body: Any) -> Any:
        with scope(story.trials[0].merchant.id):
            number = Payment.objects.select_related("order").get(key=body["orderKey"]).order.number
        hold = story.outside.shelf.holds.get(number)
        kept.append(
            hold is not None
            and hold.state == "held"
            and (hold.until - story.trials[0].now).total_seconds() >= MARGIN.total_seconds()
        )
        return confirm(body)

    story.outside.pg.confirm = watched  # type: ignore[method-assign]
    return kept


def end_of_all(story: Story) -> None:
    """Everything works again, and two days pass."""
    story.outside.shelf.losses.clear()
    story.outside.shelf.while_answering = None
    story.outside.shop_answer, story.outside.pg.next = None, "approve"
    for trial in story.trials:
        if trial.attempts():
            trial.find_out()
    for hours in (0.01, 0.01, 0.2, 0.2, 0.5, 1, 1, 24, 24):
        story.trials[0].work(hours=hours)
        free_what_is_over(story)


def expect_an_end(story: Story) -> None:
    shelf = story.outside.shelf
    assert shelf.held("V1") == 0, "L8"
    assert [row.state for row in story.rows() if row.state in OPEN] == [], "nothing is left to be told"
    with scope(story.trials[0].merchant.id):
        paid = set(Order.objects.filter(paid_at__isnull=False).values_list("number", flat=True))
        states = dict(Payment.objects.values_list("key", "state"))
    committed = {number for number, hold in shelf.holds.items() if hold.state == "committed"}
    assert committed == paid, "every sale is told, and nothing else"
    assert shelf.sold.get("V1", 0) + shelf.short.get("V1", 0) == len(paid), "L6, L7: each once, however often it was told"
    for key in story.outside.pg.taken:
        assert states[key] == "paid" or f"{key}-r1" in story.outside.pg.cancelled, "L14"


@pytest.mark.parametrize("policy", ["require", "sell"])
@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens(outside: Outside, monkeypatch: pytest.MonkeyPatch, seed: int, policy: str) -> None:
    """buying L3, L6, L7, L8, L9, L10, L13, L14, L15."""
    first = make_trial(outside, pieces=PIECES, policy=policy)
    chance = random.Random(f"{policy}:{seed}")  # the same story in every run
    story = Story([first, *(another(first, f"buyer{number}") for number in range(1, BUYERS))], chance, policy)
    kept = watch_confirms(story)
    ask = messages.ask

    def mortal(*args: Any, **named: Any) -> Any:
        moment = chance.random()
        if moment < 0.04:
            raise Died
        told = ask(*args, **named)
        if moment > 0.96:
            raise Died
        return told

    with monkeypatch.context() as patched:
        patched.setattr("minishop.checkout.holds.services.holding.messages.ask", mortal)
        for _ in range(STEPS):
            story.step()
            expect_laws(story)
    end_of_all(story)
    expect_an_end(story)
    if policy == "require":
        assert all(kept), "L13"
