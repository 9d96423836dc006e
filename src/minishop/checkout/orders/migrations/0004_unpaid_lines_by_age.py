"""Unpaid lines are found by the age of their order, whoever sold it: its number rises with time."""

from django.db import migrations, models

UNPAID = models.Q(("state", "awaiting_payment"))


class Migration(migrations.Migration):
    dependencies = [("checkout_orders", "0003_sheets_live_half_an_hour")]

    operations = [
        migrations.RemoveIndex("orderline", "orders_lines_unpaid"),
        migrations.AddIndex("orderline", models.Index(condition=UNPAID, fields=["order_id"], name="orders_lines_unpaid")),
    ]
