"""Run inside a service of a running system (``python -m tests.chaos.furnish …``): what would take a crowd minutes to make by hand.

``buyers N`` at the hub prints the session keys of N new accounts; ``stock`` at the mall lets every variant be sold without end; ``dripping URL N``
at the hub adds a merchant whose goods are asked about at URL and prints the addresses of N of its sheets; ``payments N`` prints the keys of the
N newest attempts that are open; ``engine`` prints which database the service works on.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any


def buyers(count: str) -> list[str]:
    """Sessions of new buyers who are logged in."""
    from django.contrib.auth.hashers import make_password
    from django.contrib.sessions.backends.db import SessionStore

    from minishop.chassis.clock import now
    from minishop.checkout.accounts.models import Account

    password, keys = make_password(None), []
    for number in range(int(count)):
        login = f"crowd{number}x{now():%H%M%S%f}"
        account = Account.objects.create(
            login=login, name="김구매", mobile="010-1234-5678", email=f"{login}@example.com", created_at=now(), password=password
        )
        session = SessionStore()
        session["_auth_user_id"] = str(account.pk)
        session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
        session["_auth_user_hash"] = account.get_session_auth_hash()
        session.create()
        keys.append(str(session.session_key))
    return keys


def engine() -> list[str]:
    """Which database the service works on."""
    from django.db import connection

    return [connection.vendor]


def stock() -> list[str]:
    """Goods enough for every crowd."""
    return units("1000000")


def dripping(url: str, count: str) -> list[str]:
    """Sheets, registered a while ago, of a merchant whose own address answers a byte at a time."""
    from minishop.chassis.clock import now
    from minishop.chassis.tenancy import scope
    from minishop.checkout.merchants.models import Merchant
    from minishop.checkout.orders.domain.registration import RegisteredLine, Registration, ShippingType
    from minishop.checkout.orders.services.sheets import register_sheet
    from minishop.kernel.ids import new_id
    from minishop.kernel.won import Won

    merchant = Merchant.objects.exclude(public_id=None).order_by("id")[0]
    merchant.id, merchant.application_key, merchant.public_id = new_id(), f"dripping-{now()}", "np_drips000001"
    merchant.client_id, merchant.product_info_url, merchant.hint_url = None, url, url
    if hasattr(merchant, "hold_url"):
        merchant.hold_url = ""
    merchant.save(force_insert=True)
    line = RegisteredLine(product_id="P1", name="컵", quantity=1, unit_price=Won(1_000), line_total=Won(1_000))
    told = Registration([line], ShippingType.FREE, Won(0), Won(1_000), "http://shop.example/cart")
    with scope(merchant.id):
        sheets = [register_sheet(merchant=merchant, registration=told, now=now() - timedelta(minutes=5)) for _ in range(int(count))]
    return [f"/customer/order.nhn?ORDER_ID={sheet.key}&SHOP_ID={merchant.public_id}&TOTAL_PRICE=1000" for sheet in sheets]


def payments(count: str) -> list[str]:
    """So many attempts that are open, the newest first."""
    from minishop.chassis.tenancy import across_tenants
    from minishop.checkout.payments.models import Payment

    with across_tenants("whoever has opened one"):
        return list(
            Payment.objects.filter(state="opened").exclude(pg_url="").order_by("-id").values_list("key", flat=True)[: int(count)]
        )


def open_(patience: str) -> list[str]:
    """Waits so many seconds at most until no attempt and no refund waits for the PG's word; how many still do then. What the PG put off until
    later is not waited for."""
    from minishop.chassis.clock import now
    from minishop.chassis.tenancy import across_tenants
    from minishop.checkout.payments.models import Payment, Refund

    until = time.monotonic() + float(patience)
    while True:
        with across_tenants("whoever waits"):
            refunds = Refund.objects.filter(state__in=["intended", "asking"]).exclude(not_before__gt=now())
            waiting = Payment.objects.filter(state="confirming").count(), refunds.count()
        if not any(waiting) or time.monotonic() > until:
            return [str(count) for count in waiting]
        time.sleep(0.5)


def purses(count: str, points: str, coupons: str) -> list[str]:
    """New buyers with points and so many coupons each, at merchants whose profile knows parts of orders: the session keys with the ids of the
    coupons, commas between them."""
    from django.contrib.sessions.models import Session
    from django.db import transaction

    from minishop.chassis.clock import now
    from minishop.chassis.tenancy import across_tenants, scope
    from minishop.checkout.accounts.models import Account
    from minishop.checkout.benefits.domain.coupons import CouponKind
    from minishop.checkout.benefits.domain.lots import LotOrigin
    from minishop.checkout.benefits.models import Coupon
    from minishop.checkout.benefits.services.couponing import give_coupon
    from minishop.checkout.benefits.services.purse import add_lot
    from minishop.checkout.merchants.models import Merchant
    from minishop.checkout.orders.models import Order
    from minishop.checkout.payments.domain.ledger import points_entries
    from minishop.checkout.payments.services.ledger import post
    from minishop.kernel.won import Won

    at, given = now(), []
    with across_tenants("a crowd buys at every merchant of a test"):
        Merchant.objects.all().update(profile="today")
        merchant = Merchant.objects.exclude(public_id=None).order_by("id")[0]
    facts = {
        "begins_at": at - timedelta(days=1),
        "ends_at": at + timedelta(days=300),
        "per_person": int(coupons),
        "made_by": "chaos",
    }
    kinds: list[tuple[CouponKind, dict[str, Any]]] = [
        (CouponKind.CART, {"amount": Won(3_000)}),
        (CouponKind.CART, {"rate": 1_500}),
        (CouponKind.SHIPPING, {"amount": Won(1_700)}),
    ]
    made = [
        Coupon.objects.create(name=f"쿠폰 {place}", kind=kind.value, code_use="none", made_at=at, **facts, **worth)
        for place, (kind, worth) in enumerate(kinds)
    ]
    for key in buyers(count):
        buyer = Account.objects.get(id=Session.objects.get(session_key=key).get_decoded()["_auth_user_id"])
        with scope(merchant.id), transaction.atomic():
            cause, gift = f"points:{buyer.login}", Order(merchant=merchant, buyer=buyer, number="gift")
            post(
                merchant=merchant, key=cause, kind="points", order_number="gift", entries=points_entries(Won(int(points))), buyer=buyer,
                now=at,
            )  # fmt: skip
            add_lot(order=gift, points=Won(int(points)), origin=LotOrigin.GRANT, key=cause, now=at)
        own = [give_coupon(coupon=made[number % len(made)], buyer=buyer, now=at) for number in range(int(coupons))]
        given.append(f"{key}:{','.join(str(one.id) for one in own)}")
    return given


def claims() -> list[str]:
    """How many claims there are, by kind and state."""
    from django.db.models import Count

    from minishop.chassis.tenancy import across_tenants
    from minishop.checkout.claims.models import Claim

    with across_tenants("a crowd buys at every merchant of a test"):
        rows = Claim.objects.values_list("kind", "state").annotate(count=Count("id")).order_by("kind", "state")
        return [f"{kind}:{state}:{count}" for kind, state, count in rows]


def units(count: str) -> list[str]:
    """So many pieces of every combination, as a seller who writes that."""
    from minishop.chassis.clock import now
    from minishop.chassis.tenancy import across_tenants, scope
    from minishop.kernel.ids import new_id
    from minishop.mall.stock.models import StockLevel
    from minishop.mall.stock.services.levels import set_stock

    with across_tenants("a crowd buys in every shop of a test"):
        levels = list(StockLevel.objects.select_related("shop", "variant"))
    for one in levels:
        with scope(one.shop_id):
            set_stock(shop=one.shop, variant=one.variant, quantity=int(count), key=f"chaos-{new_id()}", now=now())
    return []


def held() -> list[str]:
    """How many pieces the mall keeps for whoever is paying."""
    from django.db.models import Sum

    from minishop.chassis.tenancy import across_tenants
    from minishop.mall.stock.models import StockLevel

    with across_tenants("a crowd buys in every shop of a test"):
        return [str(StockLevel.objects.aggregate(sum=Sum("held"))["sum"] or 0)]


def paid() -> list[str]:
    """How many orders have been paid."""
    from minishop.chassis.tenancy import across_tenants
    from minishop.checkout.orders.models import Order

    with across_tenants("a crowd buys at every merchant of a test"):
        return [str(Order.objects.filter(paid_at__isnull=False).count())]


if __name__ == "__main__":
    import django

    django.setup()
    kinds: dict[str, Callable[..., Iterable[object]]] = {
        "buyers": buyers,
        "engine": engine,
        "stock": stock,
        "dripping": dripping,
        "payments": payments,
        "open": open_,
        "units": units,
        "held": held,
        "paid": paid,
        "purses": purses,
        "claims": claims,
    }
    for said in kinds[sys.argv[1]](*sys.argv[2:]):
        sys.stdout.write(f"{said}\n")
