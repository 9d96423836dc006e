"""A refund that was refused may end with the cancel for which it was."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('checkout_merchants', '0019_fee_rates'),
        ('checkout_payments', '0017_fees_go_back'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='refund',
            name='payments_refund_state_known',
        ),
        migrations.AlterField(
            model_name='refund',
            name='state',
            field=models.CharField(choices=[('intended', 'intended'), ('asking', 'asking'), ('done', 'done'), ('refused', 'refused'), ('by_account', 'by_account'), ('given_up', 'given_up')], default='intended', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['intended', 'asking', 'done', 'refused', 'by_account', 'given_up'])), name='payments_refund_state_known'),
        ),
    ]
