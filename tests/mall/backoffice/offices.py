"""A shop's office with one of everything, so that each of its addresses shows something."""

from __future__ import annotations

from tests.mall.catalog.files import product_file, row
from tests.mall.catalog.test_pictures import photo
from tests.mall.worlds import NOW, make_product

from minishop.chassis.jobs.models import Job
from minishop.chassis.tenancy import scope
from minishop.kernel.won import Won
from minishop.mall.backoffice.imports.views import _keep
from minishop.mall.catalog.models import Category
from minishop.mall.catalog.pictures import SMALL, add_picture, file_name
from minishop.mall.channel.models import OutboxMessage, RegistrationRefusal
from minishop.mall.claims.models import LineClaim
from minishop.mall.orders.models import Order, OrderLine
from minishop.mall.shops.models import Shop

# What stands behind the shop's code in an address, by the route's name. A route with arguments must be placed here.
ARGUMENTS = {
    "entry-apply": ("kind",),
    "category": ("category",),
    "import-plan": ("digest",),
    "import-cells": ("digest",),
    "import-run": ("digest",),
    "import-pictures": ("digest",),
    "picture": ("picture",),
    "product": ("product",),
    "product-delete": ("product",),
    "product-stock": ("product",),
    "picture-first": ("product", "image"),
    "picture-delete": ("product", "image"),
    "pictures-again": ("product",),
    "order": ("order",),
    "dispatch": ("order",),
    "hold": ("order",),
    "memo": ("order",),
    "cancel-order": ("order",),
    "file-return": ("order",),
    "cancel-sold-out": ("order",),
    "answer-cancel": ("order",),
    "claim": ("claim",),
    "put-back": ("claim",),
    "resend-message": ("message",),
    "note-refusal": ("refusal",),
    "retry-job": ("job",),
    "discard-job": ("job",),
}


def furnish(shop: Shop) -> dict[str, object]:
    """Puts one of everything into a shop and returns what names it in addresses."""
    with scope(shop.id):
        product = make_product(shop, categories=["7"])
        image = add_picture(shop=shop, product=product, content=photo(300, 300))
        return {
            "kind": "pg",
            "product": product.code,
            "category": Category.objects.get().id,
            "image": image.id,
            "picture": file_name(image, SMALL),
            "digest": _keep(shop, product_file([row("P1")])),
            "order": (order := make_order(shop)).number,
            "claim": make_claim(shop, order).id,
            "job": make_failed_job(shop).id,
            "message": make_message(shop).id,
            "refusal": make_refusal(shop).id,
        }


def make_order(shop: Shop) -> Order:
    return Order.objects.create(
        shop=shop,
        number="20261123-0000001",
        hub_number="2026112300000001",
        ordered_at=NOW,
        collected_at=NOW,
        orderer_name="구매자",
        recipient_name="받는이",
        goods_total=Won(10_000),
        shipping_fee=Won(0),
        paid_total=Won(10_000),
    )


def make_claim(shop: Shop, order: Order) -> LineClaim:
    line = OrderLine.objects.create(
        shop=shop, order_id=order.id, hub_number="2026112300000002", product_code="P1", product_name="상품 P1", quantity=1,
        unit_price=Won(10_000), line_total=Won(10_000), state="returned", hub_state="returned", remaining=0,
    )  # fmt: skip
    return LineClaim.objects.create(
        shop=shop,
        line_id=line.id,
        order_id=order.id,
        number="C1",
        kind="return",
        state="done",
        quantity=1,
        asked_at=NOW,
        told_at=NOW,
    )


def make_message(shop: Shop) -> OutboxMessage:
    return OutboxMessage.objects.create(
        shop=shop, kind="dispatch", payload={"dispatches": []}, idempotency_key="m1", state="parked", created_at=NOW
    )


def make_refusal(shop: Shop) -> RegistrationRefusal:
    products = [["P1", "상품 P1"], ["GONE", "없앤 상품"]]
    return RegistrationRefusal.objects.create(
        shop=shop, message="1번째 상품: 안 됩니다.", products=products, digest="d", last_at=NOW
    )


def make_failed_job(shop: Shop) -> Job:
    return Job.objects.create(
        task="mall.channel.tasks.collect", arguments={"shop_id": shop.id}, tenant=shop.id, state="dead", created_at=NOW
    )
