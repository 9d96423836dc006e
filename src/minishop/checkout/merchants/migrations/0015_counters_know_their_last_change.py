"""A counter knows which change was counted last. It learns that with the next change: until then cursors are compared by number alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("checkout_merchants", "0014_lists_by_pages")]
    operations = [
        migrations.AddField("merchantcounter", "last_number", models.BigIntegerField(default=0)),
        migrations.AddField("merchantcounter", "last_change", models.BigIntegerField(null=True)),
    ]
