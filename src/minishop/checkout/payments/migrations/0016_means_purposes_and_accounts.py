"""Contracts have terms, attempts their means and their purpose, refunds a time and an account.

What was contracted before was contracted for cards.
"""

import minishop.chassis.secrets.fields
from django.db import migrations, models


def cards():
    return {"means": ["card"], "partial_cancel": ["card"]}


class Migration(migrations.Migration):

    dependencies = [
        ('checkout_merchants', '0017_merchants_of_before_are_found'),
        ('checkout_orders', '0009_orders_of_before_are_flat'),
        ('checkout_payments', '0015_refunds_of_claims'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='payment',
            name='payments_one_paid_an_order',
        ),
        migrations.RemoveConstraint(
            model_name='refund',
            name='payments_refund_state_known',
        ),
        migrations.AddField(
            model_name='payment',
            name='claim_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='payment',
            name='method',
            field=models.CharField(default='card', max_length=10),
        ),
        migrations.AddField(
            model_name='payment',
            name='purpose',
            field=models.CharField(default='order', max_length=10),
        ),
        migrations.AddField(
            model_name='pgcontract',
            name='terms',
            field=models.JSONField(default=cards),
        ),
        migrations.AlterField(
            model_name='pgcontract',
            name='terms',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='refund',
            name='account',
            field=minishop.chassis.secrets.fields.EncryptedField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='refund',
            name='not_before',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='refund',
            name='transfer_number',
            field=models.CharField(blank=True, default='', max_length=40),
        ),
        migrations.AddField(
            model_name='refund',
            name='transferred_on',
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name='refund',
            name='state',
            field=models.CharField(choices=[('intended', 'intended'), ('asking', 'asking'), ('done', 'done'), ('refused', 'refused'), ('by_account', 'by_account')], default='intended', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('claim_id', None), ('purpose', 'order')), models.Q(('claim_id__isnull', False), ('purpose', 'claim_fee')), _connector='OR'), name='payments_purpose_known'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('method__in', ['card', 'transfer'])), name='payments_method_known'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.UniqueConstraint(condition=models.Q(('purpose', 'order'), ('state', 'paid')), fields=('merchant_id', 'order_id'), name='payments_one_paid_for_an_order'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.UniqueConstraint(condition=models.Q(('purpose', 'claim_fee'), ('state', 'paid')), fields=('merchant_id', 'claim_id'), name='payments_one_paid_a_claim'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['intended', 'asking', 'done', 'refused', 'by_account'])), name='payments_refund_state_known'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('transfer_number', ''), ('transferred_on', None)), models.Q(('state', 'done'), ('transferred_on__isnull', False), models.Q(('transfer_number', ''), _negated=True)), _connector='OR'), name='payments_transfer_told_whole'),
        ),
    ]
