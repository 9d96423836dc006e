"""Shops are found by the beginnings of their texts, in one form. Rows that are there get theirs in the next migration."""

from django.db import migrations, models

from minishop.chassis.finding import KeyField

COLUMNS = {"code": 30, "name": 60, "business_name": 60, "business_number": 10}


class Migration(migrations.Migration):
    dependencies = [("mall_shops", "0003_entries_know_their_next_look")]

    operations = [
        *(migrations.AddField("shop", f"{column}_key", KeyField(of=column, max_length=length)) for column, length in COLUMNS.items()),
        *(migrations.AddIndex("shop", models.Index(fields=[f"{column}_key"], name=f"shops_by_{column}")) for column in COLUMNS),
    ]
