from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('checkout_merchants', '0002_merchant_hold_url'),
        ('checkout_payments', '0004_payments_remember_their_contract'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='merchant',
            name='pg_mid',
        ),
        migrations.RemoveField(
            model_name='merchant',
            name='pg_provider',
        ),
        migrations.RemoveField(
            model_name='merchant',
            name='pg_secret',
        ),
    ]
