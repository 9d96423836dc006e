"""What buyers, seller, carrier and operator do with orders once they are paid, at the hub of a running system (``tests.chaos.walking``).

Each order gets a walk of its own by the seed; any deed may be refused.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
from django.db import transaction
from tests.chaos.quick import TOKEN

from minishop.chassis.clock import now
from minishop.chassis.tenancy import across_tenants, scope
from minishop.checkout.benefits.errors import NothingToFinalize
from minishop.checkout.benefits.services.finalization import finalize_order
from minishop.checkout.claims import queries
from minishop.checkout.claims.domain.asked import Asked, Pickup
from minishop.checkout.claims.domain.reasons import ClaimReason, HoldReason
from minishop.checkout.claims.domain.states import ENDED, ClaimState
from minishop.checkout.claims.domain.wanted import Fault, Fee, Way
from minishop.checkout.claims.errors import ClaimRefused
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.services import answering
from minishop.checkout.claims.services.admin import open_admin, settle_admin
from minishop.checkout.claims.services.answering import hold, judge, lower, refuse
from minishop.checkout.claims.services.cancelling import ask_cancel, cancel_by_seller
from minishop.checkout.claims.services.exchanging import arrived, ask_exchange, redispatch, turn_into_return
from minishop.checkout.claims.services.fees import pay_claim_fee
from minishop.checkout.claims.services.returning import ask_return, file_return
from minishop.checkout.claims.services.withdrawing import agree, withdraw
from minishop.checkout.orders.domain.changes import ChangeKind
from minishop.checkout.orders.domain.states import Actor, LineEvent, LineState
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.orders.services.acknowledge import acknowledge_all
from minishop.checkout.orders.services.changes import record_changes
from minishop.checkout.orders.services.locking import lock_lines_of_order
from minishop.checkout.orders.services.transition import transition
from minishop.checkout.pages.payment.standing import addresses
from minishop.checkout.parcels.domain.dispatching import DispatchRefused
from minishop.checkout.parcels.services.dispatch import Wanted, dispatch
from minishop.checkout.payments.domain.abilities import Means
from minishop.checkout.payments.errors import GatewaySilent
from minishop.kernel.won import Won

PAUSE = 0.3
# How often of a hundred an order is left as it is once it has come as far as it was to come.
LEFT_ALONE = 25
# Who was paid before another may be seen after it.
A_LITTLE = timedelta(seconds=60)


@dataclass
class Walk:
    """One order and whoever has a hand in it."""

    merchant_id: int
    order_id: int
    chance: random.Random
    order: Order = field(init=False)

    def take(self) -> None:
        """As far as the order is to come, and then whatever comes."""
        far = (self.acknowledges, self.sends, self.delivers)
        for deed in far[: self.chance.choice((0, 0, 1, 2, 3, 3, 3))]:
            self.does(deed)
        if self.chance.randrange(100) >= LEFT_ALONE:
            for deed in self.chance.choices(self.deeds(), k=self.chance.randint(2, 12)):
                self.does(deed)

    def deeds(self) -> list[Callable[[], Any]]:
        """All that may happen; what is there twice happens twice as often."""
        asking = [self.buyer_cancels, self.buyer_cancels, self.buyer_returns, self.buyer_returns, self.buyer_exchanges]
        buyer = [self.buyer_withdraws, self.buyer_agrees, self.buyer_finalizes, self.buyer_pays_the_fee, self.buyer_pays_the_fee]
        answers = [
            self.approves,
            self.approves,
            self.accepts,
            self.receives,
            self.receives,
            self.refuses,
            self.holds,
            self.releases,
        ]
        seller = [self.seller_cancels, self.files, self.judges, self.lowers, self.sends_the_others, self.turns_into_return]
        others = [self.acknowledges, self.sends, self.delivers, self.others_arrive, self.operator_opens, self.operator_settles]
        return [*asking, *buyer, *answers, *seller, *others]

    def does(self, deed: Callable[[], Any]) -> None:
        """A deed, which may be refused."""
        with scope(self.merchant_id):
            self.order = Order.objects.select_related("merchant", "buyer").get(id=self.order_id)
            with suppress(ClaimRefused, NothingToFinalize, DispatchRefused):
                deed()

    @property
    def at(self) -> datetime:
        """The system's time."""
        return now()

    @property
    def lines(self) -> list[OrderLine]:
        """All of the order's."""
        return list(OrderLine.objects.filter(order_id=self.order.id).order_by("position"))

    def some(self) -> list[Asked]:
        """Everything that remains, or pieces of some lines."""
        left = [line for line in self.lines if line.remaining]
        if self.chance.random() < 0.5 or not left:
            return [Asked(line.number) for line in left]
        chosen = self.chance.sample(left, self.chance.randint(1, len(left)))
        return [Asked(line.number, self.chance.randint(1, line.remaining)) for line in chosen]

    def open_claims(self) -> Iterator[Claim]:
        return (claim for claim in queries.claims_of_order(self.order) if claim.state not in ENDED)

    def to_open(self, deed: Callable[..., Any], **facts: Any) -> None:
        for claim in self.open_claims():
            deed(claim=claim, now=self.at, **facts)

    def reason(self) -> Any:
        return self.chance.choice([ClaimReason.INTENT_CHANGED, ClaimReason.BROKEN, ClaimReason.ETC])

    # The buyer

    def buyer_cancels(self) -> None:
        ask_cancel(order=self.order, buyer=self.order.buyer, asked=self.some(), reason=self.reason(), words="", now=self.at)

    def buyer_returns(self) -> None:
        ask_return(**self._coming_back())

    def buyer_exchanges(self) -> None:
        ask_exchange(**self._coming_back())

    def _coming_back(self) -> dict[str, Any]:
        facts: dict[str, Any] = {
            "asked": self.some(),
            "reason": self.reason(),
            "way": self.chance.choice(list(Way)),
            "words": "",
            "photos": ["a.jpg"],
        }
        home = Pickup("박받음", "010-8765-4321", "04524", "서울시 중구 세종대로 110", "3층")
        return {"order": self.order, "buyer": self.order.buyer, "pickup": home, "now": self.at, **facts}

    def buyer_withdraws(self) -> None:
        self.to_open(withdraw, buyer=self.order.buyer)

    def buyer_agrees(self) -> None:
        self.to_open(agree, buyer=self.order.buyer)

    def buyer_finalizes(self) -> None:
        finalize_order(order=self.order, buyer=self.order.buyer, now=self.at)

    def buyer_pays_the_fee(self) -> None:
        """In the PG's window, and back, as far as hub and PG are there."""
        for claim in self.open_claims():
            if claim.state == ClaimState.FEE_DUE:
                facts: dict[str, Any] = {"buyer": self.order.buyer, "means": Means.CARD, "addresses": addresses(), "now": self.at}
                with suppress(GatewaySilent):
                    pay_in_window(pay_claim_fee(claim=claim, **facts).pg_url)

    # The seller and the carrier

    def acknowledges(self) -> None:
        acknowledge_all(merchant=self.order.merchant, line_numbers=[line.number for line in self.lines], now=self.at)

    def sends(self) -> None:
        for line in self.lines:
            dispatch(merchant=self.order.merchant, wanted=Wanted(line.number, "QUICK_SVC", "", "", self.at), named=[], now=self.at)

    def delivers(self) -> None:

        with transaction.atomic():
            lines = lock_lines_of_order(self.order.merchant, self.order.id)
            there = [line for line in lines if line.state == LineState.DELIVERING]
            moved = transition(lines=there, event=LineEvent.DELIVER, actor=Actor.CARRIER, now=self.at)
            record_changes(merchant=self.order.merchant, lines=moved, kind=ChangeKind.DELIVERED, now=self.at)

    def seller_cancels(self) -> None:
        facts: dict[str, Any] = {"asked": self.some(), "reason": ClaimReason.SOLD_OUT, "words": "", "who": "api", "now": self.at}
        cancel_by_seller(merchant=self.order.merchant, **facts)

    def files(self) -> None:
        facts: dict[str, Any] = {
            "asked": self.some(),
            "reason": ClaimReason.INTENT_CHANGED,
            "words": "",
            "who": "api",
            "now": self.at,
        }
        file_return(merchant=self.order.merchant, **facts)

    def approves(self) -> None:
        self._answer("approve")

    def accepts(self) -> None:
        self._answer("accept")

    def receives(self) -> None:
        self._answer("received")

    def releases(self) -> None:
        self._answer("release")

    def _answer(self, what: str) -> None:
        self.to_open(getattr(answering, what), who="api")

    def refuses(self) -> None:
        self.to_open(refuse, words="안 됩니다", who="api")

    def holds(self) -> None:
        fee = Won(self.chance.choice((0, 500)))
        self.to_open(hold, reason=HoldReason.ETC, words="확인 중", until=self.at + timedelta(days=1), who="api", extra_fee=fee)

    def judges(self) -> None:
        self.to_open(judge, fault=self.chance.choice(list(Fault)), words="그렇습니다", photos=["a.jpg"], who="api")

    def lowers(self) -> None:
        self.to_open(lower, fees={Fee.RETURN_FEE: Won(1_000)}, waived=self.chance.random() < 0.5)

    def sends_the_others(self) -> None:
        self.to_open(redispatch, method="QUICK_SVC", carrier="", number="", who="api")

    def turns_into_return(self) -> None:
        self.to_open(turn_into_return, who="api")

    def others_arrive(self) -> None:
        self.to_open(arrived, by=Actor.CARRIER)

    # The operator

    def operator_opens(self) -> None:
        if self.chance.random() < 0.3:
            facts: dict[str, Any] = {
                "asked": self.some(),
                "reason": ClaimReason.ETC,
                "words": "직권",
                "who": "root",
                "now": self.at,
            }
            open_admin(merchant=self.order.merchant, fault=self.chance.choice(list(Fault)), **facts)

    def operator_settles(self) -> None:
        self.to_open(settle_admin, who="root")


