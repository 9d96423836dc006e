"""허브 프로필: what the hub at the other end can do. Rules and screens ask this, never which hub it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from minishop.mall.channel.domain.windows import LATE


@dataclass(frozen=True, slots=True)
class Profile:
    """A hub's declared abilities."""

    change_feed: bool
    hints: bool
    # Whether one question tells which of many shops have changes; else each shop is asked for by itself, less often.
    answers_for_many: bool
    # Whether the hub says of each order what of claims can be done with it; where it does not: whether a part is cancelled, and whether the shop
    # answers returns and exchanges.
    tells_by_order: bool = False
    partial_cancel: bool = False
    answers_claims: bool = False
    exchange_sync: bool = False
    cancel_in_transit: bool = False
    # By how much what was read by time may be behind what had happened: such a hub shows changes a little late.
    told_late: timedelta = timedelta()
    # Whether a request to cancel can be refused in words; else sending the goods is what refuses it.
    refuses_cancels: bool = False
    # Whether returns and exchanges are accepted, and a return's goods received, each by itself; else approving a return is all there is.
    claims_in_steps: bool = False
    # Whether it says beforehand what a cancel would give back.
    proposes_refunds: bool = False
    # Whether several lines are cancelled as one claim, all or nothing; else each by itself.
    claims_together: bool = False
    # Whether a return that the shop files is explained to the buyer in words.
    returns_in_words: bool = False
    # Whether it reads the shop's shipping contract and judges claims by it (protocol/minishop, section 7).
    shipping_contract: bool = False
    # Whether goods are held when an order is registered, and for how many minutes: a hub that cannot say when somebody pays.
    hold_at_registration: bool = False
    hold_minutes: int = 15
    # How long a page waits for it to take an order: a hub of our own answers from threads that wait for nobody.
    registration_seconds: float = 8.0


PROFILES = {
    # Our own hub, which says of each order what its merchant's profile can do of claims; else the manual's (R45, R51, R53).
    "minishop": Profile(
        change_feed=True,
        hints=True,
        answers_for_many=True,
        tells_by_order=True,
        refuses_cancels=True,
        claims_in_steps=True,
        proposes_refunds=True,
        claims_together=True,
        returns_in_words=True,
        shipping_contract=True,
        registration_seconds=3.0,
    ),
    # Today's order-type service: polled by time, no change feed [INF].
    "naver": Profile(
        change_feed=False,
        hints=False,
        answers_for_many=False,
        partial_cancel=True,
        answers_claims=True,
        told_late=LATE,
        hold_at_registration=True,
    ),
}
