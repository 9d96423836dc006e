"""A refund waits while another of its payment is under way."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('checkout_payments', '0018_refunds_that_are_given_up'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='refund',
            name='payments_refund_state_known',
        ),
        migrations.AlterField(
            model_name='refund',
            name='state',
            field=models.CharField(choices=[('intended', 'intended'), ('queued', 'queued'), ('asking', 'asking'), ('done', 'done'), ('refused', 'refused'), ('by_account', 'by_account'), ('given_up', 'given_up')], default='intended', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['intended', 'queued', 'asking', 'done', 'refused', 'by_account', 'given_up'])), name='payments_refund_state_known'),
        ),
    ]
