"""Levels that were here before become the sums of their movements: what those do not tell is one opening row a variant, a batch a transaction.

It may run again: a level that has its opening row is left alone.
"""

from django.db import migrations, transaction
from django.db.models import Sum
from django.utils import timezone

from minishop.chassis.tenancy import across_tenants

KINDS = {"set": "counted", "released": "cancelled"}
BATCH = 500


def begin(apps, schema_editor):
    alias = schema_editor.connection.alias
    shops, levels, movements = (
        apps.get_model(*name)._base_manager.using(alias)
        for name in (("mall_shops", "Shop"), ("mall_stock", "StockLevel"), ("mall_stock", "StockMovement"))
    )
    with across_tenants("every shop's stock is opened"):
        for shop_id in list(shops.order_by("id").values_list("id", flat=True)):
            last = 0
            while last is not None:
                with transaction.atomic(using=alias):
                    last = _open(levels.filter(shop_id=shop_id), movements.filter(shop_id=shop_id), last)


def _open(levels, movements, last):
    """Opens the levels that follow; returns the last of them, or None where there were none."""
    found = list(levels.filter(id__gt=last).order_by("id").select_for_update()[:BATCH])
    of_these = movements.filter(variant_id__in=[level.variant_id for level in found])
    for old, new in KINDS.items():
        of_these.filter(kind=old).update(kind=new)
    opened = set(of_these.filter(kind="opened").values_list("variant_id", flat=True))
    sums = dict(of_these.values_list("variant_id").annotate(sum=Sum("dq")))
    movements.bulk_create(
        movements.model(
            shop_id=level.shop_id, variant_id=level.variant_id, kind="opened", key=f"opened:{level.variant_id}",
            dq=(level.quantity or 0) - sums.get(level.variant_id, 0), at=timezone.now(),
        )
        for level in found
        if level.variant_id not in opened and (level.quantity or 0) != sums.get(level.variant_id, 0)
    )  # fmt: skip
    return found[-1].id if found else None


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("mall_stock", "0002_the_stock_has_a_ledger")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop, elidable=True)]
