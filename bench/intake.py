"""What collecting orders costs, inside one process. ``python -m bench.intake WHAT ORDERS SECONDS``, with the mall's settings.

``collected``: pages of 300 changed lines, as many as a hub's feed gives for so many orders of one and two lines, each stored by the collector's own
function; only the hub is made up, at the seam where the client asks, and what it says is made before the meter runs. ``acknowledged``: the same, and
the hub is told that they were seen. ``rows_alone``: the rows that some of these orders leave, inserted into tables with the same columns and indexes
and nothing else. It speaks with whoever started it as ``bench.load`` does.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import django

django.setup()

from django.db import connection, transaction  # noqa: E402  # the settings can be read only now

from bench.bare import Rows, copied  # noqa: E402
from bench.meter import Meter, measure_when_told  # noqa: E402
from minishop.chassis.clock import now  # noqa: E402
from minishop.chassis.http import Answer, Outcome  # noqa: E402
from minishop.chassis.outbox.domain import State  # noqa: E402
from minishop.chassis.tenancy import scope  # noqa: E402
from minishop.cli.sample import SHOP  # noqa: E402
from minishop.kernel.clock import kst_iso  # noqa: E402
from minishop.kernel.ids import new_id  # noqa: E402
from minishop.mall.catalog.models import Variant  # noqa: E402
from minishop.mall.channel.adapters import rest  # noqa: E402
from minishop.mall.channel.models import HubConnection, OutboxMessage, Poll  # noqa: E402
from minishop.mall.channel.services.acknowledging import acknowledge_some  # noqa: E402
from minishop.mall.channel.services.collecting import collect_page, read_from_the_first  # noqa: E402
from minishop.mall.channel.services.polls import poll_of  # noqa: E402
from minishop.mall.orders.models import LineEvent, Order, OrderKey, OrderLine  # noqa: E402
from minishop.mall.shops.models import Shop  # noqa: E402
from minishop.mall.stock.models import StockHold, StockMovement  # noqa: E402

_ORDERS_A_PAGE = 200  # of 300 lines
_TABLES = (Order, OrderLine, LineEvent, OrderKey, StockMovement, StockHold, OutboxMessage)
_NAMES = ("김민하", "이다온", "박서준", "최하늘", "정가람", "강바다", "조은별", "윤새벽")


class Hub:
    """A hub that has so many pages of new orders, and takes every word."""

    def __init__(self, variants: list[tuple[str, str]], first: int) -> None:
        self._variants, self._orders, self._at, self._page = variants, count(first), now() - timedelta(hours=1), b""
        self._turn = 0

    def prepare(self) -> None:
        """Makes what is answered next."""
        lines = [line for number in (next(self._orders) for _ in range(_ORDERS_A_PAGE)) for line in self._lines(number)]
        self._turn += 1
        rows = [{"productOrderId": line["productOrder"]["productOrderId"]} for line in lines]
        self._changes = json.dumps({"data": {"changes": rows, "nextCursor": str(self._turn), "hasMore": True}}).encode()
        self._page = json.dumps({"data": lines}).encode()

    def __call__(self, method: str, url: str, **_: object) -> Answer:
        if "/changes" in url:
            return Answer(Outcome.SENT, 200, self._changes)
        if url.endswith("/query"):
            return Answer(Outcome.SENT, 200, self._page)
        if url.endswith("/confirm"):
            return Answer(Outcome.SENT, 200, b'{"data": {"failProductOrderInfos": []}}')
        return Answer(Outcome.SENT, 200, b'{"access_token": "t", "expires_in": 10800}')

    def _lines(self, number: int) -> Iterator[dict[str, Any]]:
        pieces = 1 + number % 2
        order = {
            "orderId": f"2026{number:012}", "orderDate": kst_iso(self._at), "paymentDate": kst_iso(self._at),
            "ordererName": _NAMES[number % 8], "ordererTel": f"010-{number % 9000 + 1000}-{number % 10000:04}",
            "ordererEmail": f"buyer{number}@example.com", "paymentMeans": "신용카드", "generalPaymentAmount": 10_000 * pieces + 2_500,
        }  # fmt: skip
        address = {
            "name": _NAMES[number // 8 % 8], "tel1": f"010-{number % 8000 + 1000}-{number % 10000:04}", "zipCode": "04524",
            "baseAddress": "서울특별시 중구 세종대로 110", "detailedAddress": f"{number % 900}호",
        }  # fmt: skip
        for place in range(pieces):
            product, variant = self._variants[(number + place) % len(self._variants)]
            yield {
                "order": order,
                "productOrder": {
                    "productOrderId": f"2026{number:011}{place}", "productId": product, "optionManageCode": variant,
                    "productOrderStatus": "PAYED", "placeOrderStatus": "NOT_YET", "productName": f"염색 머플러 {product}", "quantity": 1,
                    "unitPrice": 10_000, "totalProductAmount": 10_000, "deliveryFeeAmount": 0 if place else 2_500,
                    "shippingAddress": address, "shippingMemo": "문 앞에 놓아 주세요",
                },
            }  # fmt: skip


def collected(orders: int, seconds: float) -> dict[str, float]:
    """So many orders stored."""
    return _measured(orders, lambda shop: False)


def acknowledged(orders: int, seconds: float) -> dict[str, float]:
    """So many orders stored and told of, beside nothing that waits from before."""
    with scope(_shop().id):
        OutboxMessage.objects.filter(state=State.WAITING).delete()
    return _measured(orders, _acknowledge)


def rows_alone(orders: int, seconds: float) -> dict[str, float]:
    """The rows of one page of orders, inserted again and again for as long; between two times they are taken out uncounted."""
    shop, hub, since = _shop(), _hub(), new_id()
    with scope(shop.id):
        hub.prepare()
        _collect(shop)
    kept = [_bare(table._meta.db_table, since) for table in _TABLES]
    meter, began, done = Meter(), time.monotonic(), 0
    while time.monotonic() < began + seconds:
        done += meter.run(lambda: _insert(kept))
        with connection.cursor() as cursor:
            for rows in kept:
                cursor.execute(f"DELETE FROM {rows.table}")
    return meter.found(done, time.monotonic() - began)


def _bare(table: str, since: int) -> Rows:
    """A table of the same columns and indexes, and the rows that are to go into it."""
    source, target = f'"{table}"', f'"bench_{table}"'
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE TABLE {target} (LIKE {source} INCLUDING ALL)")
        else:
            cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL ORDER BY type DESC", [table])
            for (statement,) in cursor.fetchall():
                cursor.execute(statement.replace(source, target).replace('INDEX "', 'INDEX "bench_'))
        cursor.execute(f"SELECT * FROM {source} WHERE id > %s ORDER BY id", [since])
        return copied(cursor, target)


def _insert(kept: list[Rows]) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        for rows in kept:
            cursor.executemany(rows.insert, rows.values)
    return _ORDERS_A_PAGE


def _measured(orders: int, more: Callable[[Shop], bool]) -> dict[str, float]:
    shop, hub, meter, done, began = _shop(), _hub(), Meter(), 0, time.monotonic()

    def stretch() -> int:
        _collect(shop)
        while more(shop):
            pass
        return _ORDERS_A_PAGE

    with scope(shop.id):
        while done < orders:
            hub.prepare()
            done += meter.run(stretch)
    return meter.found(done, time.monotonic() - began)


def _collect(shop: Shop) -> None:
    hub = HubConnection.objects.get(shop=shop)
    at = now()
    collect_page(shop=shop, poll=poll_of(shop, hub, now=at), api=rest.api_of(hub, at), now=at)


def _acknowledge(shop: Shop) -> bool:
    return acknowledge_some(shop=shop, now=now())


def _shop() -> Shop:
    """The sample's shop, with its feed at the beginning."""
    shop = Shop.objects.get(code=SHOP)
    with scope(shop.id):
        Poll.objects.filter(shop=shop).update(cursor="", rereading="")
        read_from_the_first(shop=shop, merchant=HubConnection.objects.get(shop=shop).merchant_id)
    return shop


def _hub() -> Hub:
    with scope(Shop.objects.get(code=SHOP).id):
        variants = list(Variant.objects.order_by("id").values_list("product__code", "code")[:200])
        hub = Hub(variants, Order.objects.count())
    vars(rest)["exchange"] = hub
    return hub


def main(what: str, orders: int, seconds: float) -> None:
    """Prepares nothing, and measures when it is told to."""
    measured = {measure.__name__: measure for measure in (collected, acknowledged, rows_alone)}[what]
    measure_when_told(lambda: measured(orders, seconds))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
