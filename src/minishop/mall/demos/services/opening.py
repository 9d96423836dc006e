"""관리자 체험하기: a visitor gets a shop with the sample's shelf, whose pages all work (docs/decisions/0035)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from minishop.chassis.buckets import Buckets
from minishop.chassis.tenancy import scope
from minishop.kernel.codes import readable_code
from minishop.mall.catalog.services.copying import copy_shelf
from minishop.mall.demos.errors import TooManyDemos, TooManyFromHere
from minishop.mall.shipping.queries import policy_of
from minishop.mall.shipping.services import save_policy
from minishop.mall.shops.models import Shop
from minishop.mall.staff.models import Account
from minishop.mall.staff.queries import shops_of
from minishop.mall.staff.services import open_shop, receive_visitor
from minishop.mall.stock.services.levels import copy_levels

SPAN = timedelta(days=1)
MOST = 100
# Of these by one address a day, after as many at once: an office of many people, but not all that there are.
FROM_ONE = 20
_SHELF = 60
_buckets = Buckets()


@transaction.atomic
def open_demo(*, sample: Shop, account: Account | None, asker: str, now: datetime, true_now: datetime) -> tuple[Shop, Account]:
    """A shop to try, and whose it is: the account's, or a new visitor's. Who has one already comes back to it. ``asker``: the address of the
    browser. Raises TooManyDemos, TooManyFromHere."""
    if account is not None:
        Account.objects.select_for_update().get(pk=account.pk)  # two presses open one shop
        present = next((shop for shop in shops_of(account) if shop.demo_until and shop.demo_until > true_now), None)
        if present is not None:
            return present, account
    if Shop.objects.filter(demo_until__isnull=False).count() >= MOST:
        raise TooManyDemos(limit=MOST)
    if not _buckets.take(asker, rate=FROM_ONE / SPAN.total_seconds(), burst=FROM_ONE, now=true_now).is_granted:
        raise TooManyFromHere
    mark = readable_code(8).lower()
    owner = account or receive_visitor(mark=mark, now=now)
    shop = open_shop(owner=owner, code=f"try-{mark}", name=sample.name, demo_until=true_now + SPAN, now=now)
    _furnish(sample, shop, now)
    return shop, owner


def _furnish(sample: Shop, shop: Shop, now: datetime) -> None:
    variants = copy_shelf(source=sample, target=shop, at_most=_SHELF)
    copy_levels(source=sample, target=shop, variant_ids=variants, now=now)
    with scope(sample.id):
        policy = policy_of(sample)
    with scope(shop.id):
        save_policy(shop=shop, policy=policy, now=now)
