"""Merchants are found by the beginnings of their texts, in one form. Rows that are there get theirs in the next migration."""

from django.db import migrations, models

from minishop.chassis.finding import KeyField

COLUMNS = {'shop_name': 60, 'business_name': 60, 'business_number': 10, 'public_id': 40}


class Migration(migrations.Migration):
    dependencies = [("checkout_merchants", "0015_counters_know_their_last_change")]

    operations = [
        *(
            migrations.AddField("merchant", f"{column}_key", KeyField(of=column, max_length=length))
            for column, length in COLUMNS.items()
        ),
        *(migrations.AddIndex("merchant", models.Index(fields=[f"{column}_key"], name=f"merchants_by_{column}")) for column in COLUMNS),
    ]
