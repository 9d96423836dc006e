from django.db import migrations

from minishop.chassis.secrets.migrating import sealed_columns


class Migration(migrations.Migration):

    dependencies = [
        ('checkout_payments', '0007_room_for_sealed_secrets'),
    ]

    operations = sealed_columns('checkout_payments', 'pgcontract', 'secret')
