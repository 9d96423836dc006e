from django.db import migrations

from minishop.chassis.secrets.migrating import sealed_columns


class Migration(migrations.Migration):

    dependencies = [
        ('mall_channel', '0004_room_for_sealed_secrets'),
    ]

    operations = sealed_columns('mall_channel', 'hubconnection', 'certi_key', 'client_secret', 'hint_secret')
