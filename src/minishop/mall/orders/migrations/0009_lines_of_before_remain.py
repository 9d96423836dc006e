"""Of a line that was here before, every piece remains, or none once it has ended at the hub: a batch a transaction.

It may run again: what is told twice is told the same.
"""

from django.db import migrations, transaction
from django.db.models import F

from minishop.chassis.tenancy import across_tenants

ENDED = ("cancelled", "returned", "unpaid_cancelled")
BATCH = 500


def begin(apps, schema_editor):
    alias = schema_editor.connection.alias
    shops = apps.get_model("mall_shops", "Shop")._base_manager.using(alias)
    lines = apps.get_model("mall_orders", "OrderLine")._base_manager.using(alias)
    with across_tenants("every shop's lines have pieces that remain"):
        for shop_id in list(shops.order_by("id").values_list("id", flat=True)):
            last = 0
            while last is not None:
                with transaction.atomic(using=alias):
                    last = _tell(lines.filter(shop_id=shop_id), last)


def _tell(lines, last):
    """Tells the lines that follow; returns the last of them, or None where there were none."""
    ids = list(lines.filter(id__gt=last).order_by("id").values_list("id", flat=True)[:BATCH])
    lines.filter(id__in=ids).exclude(hub_state__in=ENDED).update(remaining=F("quantity"))
    return ids[-1] if ids else None


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("mall_orders", "0008_lines_have_claims")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop, elidable=True)]
