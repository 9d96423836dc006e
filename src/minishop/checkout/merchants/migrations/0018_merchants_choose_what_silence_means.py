"""What is done when a merchant's shop does not say whether goods are held: nobody pays, unless the merchant chose otherwise."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("checkout_merchants", "0017_merchants_of_before_are_found")]

    operations = [
        migrations.AddField(
            "merchant",
            "hold_policy",
            models.CharField(choices=[("require", "require"), ("sell", "sell")], default="require", max_length=7),
        ),
        migrations.AddConstraint(
            "merchant",
            models.CheckConstraint(
                condition=models.Q(("hold_policy__in", ["require", "sell"])), name="merchants_hold_policy_known"
            ),
        ),
    ]
