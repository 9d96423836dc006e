"""Partners are found by the beginnings of their texts, in one form. Rows that are there get theirs in the next migration."""

from django.db import migrations, models

from minishop.chassis.finding import KeyField

COLUMNS = {'shop_name': 60, 'business_name': 60, 'business_number': 10, 'shop_code': 40}


class Migration(migrations.Migration):
    dependencies = [("shopping_partners", "0003_lists_by_pages")]

    operations = [
        *(
            migrations.AddField("partner", f"{column}_key", KeyField(of=column, max_length=length))
            for column, length in COLUMNS.items()
        ),
        *(migrations.AddIndex("partner", models.Index(fields=[f"{column}_key"], name=f"partners_by_{column}")) for column in COLUMNS),
    ]
