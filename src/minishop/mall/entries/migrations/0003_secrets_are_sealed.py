from django.db import migrations

from minishop.chassis.secrets.migrating import sealed_columns


class Migration(migrations.Migration):

    dependencies = [
        ('mall_entries', '0002_room_for_sealed_secrets'),
    ]

    operations = sealed_columns('mall_entries', 'pgcontract', 'secret_key')
