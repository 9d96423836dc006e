"""What was registered long ago is found by its age."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mall_channel", "0009_old_messages_by_age")]
    operations = [
        migrations.AddIndex("registration", models.Index(fields=["made_at"], name="channel_registrations_old")),
    ]
