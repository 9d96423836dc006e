"""A refund is found by its key alone, as an operator names it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("checkout_payments", "0011_compare_and_chase_by_time")]

    operations = [migrations.AddIndex("refund", models.Index(fields=["key"], name="payments_refunds_by_key"))]
