"""Orders from before get their shares: one base part, the lines, money alone; their contract is flat, and all of each line remains.

A batch a transaction, while the service works. It may run again: an order that has parts is left alone.
"""

from django.db import migrations, transaction
from django.db.models import F

from minishop.chassis.tenancy import across_tenants

BATCH = 500
FLAT = {
    "mode": "flat", "threshold": 0, "tiers": [], "individual_fees": False, "free_first": False, "all_lines": False, "per_variant": False,
    "return_fee": 0, "exchange_fee": 0, "regions": [], "flat_because": "none_sent",
}  # fmt: skip


def begin(apps, schema_editor):
    alias = schema_editor.connection.alias
    names = (("checkout_merchants", "Merchant"), *(("checkout_orders", name) for name in ("Order", "OrderLine", "OrderPart")))
    merchants, *tables = (apps.get_model(*name)._base_manager.using(alias) for name in names)
    with across_tenants("every merchant's orders get their shares"):
        for merchant_id, profile in list(merchants.order_by("id").values_list("id", "profile")):
            last = 0
            while last is not None:
                with transaction.atomic(using=alias):
                    last = _fill(*(table.filter(merchant_id=merchant_id) for table in tables), profile, last)


def _fill(orders, lines, parts, profile, last):
    """Fills the orders that follow; returns the last of them, or None where there were none."""
    found = list(orders.filter(id__gt=last).order_by("id").select_for_update()[:BATCH])
    ids = [order.id for order in found]
    done = set(parts.filter(order_id__in=ids).values_list("order_id", flat=True))
    for order in found:
        if order.id not in done:
            _fill_order(order, lines.filter(order_id=order.id), parts, profile)
            order.save(update_fields=["contract"])
    return ids[-1] if ids else None


def _fill_order(order, lines, parts, profile):
    mine = list(lines.order_by("position"))
    order.contract = FLAT | {
        "fee": int(order.shipping_fee),
        "lines": [["general", 0, 1]] * len(mine),
        "points": order.points_basis_points,
        "profile": profile,
    }
    lines.update(remaining=F("quantity"))
    shared = {"merchant_id": order.merchant_id, "order_id": order.id}
    base = parts.model(**shared, position=0, kind="base", amount=order.shipping_fee, money=order.shipping_fee)
    of_lines = [
        parts.model(
            **shared, position=position, kind="line", line_id=line.id, product_id=line.product_id, amount=line.line_total, money=line.line_total
        )
        for position, line in enumerate(mine, start=1)
    ]  # fmt: skip
    parts.bulk_create([base, *of_lines])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("checkout_orders", "0008_orders_keep_their_shares")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop, elidable=True)]
