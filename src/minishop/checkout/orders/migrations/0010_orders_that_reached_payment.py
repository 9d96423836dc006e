"""An order is shown once its goods were held, or needed no hold; every order from before was shown."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("checkout_orders", "0009_orders_of_before_are_flat")]

    operations = [
        migrations.AddField("order", "reached_payment", models.BooleanField(default=True)),
        migrations.AlterField("order", "reached_payment", models.BooleanField(default=False)),
    ]
