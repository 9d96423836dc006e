"""An order knows when the first of its lines is finalized by itself; orders that are on their way or there are told now."""

from datetime import timedelta

from django.db import migrations, models

from minishop.chassis.tenancy import across_tenants

AFTER = {"delivered": ("delivered_at", timedelta(days=8)), "delivering": ("dispatched_at", timedelta(days=28))}


def begin(apps, schema_editor):
    with across_tenants("every merchant's orders are told"):
        _tell(apps, schema_editor)


def _tell(apps, schema_editor):
    at = schema_editor.connection.alias
    lines = apps.get_model("checkout_orders", "OrderLine")._base_manager.using(at)
    orders = apps.get_model("checkout_orders", "Order")._base_manager.using(at)
    first = {}
    for state, (moment, after) in AFTER.items():
        open_still = lines.filter(state=state, **{f"{moment}__isnull": False})
        for merchant_id, order_id, since in open_still.values_list("merchant_id", "order_id", moment).iterator():
            key = (merchant_id, order_id)
            first[key] = min(first.get(key, since + after), since + after)
    for (merchant_id, order_id), due in first.items():
        orders.filter(merchant_id=merchant_id, id=order_id).update(finalize_at=due)


class Migration(migrations.Migration):
    dependencies = [("checkout_orders", "0004_unpaid_lines_by_age")]

    operations = [
        migrations.AddField("order", "finalize_at", models.DateTimeField(null=True)),
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.AddIndex(
            "order",
            models.Index(
                condition=models.Q(("finalize_at__isnull", False)), fields=["finalize_at", "id"], name="orders_to_finalize"
            ),
        ),
    ]
