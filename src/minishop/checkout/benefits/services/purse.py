"""지갑: the one writer of wallets and lots, in the transaction of the posting that moves the same points."""

from __future__ import annotations

from datetime import date, datetime

from minishop.checkout.accounts.models import Account
from minishop.checkout.benefits.domain.lots import LotOrigin, Portion, lapsing, last_day, taken
from minishop.checkout.benefits.models import PointLot, Wallet
from minishop.checkout.orders.models import Order
from minishop.kernel.clock import kst_day
from minishop.kernel.won import Won


def locked_wallet(buyer: Account) -> Wallet:
    """The buyer's wallet, locked until the transaction ends; an empty one is made."""
    Wallet.objects.get_or_create(buyer=buyer)
    return Wallet.objects.select_for_update().get(buyer=buyer)


def add_lot(*, order: Order, points: Won, origin: LotOrigin, key: str, now: datetime) -> bool:
    """Puts points into the wallet of an order's buyer, in the open transaction; whether they came now, and not before under this key."""
    wallet = locked_wallet(order.buyer)
    facts = {"buyer": order.buyer, "order_number": order.number, "origin": origin.value, "amount": points, "left": points}
    dates = {"came_at": now, "ends_on": last_day(kst_day(now))}
    _, is_new = PointLot.objects.get_or_create(merchant_id=order.merchant_id, key=key, defaults={**facts, **dates})
    if is_new:
        _write(wallet, balance=wallet.balance + points, held=wallet.held)
    return is_new


def hold(wallet: Wallet, points: Won) -> None:
    """Puts points of a locked wallet aside, or with a negative number back."""
    _write(wallet, balance=wallet.balance, held=wallet.held + points)


def take(wallet: Wallet, points: Won, *, held: Won = Won(0)) -> None:
    """Takes points out of a locked wallet, of which ``held`` had been put aside: from the lots that end first."""
    _take_from_lots(taken([lot.as_lot() for lot in live_lots(wallet)], points))
    _write(wallet, balance=wallet.balance - points, held=wallet.held - held)


def lapse(wallet: Wallet, today: date) -> list[tuple[PointLot, Won]]:
    """Takes what is over out of a locked wallet; the lots, and what each lost."""
    lots = {lot.id: lot for lot in live_lots(wallet)}
    portions = lapsing([lot.as_lot() for lot in lots.values()], wallet.held, today)
    _take_from_lots(portions)
    _write(wallet, balance=wallet.balance - sum((one.amount for one in portions), Won(0)), held=wallet.held)
    return [(lots[one.lot], one.amount) for one in portions]


def live_lots(wallet: Wallet) -> list[PointLot]:
    """The lots of a wallet that hold something (index ``benefits_lots_of_buyer``)."""
    return list(PointLot.objects.filter(buyer_id=wallet.buyer_id, left__gt=0).order_by("ends_on", "came_at", "id"))


def _take_from_lots(portions: list[Portion]) -> None:
    for portion in portions:
        lot = PointLot.objects.get(id=portion.lot)
        lot.left -= portion.amount
        lot.save(update_fields=["left"])


def _write(wallet: Wallet, *, balance: Won, held: Won) -> None:
    wallet.balance, wallet.held, wallet.version = balance, held, wallet.version + 1
    wallet.save(update_fields=["balance", "held", "version"])
