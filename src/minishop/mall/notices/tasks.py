"""Later work of the news for sellers."""

from __future__ import annotations

from datetime import date, datetime

from minishop.chassis import messages
from minishop.chassis.jobs.domain.lines import Line
from minishop.chassis.jobs.registry import task
from minishop.chassis.messages import Letter
from minishop.chassis.tenancy import scope
from minishop.kernel.won import Won
from minishop.mall.notices import letters, services
from minishop.mall.notices.domain import Reader, Way
from minishop.mall.notices.queries import reader_of
from minishop.mall.shops.domain.opening import EntryKind
from minishop.mall.shops.models import Shop
from minishop.mall.shops.queries import opening_of


@task(line=Line.MESSAGES, short=True)
def tell_orders(shop_id: int, now: datetime) -> None:
    """Makes one message of the new orders that have come together."""
    with scope(shop_id):
        services.tell_orders(shop=Shop.objects.get(pk=shop_id), now=now)


@task(line=Line.MESSAGES, short=True, calendar=True)
def tell_opening(shop_id: int, now: datetime) -> None:
    """The morning of the opening has come. A shop that is not open, since the calendar was set back, is expected again by then."""
    shop = Shop.objects.get(pk=shop_id)
    with scope(shop_id):
        if opening_of(shop, now).is_open:
            services.tell_opening(shop=shop, now=now)


@task(line=Line.MESSAGES, max_attempts=10)
def send_orders(shop_id: int, way: str, notice: int, count: int, amount: int, numbers: str, now: datetime) -> None:
    """Tells the seller of new orders."""
    shop, by = Shop.objects.get(pk=shop_id), Way(way)
    reader = _reader(shop)
    facts = {"count": count, "amount": Won(amount), "numbers": numbers}
    _send(letters.new_orders(shop, way=by, language=reader.language, **facts), reader, by, notice)  # type: ignore[arg-type]  # by their names


@task(line=Line.MESSAGES, max_attempts=10)
def send_decision(
    shop_id: int, way: str, notice: int, kind: str, approved: bool, reason: str, opens_on: str, now: datetime
) -> None:
    """Tells the seller what became of an application."""
    shop, by, day = Shop.objects.get(pk=shop_id), Way(way), date.fromisoformat(opens_on) if opens_on else None
    reader = _reader(shop)
    letter = letters.decision(
        shop, way=by, kind=EntryKind(kind), approved=approved, reason=reason, opens_on=day, language=reader.language
    )  # fmt: skip
    _send(letter, reader, by, notice)


@task(line=Line.MESSAGES, max_attempts=10)
def send_opening(shop_id: int, way: str, notice: int, now: datetime) -> None:
    """Tells the seller that the shop is open."""
    shop, by = Shop.objects.get(pk=shop_id), Way(way)
    reader = _reader(shop)
    _send(letters.opening(shop, way=by, language=reader.language), reader, by, notice)


def _reader(shop: Shop) -> Reader:
    with scope(shop.id):
        return reader_of(shop)


def _send(letter: Letter, reader: Reader, way: Way, notice: int) -> None:
    """To where the settings say by now; a way that they have closed meanwhile is not taken."""
    key, to = f"notice:{notice}:{way}", reader.reached_by(way)
    if to and way is Way.MAIL:
        messages.mail(letter, to=to, key=key)
    elif to:
        messages.text(letter, to=to, sender=messages.sender_of_texts(), key=key)
