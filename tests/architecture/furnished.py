"""Each service with something of everything in it, and who may look at which of its pages: what test_english walks through.

The services' own builders are imported inside the functions, since only one service's models exist in a run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from django.test import Client

from minishop.chassis.clock import now
from minishop.chassis.tenancy import scope

Walk = tuple[Client, str]
ACCOUNT = ("/account/", "/account/password/", "/account/email/", "/password/forgotten/", "/password/sent/")


def mall(monkeypatch: pytest.MonkeyPatch) -> Iterator[Walk]:
    """The host's own pages, a shop's office, the operator's console, and the open shop with a full cart."""
    from tests.mall.backoffice.offices import furnish
    from tests.mall.front import opened, visitor
    from tests.mall.worlds import approve_all, make_cast, make_product, with_facts

    from minishop.mall.catalog.domain.draft import TextOption
    from minishop.mall.catalog.domain.options import SelectOption

    cast = make_cast()
    names = furnish(with_facts(cast.haru))
    with scope(cast.haru.id):
        opened(cast.haru)
        colours, words = [SelectOption("Colour", ("red", "blue"))], [TextOption("Words", False, 20)]
        make_product(cast.haru, "P2", stock=3, selects=colours, texts=words)
        plain = make_product(cast.haru, "P3", stock=3).variants.get()
    with scope(cast.maru.id):
        approve_all(cast.maru, now())
    owner, console, shopper = _as(cast.owner), _as(cast.operator), visitor(cast.haru)
    shopper.post("/cart/lines/", {"product": "P3", "variant": plain.id, "quantity": "1"})
    pages = (
        "", "guide/", "info/", "entries/", "products/", "products/categories/", "products/categories/{category}/", "products/new/",
        "products/import/", "products/import/{digest}/", "products/P2/", "products/{product}/", "orders/", "orders/?tab=on_hold",
        "orders/{order}/", "attention/", "checkout/", "shipping/",
    )  # fmt: skip
    yield from ((owner, f"/office/haru/{page}".format(**names)) for page in pages)
    yield from ((owner, page) for page in ACCOUNT)
    yield from ((owner, "/shops/"), (owner, "/shops/new/"), (console, "/console/"), (_as(cast.stranger), "/office/maru/"))
    fronts = (
        "/",
        "/categories/{category}/",
        "/products/P2/",
        "/products/{product}/",
        "/search/?q=P",
        "/notice/",
        "/checkout-service/",
        "/terms/",
        "/privacy/",
    )
    yield from ((shopper, page.format(**names)) for page in (*fronts, "/cart/"))


def checkout(monkeypatch: pytest.MonkeyPatch) -> Iterator[Walk]:
    """An order sheet, orders that were paid, a buyer's own pages, and the operator's."""
    from tests.checkout import worlds
    from tests.checkout.fakes import Outside

    from minishop.checkout.hosting.services import make_host

    outside = Outside()
    for module in (
        "orders.adapters.product_info",
        "orders.adapters.sale_check",
        "payments.adapters.sandbox",
    ):
        monkeypatch.setattr(f"minishop.checkout.{module}.exchange", outside.exchange)
    monkeypatch.setattr("minishop.chassis.messages.exchange", outside.exchange)
    world = worlds.make_world()
    waiting, merchant = worlds.make_application(shop_name="Waiting"), world.merchant
    paid = worlds.make_paid_order(merchant, world.buyer, now=now())
    payment = worlds.make_payment(worlds.make_order(merchant, world.buyer, now=now()), now=now())
    sheet = worlds.make_sheet(merchant, now=now())
    query = {"ORDER_ID": sheet.key, "SHOP_ID": merchant.public_id, "TOTAL_PRICE": int(sheet.total)}
    buyer, operator = _as(world.buyer), _as(worlds.make_account("operator", operator=True))
    orders = (f"/my/orders/{paid.number}/", f"/payments/{payment.key}/", f"/customer/order.nhn?{urlencode(query)}")
    yield from ((buyer, page) for page in ("/my/", "/my/points/", *orders, *ACCOUNT))
    make_host(name="Another host", by="operator:operator", now=now())
    desks = (
        "/center/",
        "/center/hosts/",
        "/center/coupons/",
        f"/center/merchants/{merchant.id}/discounts/",
        f"/center/merchants/{waiting.id}/",
        f"/center/merchants/{merchant.id}/",
        "/center/attention/",
    )
    yield from ((operator, page) for page in desks)


def shopping(monkeypatch: pytest.MonkeyPatch) -> Iterator[Walk]:
    """The search with results and without, and the operator's center after a crawl."""
    from tests.shopping.worlds import NOON, Shop, applied, approved, crawl, feed, operator, row

    from minishop.shopping.crawl.domain.verdicts import FeedKind

    haru, maru = approved("haru"), applied("maru")
    Shop(monkeypatch).serves(feed(row("P1"), row("P2", price_pc="free"), row("P3", shipping="-1", condition="")))
    with scope(haru.id):
        run = crawl(partner=haru, kind=FeedKind.FULL, now=NOON)
    assert run is not None
    pages = ("/", "/search/?q=P1", "/search/?q=none", "/search/?q=P1&price_from=9&price_to=1")
    yield from ((Client(headers={"host": "shopping.localhost"}), page) for page in pages)
    desks = ("/center/", f"/center/applications/{maru.id}/", f"/center/partners/{haru.id}/")
    desk = _as(operator())
    yield from ((desk, page) for page in (*desks, f"/center/partners/{haru.id}/crawls/{run.id}/"))


def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Walk]:
    """The PG with applications, a session and a payment."""
    from tests.sandbox.worlds import approved, contract, payment, session

    contract(), approved("maru")
    shop = approved("sora")
    payment(session(shop, "sess_two", "order_two"))
    key = session(shop).key
    yield from ((Client(), page) for page in ("/", "/pg/", "/pg/payments/", "/pg/requests/", f"/pg/pay/{key}/"))


def _as(account: object) -> Client:
    client = Client()
    client.force_login(account)  # type: ignore[arg-type]
    return client


WALKS: dict[str, Callable[[pytest.MonkeyPatch], Iterator[Walk]]] = {
    "mall": mall,
    "checkout": checkout,
    "shopping": shopping,
    "sandbox": sandbox,
}
