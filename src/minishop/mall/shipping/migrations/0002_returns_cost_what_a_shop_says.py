"""What a return and an exchange cost a buyer who changes their mind."""

import minishop.chassis.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mall_shipping', '0001_initial'),
        ('mall_shops', '0006_shops_to_try'),
    ]

    operations = [
        migrations.AddField(
            model_name='feepolicy',
            name='exchange_fee',
            field=minishop.chassis.fields.WonField(default=6000),
        ),
        migrations.AddField(
            model_name='feepolicy',
            name='return_fee',
            field=minishop.chassis.fields.WonField(default=3000),
        ),
        migrations.AddConstraint(
            model_name='feepolicy',
            constraint=models.CheckConstraint(condition=models.Q(('return_fee__gte', 0), ('exchange_fee__gte', 0)), name='shipping_returns_not_negative'),
        ),
    ]
