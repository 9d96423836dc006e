"""Lines that were here before know how many of their pieces are missing, and how many are still in the house; what is there is booked to
the stock as opening rows, a batch a transaction. It may run again: a line that has its row is left alone."""

from django.db import migrations, transaction
from django.db.models import F, Q
from django.utils import timezone

from minishop.chassis.tenancy import across_tenants

UNSHIPPED = ("preparing", "shipping_wait", "on_hold")
BATCH = 500


def begin(apps, schema_editor):
    alias = schema_editor.connection.alias
    shops, lines, levels, movements = (
        apps.get_model(*name)._base_manager.using(alias)
        for name in (
            ("mall_shops", "Shop"), ("mall_orders", "OrderLine"), ("mall_stock", "StockLevel"), ("mall_stock", "StockMovement")
        )
    )  # fmt: skip
    with across_tenants("every shop's lines know their pieces"):
        for shop_id in list(shops.order_by("id").values_list("id", flat=True)):
            last = 0
            while last is not None:
                with transaction.atomic(using=alias):
                    of_shop = [rows.filter(shop_id=shop_id) for rows in (lines, levels, movements)]
                    last = _tell(*of_shop, last)


def _tell(lines, levels, movements, last):
    """Tells the lines that follow; returns the last of them, or None where there were none."""
    wanted = lines.filter(Q(stock_short__gt=0) | Q(state__in=UNSHIPPED), id__gt=last, variant_id__isnull=False)
    found = list(wanted.order_by("id").select_for_update()[:BATCH])
    sold = {one.key: one for one in movements.filter(kind="sold", key__in=[f"sold-{line.hub_number}" for line in found])}
    opened = movements.filter(key__in=[_key(line) for line in found]).values_list("key", flat=True)
    told = [line for line in found if f"sold-{line.hub_number}" in sold and _key(line) not in set(opened)]
    for line in told:
        sale = sold[f"sold-{line.hub_number}"]
        lines.filter(id=line.id).update(stock_short=sale.short, stock_unshipped=-sale.dq if line.state in UNSHIPPED else 0)
        if line.state in UNSHIPPED and sale.dq:
            levels.filter(variant_id=line.variant_id).update(unshipped=F("unshipped") - sale.dq)
            movements.create(
                shop_id=line.shop_id, variant_id=line.variant_id, kind="opened", du=-sale.dq, key=_key(line), at=timezone.now()
            )
    return found[-1].id if found else None


def _key(line):
    return f"opened-line:{line.hub_number}"


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("mall_orders", "0006_lines_know_their_pieces"),
        ("mall_stock", "0003_levels_are_sums_of_their_movements"),
    ]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop, elidable=True)]
