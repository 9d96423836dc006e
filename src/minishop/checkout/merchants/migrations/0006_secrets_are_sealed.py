from django.db import migrations

from minishop.chassis.secrets.migrating import sealed_columns


class Migration(migrations.Migration):

    dependencies = [
        ('checkout_merchants', '0005_room_for_sealed_secrets'),
    ]

    operations = sealed_columns('checkout_merchants', 'merchant', 'certi_key', 'client_secret', 'hint_secret')
