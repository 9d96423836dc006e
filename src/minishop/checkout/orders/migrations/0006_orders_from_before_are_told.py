"""Orders that are on their way or there are told when they are finalized by themselves: a batch a transaction, while the service works.

It may run again: what knows its time is left alone.
"""

from datetime import timedelta

from django.db import migrations, transaction

from minishop.chassis.tenancy import across_tenants

AFTER = {"delivered": ("delivered_at", timedelta(days=8)), "delivering": ("dispatched_at", timedelta(days=28))}
BATCH = 500


def begin(apps, schema_editor):
    alias = schema_editor.connection.alias
    merchants, orders, lines = (
        apps.get_model(*name)._base_manager.using(alias)
        for name in (("checkout_merchants", "Merchant"), ("checkout_orders", "Order"), ("checkout_orders", "OrderLine"))
    )
    with across_tenants("every merchant's orders are told"):
        for merchant_id in list(merchants.order_by("id").values_list("id", flat=True)):
            last = 0
            while last is not None:
                with transaction.atomic(using=alias):
                    last = _tell(orders.filter(merchant_id=merchant_id), lines.filter(merchant_id=merchant_id), last)


def _tell(orders, lines, last):
    """Tells the orders that follow; returns the last of them, or None where there were none."""
    # Locked before their lines are read: whoever changes those writes the order's time after them, and so after this.
    ids = list(orders.filter(id__gt=last).order_by("id").select_for_update().values_list("id", flat=True)[:BATCH])
    for order_id, due in _first_due(lines.filter(order_id__in=ids)).items():
        orders.filter(id=order_id, finalize_at=None).update(finalize_at=due)
    return ids[-1] if ids else None


def _first_due(lines):
    first = {}
    for state, (moment, after) in AFTER.items():
        for order_id, since in lines.filter(state=state).exclude(**{moment: None}).values_list("order_id", moment):
            first[order_id] = min(first.get(order_id, since + after), since + after)
    return first


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("checkout_orders", "0005_orders_know_when_they_are_finalized")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop, elidable=True)]
