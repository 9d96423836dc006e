"""Made-up rows in bulk, for the shop of the sample. ``python -m bench.seed products 10000``, with the service's settings.

Whatever is there already is left alone, so that rows that share a seed make it once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import django

django.setup()

from django.db import models, transaction  # noqa: E402  # the models can be read only now

from bench.rows import LAST_PIECES  # noqa: E402
from minishop.chassis.clock import now  # noqa: E402
from minishop.chassis.jobs.domain.wheel import phase_of  # noqa: E402
from minishop.chassis.tenancy import across_tenants, scope  # noqa: E402
from minishop.cli.sample import SHOP  # noqa: E402
from minishop.kernel.won import Won  # noqa: E402
from minishop.mall.catalog.models import Category, Option, Product, ProductCategory, ProductImage, Variant  # noqa: E402
from minishop.mall.channel.models import Poll  # noqa: E402
from minishop.mall.orders.domain.states import LineState  # noqa: E402
from minishop.mall.orders.models import Order, OrderLine  # noqa: E402
from minishop.mall.shops.models import Shop  # noqa: E402
from minishop.mall.stock.models import StockLevel  # noqa: E402

_BATCH = 2_000
_COLOURS, _SIZES = ("쪽빛", "먹색", "치자"), ("작은 것", "기본", "넓은 것")
_CATEGORIES = 50
_STATES = (
    *[LineState.FINALIZED] * 90,
    LineState.PREPARING,
    LineState.PREPARING,
    LineState.SHIPPING_WAIT,
    *[LineState.IN_TRANSIT] * 4,
    *[LineState.DELIVERED] * 3,
)


def products(shop: Shop, count: int, at: datetime) -> None:
    """Products B00000 … with two select options, nine variants each, a third of them not counted, in fifty categories."""
    if Product.objects.filter(code="B00000").exists():
        return
    categories = [Category(shop=shop, name=f"분류 {number:02}", position=100 + number) for number in range(_CATEGORIES)]
    Category.objects.bulk_create(categories)
    picture = ProductImage.objects.first()
    for first in range(0, count, _BATCH):
        made = [_product(shop, number, at) for number in range(first, min(first + _BATCH, count))]
        variants = [variant for product in made for variant in _variants(shop, product)]
        _save(made)
        _save(
            [
                ProductCategory(shop=shop, product_id=product.id, category_id=categories[number % _CATEGORIES].id)
                for number, product in enumerate(made)
            ]
        )
        _save([option for product in made for option in _options(shop, product)])
        _save(variants)
        _save(
            [
                StockLevel(shop=shop, variant_id=variant.id, quantity=None if number % 3 == 0 else 1_000_000)
                for number, variant in enumerate(variants)
            ]
        )
        if picture:
            _save(
                [
                    ProductImage(shop=shop, product_id=product.id, file=picture.file, width=picture.width, height=picture.height)
                    for product in made
                ]
            )


def _product(shop: Shop, number: int, at: datetime) -> Product:
    name = f"무늬{number % 100:02} 머플러 {number:05}"
    return Product(
        shop=shop,
        code=f"B{number:05}",
        name=name,
        price=Won(10_000 + number),
        summary=f"{name}입니다.",
        search_words="머플러,목도리",
        created_at=at,
        updated_at=at,
    )


def _options(shop: Shop, product: Product) -> Iterator[Option]:
    for position, (name, values) in enumerate((("색상", _COLOURS), ("크기", _SIZES))):
        yield Option(shop=shop, product_id=product.id, name=name, values=list(values), position=position)


def _variants(shop: Shop, product: Product) -> Iterator[Variant]:
    for position, (colour, size) in enumerate((colour, size) for colour in _COLOURS for size in _SIZES):
        choices = [["색상", colour], ["크기", size]]
        yield Variant(
            shop=shop,
            product_id=product.id,
            code=f"{product.code}-{position}",
            choices=choices,
            surcharge=Won(500 * position),
            position=position,
        )


def orders(shop: Shop, count: int, at: datetime) -> None:
    """Orders of one line each over the last thousand days: nine tenths finished, the rest on its way."""
    if Order.objects.filter(hub_number="bench-0").exists():
        return
    for first in range(0, count, _BATCH):
        numbers = range(first, min(first + _BATCH, count))
        made = [_order(shop, number, at - timedelta(days=1000) * number / count) for number in numbers]
        _save(made)
        _save([_line(shop, order, number) for order, number in zip(made, numbers, strict=True)])


def _order(shop: Shop, number: int, at: datetime) -> Order:
    goods, fee = Won(20_000 + number % 977 * 10), Won(2_500)
    return Order(
        shop=shop,
        number=f"{at:%Y%m%d}-B{number:06}",
        hub_number=f"bench-{number}",
        ordered_at=at,
        paid_at=at,
        collected_at=at,
        orderer_name=f"구매자{number % 5000}",
        recipient_name=f"받는이{number % 7000}",
        recipient_mobile=f"010-{number % 9000 + 1000}-{number % 10000:04}",
        zipcode="04524",
        address1="서울특별시 중구 세종대로 110",
        goods_total=goods,
        shipping_fee=fee,
        paid_total=goods + fee,
        payment_means="신용카드",
    )


def _line(shop: Shop, order: Order, number: int) -> OrderLine:
    state = _STATES[number * 7919 % len(_STATES)]
    return OrderLine(
        shop=shop,
        order_id=order.id,
        hub_number=f"bench-line-{number}",
        product_code=f"B{number % 10_000:05}",
        product_name=f"머플러 {number % 10_000:05}",
        quantity=1,
        unit_price=order.goods_total,
        line_total=order.goods_total,
        state=state.value,
        hub_state="paid",
    )


def _save(rows: Sequence[models.Model]) -> None:
    """In batches, each a short transaction, so that the installation goes on working meanwhile."""
    kind: Any = type(rows[0])
    some = iter(rows)
    while batch := list(islice(some, _BATCH)):
        with transaction.atomic():
            kind.objects.bulk_create(batch)


def polls(shop: Shop, count: int, at: datetime) -> None:
    """Open shops bench000000 … that are asked about and have nothing new, the same ones as ``bench.seed_hub counters``."""
    if Shop.objects.filter(code="bench000000").exists():
        return
    for first in range(0, count, _BATCH):
        numbers = range(first, min(first + _BATCH, count))
        made = [Shop(code=f"bench{number:06}", name=f"가게 {number}", created_at=at) for number in numbers]
        with transaction.atomic(), across_tenants("made-up shops"):
            Shop.objects.bulk_create(made)
            Poll.objects.bulk_create(
                Poll(shop=one, merchant=f"np_{one.code}", due_at=2**50, phase=phase_of(one.id)) for one in made
            )


def last_pieces(shop: Shop, count: int, at: datetime) -> None:
    """One piece of each variant of so many products, the first of which has the number that the load knows."""
    codes = [f"B{LAST_PIECES + number:05}" for number in range(count)]
    StockLevel.objects.filter(variant__product__code__in=codes).update(quantity=1)


_SEEDS: dict[str, Callable[[Shop, int, datetime], None]] = {
    "products": products,
    "orders": orders,
    "polls": polls,
    "last_pieces": last_pieces,
}


def main(what: str, count: int) -> None:
    """Makes one kind of rows in the sample's shop."""
    shop = Shop.objects.get(code=SHOP)
    with scope(shop.id):
        _SEEDS[what](shop, count, now())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
