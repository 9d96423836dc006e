"""A comparison with a hub that was restored remembers how far it has come."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mall_channel", "0010_registrations_by_age")]
    operations = [migrations.AddField("hubconnection", "compared_down_to", models.BigIntegerField(null=True))]
