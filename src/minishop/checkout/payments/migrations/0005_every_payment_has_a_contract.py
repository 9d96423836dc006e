from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('checkout_payments', '0004_payments_remember_their_contract'),
    ]

    operations = [
        migrations.AlterField(
            model_name='payment',
            name='contract_id',
            field=models.BigIntegerField(),
        ),
    ]
