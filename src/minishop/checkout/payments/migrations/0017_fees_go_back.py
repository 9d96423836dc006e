"""A refund may also be of the fee of a claim that came to nothing."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('checkout_payments', '0016_means_purposes_and_accounts'),
    ]

    operations = [
        migrations.AlterField(
            model_name='refund',
            name='cause',
            field=models.CharField(choices=[('surplus', 'surplus'), ('claim', 'claim'), ('claim_fee', 'claim_fee')], max_length=10),
        ),
    ]
