"""An order knows when the first of its lines is finalized by itself. The index is built while it has no row yet."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("checkout_orders", "0004_unpaid_lines_by_age")]

    operations = [
        migrations.AddField("order", "finalize_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "order",
            models.Index(
                condition=models.Q(("finalize_at__isnull", False)), fields=["finalize_at", "id"], name="orders_to_finalize"
            ),
        ),
    ]