def pay_in_window(url: str) -> None:
    """Pays in a PG's window, and brings the attempt back to the hub."""

    host = url.split("/")[2]
    port = host.partition(":")[2]
    with httpx2.Client(timeout=30.0, trust_env=False) as client, suppress(httpx2.HTTPError):
        headers = {"Host": host, "Origin": f"http://{host}", "Cookie": f"sandbox_csrf={TOKEN}"}
        address = f"http://127.0.0.1:{port}/{url.split('/', 3)[3]}"
        answer = client.post(address, data={"card": "hana", "csrfmiddlewaretoken": TOKEN}, headers=headers)
        back = answer.headers.get("location", "")
        if back:
            host = back.split("/")[2]
            client.get(f"http://127.0.0.1:{host.partition(':')[2]}/{back.split('/', 3)[3]}", headers={"Host": host})


@dataclass
class Walker:
    """Whoever walks through paid orders. The file ``done`` keeps those that have been, so that a process that was killed may be started again:
    the order that it was killed in begins anew."""

    seed: str
    done: Path
    known: set[str] = field(default_factory=set)
    since: datetime | None = None

    def __post_init__(self) -> None:
        if self.done.exists():
            self.known.update(self.done.read_text().split())

    def walk(self) -> int:
        """Walks through the orders that were paid since the last time, a little before it among them; returns how many there were."""
        with across_tenants("a crowd buys at every merchant of a test"):
            paid = Order.objects.filter(paid_at__isnull=False, **({"paid_at__gte": self.since} if self.since else {}))
            found = list(paid.order_by("paid_at").values_list("number", "id", "merchant_id", "paid_at"))
        new = [one for one in found if one[0] not in self.known]
        for number, order_id, merchant_id, _paid_at in new:
            Walk(merchant_id, order_id, random.Random(f"{self.seed} {number}")).take()
            self.known.add(number)
            with self.done.open("a") as noted:
                noted.write(f"{number}\n")
        if found and found[-1][3] is not None:
            self.since = found[-1][3] - A_LITTLE
        return len(new)


def main(seed: str, done: str, *how: str) -> None:
    """Walks through everything once and says of how many orders, or without an end."""
    walker = Walker(seed, Path(done))
    if how:
        sys.stdout.write(f"{walker.walk()}\n")
        return
    while True:
        walker.walk()
        time.sleep(PAUSE)
