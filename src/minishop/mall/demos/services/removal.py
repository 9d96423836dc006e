"""A shop that was tried goes with everything that was ever written for it, a piece a transaction."""

from __future__ import annotations

from datetime import datetime

from django.apps import apps
from django.db import transaction

from minishop.chassis.jobs.upkeep import dead_jobs, discard
from minishop.chassis.retention.keeping import delete_by_keys
from minishop.chassis.tenancy import across_tenants, scope
from minishop.mall.catalog.pictures import remove_files
from minishop.mall.shops.models import Shop, ShopModel
from minishop.mall.staff.models import Account, Membership

_BATCH = 500


def remove_piece(*, true_now: datetime) -> bool:
    """Removes some rows of the shop whose day is over longest, or at last the shop itself; False where there is none (index
    ``shops_demos``)."""
    shop = Shop.objects.filter(demo_until__lt=true_now).order_by("demo_until").first()
    if shop is None:
        return False
    with scope(shop.id):
        if not any(_remove_rows(model, shop) for model in _tables()):
            _remove_shop(shop)
    return True


def _tables() -> list[type[ShopModel]]:
    return [model for model in apps.get_models() if issubclass(model, ShopModel) and model is not Membership]


def _remove_rows(model: type[ShopModel], shop: Shop) -> bool:
    keys = [(shop.id, row) for row in model.objects.filter(shop=shop).values_list("id", flat=True)[:_BATCH]]
    if keys:
        delete_by_keys(model, ["shop_id", "id"], keys)
    return bool(keys)


def _remove_shop(shop: Shop) -> None:
    remove_files(shop)
    for job in dead_jobs(tenant=shop.id):
        discard(job.id, tenant=shop.id)
    with transaction.atomic():
        people = list(Membership.objects.filter(shop=shop).values_list("account_id", flat=True))
        delete_by_keys(Membership, ["shop_id"], [(shop.id,)])
        with across_tenants("a visitor goes with the last shop that they tried"):
            staying = set(Membership.objects.filter(account_id__in=people).values_list("account_id", flat=True))
        delete_by_keys(Shop, ["id"], [(shop.id,)])
        gone = Account.objects.filter(id__in=people, is_demo=True).exclude(id__in=staying).values_list("id", flat=True)
        if keys := [(account_id,) for account_id in gone]:
            delete_by_keys(Account, ["id"], keys)
