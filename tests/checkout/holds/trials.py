"""A buyer, a shop that keeps pieces, a PG and a clock: what the tests of holds stand on. Nothing happens but what a test does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.checkout.fakes import FakeShelf, Outside
from tests.checkout.worlds import DETAILS, HOLD_URL, NOW, make_account, make_merchant, make_sheet

from minishop.chassis.jobs.worker import run_due
from minishop.chassis.tenancy import scope
from minishop.checkout.accounts.models import Account
from minishop.checkout.holds.errors import GoodsRefused, HoldUnderway, TooManyHolds
from minishop.checkout.holds.models import StockHold
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.registration import RegisteredLine
from minishop.checkout.orders.errors import OrderClosed, ShopSilent
from minishop.checkout.orders.models import Order, OrderSheet
from minishop.checkout.orders.queries import find_sheet
from minishop.checkout.payments.errors import GatewaySilent
from minishop.checkout.payments.models import Payment
from minishop.checkout.payments.services import paying, settling
from minishop.checkout.payments.services.paying import Addresses, start_payment
from minishop.kernel.won import Won

ADDRESSES = Addresses("http://hub/return/", "http://hub/cancel/", "http://hub/notify/")
MUG = RegisteredLine("P1", "머그컵", 1, Won(12_000), Won(12_000), "색상:노랑", "V1", "P1")
# What a press or a return may come to, told by a word.
ENDS: dict[type[Exception], str] = {
    GoodsRefused: "gone",
    ShopSilent: "silent",
    HoldUnderway: "wait",
    TooManyHolds: "full",
    OrderClosed: "closed",
    GatewaySilent: "no window",
}


@dataclass
class Trial:
    """One buyer before one sheet."""

    outside: Outside
    merchant: Merchant
    buyer: Account
    sheet: OrderSheet
    at: list[datetime] = field(default_factory=lambda: [NOW])

    @property
    def now(self) -> datetime:
        return self.at[0]

    @property
    def shelf(self) -> FakeShelf:
        return self.outside.shelf

    def wait(self, **passed: float) -> None:
        """Lets time pass; nobody works."""
        self.at[0] += timedelta(**passed)

    def work(self, **passed: float) -> None:
        """Lets time pass, then does what is due."""
        self.wait(**passed)
        run_due(lambda: self.at[0])

    def press(self) -> str:
        """결제하기; ``window`` when the buyer is led to the PG, else what it came to."""

        def pressed() -> str:
            payment = start_payment(
                merchant=Merchant.objects.get(id=self.merchant.id),
                sheet=find_sheet(self.merchant, key=self.sheet.key, claimed_total=str(int(self.sheet.total))),
                buyer=self.buyer,
                details=DETAILS,
                addresses=ADDRESSES,
                now=self.now,
            )
            assert payment is not None
            return "window" if payment.state == "opened" else payment.state

        return self._told(pressed)

    def back(self) -> str:
        """The return from the PG's window; the attempt's state, or what it came to."""
        return self._told(lambda: settling.take_return(payment=self.payment(), pg_payment_key="pk-1", now=self.now).state)

    def leave(self) -> str:
        """결제 취소 in the PG's window."""
        return self._told(lambda: paying.abandon_payment(payment=self.payment(), now=self.now).state)

    def find_out(self) -> str:
        """What the PG's notice, or the job, leads to."""
        return self._told(lambda: settling.find_out(payment=self.payment(), now=self.now).state)

    def _told(self, deed: Callable[[], str]) -> str:
        with scope(self.merchant.id):
            try:
                return deed()
            except tuple(ENDS) as error:
                return ENDS[type(error)]

    def payment(self) -> Payment:
        """The newest attempt at the sheet's order, in scope."""
        found = Payment.objects.filter(merchant_id=self.merchant.id, order__sheet_id=self.sheet.id)
        payment = found.order_by("opened_at", "id").last()
        assert payment is not None
        return payment

    def order(self) -> Order:
        with scope(self.merchant.id):
            return Order.objects.select_related("merchant").get(merchant_id=self.merchant.id, sheet_id=self.sheet.id)

    def holds(self) -> list[str]:
        """The order's holds as the hub knows them: ``1 held`` …"""
        return [f"{hold.attempt} {hold.state}" for hold in self.rows()]

    def rows(self) -> list[StockHold]:
        with scope(self.merchant.id):
            return list(StockHold.objects.filter(order__sheet_id=self.sheet.id).order_by("attempt"))

    def attempts(self) -> list[str]:
        with scope(self.merchant.id):
            return list(Payment.objects.filter(order__sheet_id=self.sheet.id).order_by("id").values_list("state", flat=True))

    def facts(self) -> dict[str, Any]:
        """How the shop's pieces of the mug stand: there, held, sold."""
        return {"there": self.shelf.combinations["V1"][2], "held": self.shelf.held("V1"), "sold": self.shelf.sold.get("V1", 0)}


def make_trial(outside: Outside, *, pieces: int = 1, policy: str = "require", line: RegisteredLine = MUG) -> Trial:
    """A shop with so many mugs, and a buyer who wants one."""
    merchant = make_merchant(hold_url=HOLD_URL, hint_url="", hold_policy=policy)
    outside.shelf.combinations = {"V1": (12_000, 0, pieces)}
    trial = Trial(outside, merchant, make_account(), make_sheet(merchant, line))
    outside.shelf.clock = lambda: trial.at[0]
    return trial


def another(trial: Trial, login: str, line: RegisteredLine = MUG) -> Trial:
    """Another buyer at the same shop and time; the same one where the login is."""
    found = Account.objects.filter(login=login).first()
    return Trial(
        trial.outside, trial.merchant, found or make_account(login), make_sheet(trial.merchant, line, now=trial.now), trial.at
    )
