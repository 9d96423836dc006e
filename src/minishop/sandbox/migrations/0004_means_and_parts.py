"""Contracts name their means and those of which a part goes back; sessions their means; what they are paid with may be an account.

What was contracted before was contracted for cards.
"""

import minishop.chassis.fields
import minishop.kernel.won
import minishop.sandbox.pg.models
from django.db import migrations, models


def cards():
    return ["CARD"]


class Migration(migrations.Migration):
    dependencies = [("sandbox", "0003_payments_so_far_are_movements")]

    operations = [
        migrations.AddField("contract", "methods", models.JSONField(default=cards)),
        migrations.AlterField("contract", "methods", models.JSONField(default=minishop.sandbox.pg.models.usual_methods)),
        migrations.AddField("contract", "in_parts", models.JSONField(default=cards)),
        migrations.AlterField("contract", "in_parts", models.JSONField(default=minishop.sandbox.pg.models.usual_in_parts)),
        migrations.AddField("paymentsession", "method", models.CharField(default="CARD", max_length=10)),
        migrations.AddField("payment", "given_back", minishop.chassis.fields.WonField(default=minishop.kernel.won.Won(0))),
        migrations.RenameField("payment", "card", "instrument"),
        migrations.AddConstraint(
            "paymentsession",
            models.CheckConstraint(condition=models.Q(("method__in", ["CARD", "TRANSFER"])), name="sandbox_method_known"),
        ),
    ]
