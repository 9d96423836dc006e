import django.db.models.deletion
import minishop.chassis.fields
import minishop.chassis.tenancy
import minishop.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('checkout_merchants', '0007_tokens_are_kept_as_digests'),
        ('checkout_orders', '0002_begin_lines_by_a_table'),
        ('checkout_payments', '0008_secrets_are_sealed'),
    ]

    operations = [
        migrations.CreateModel(
            name='Refund',
            fields=[
                ('pk', models.CompositePrimaryKey('merchant_id', 'id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('id', models.BigIntegerField(default=minishop.kernel.ids.new_id, editable=False)),
                ('key', models.CharField(max_length=60)),
                ('payment_id', models.BigIntegerField()),
                ('amount', minishop.chassis.fields.WonField()),
                ('cause', models.CharField(choices=[('surplus', 'surplus')], max_length=10)),
                ('state', models.CharField(choices=[('intended', 'intended'), ('asking', 'asking'), ('done', 'done'), ('refused', 'refused')], default='intended', max_length=10)),
                ('reason', models.CharField(blank=True, default='', max_length=300)),
                ('intended_at', models.DateTimeField()),
                ('asked_at', models.DateTimeField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('merchant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='checkout_merchants.merchant')),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='payment',
            name='payments_state_known',
        ),
        migrations.AlterField(
            model_name='payment',
            name='state',
            field=models.CharField(choices=[('opened', 'opened'), ('confirming', 'confirming'), ('paid', 'paid'), ('declined', 'declined'), ('abandoned', 'abandoned'), ('surplus', 'surplus')], default='opened', max_length=10),
        ),
        migrations.AlterField(
            model_name='posting',
            name='account',
            field=models.CharField(choices=[('pg_receivable', 'pg_receivable'), ('merchant_payable', 'merchant_payable'), ('refund_owed', 'refund_owed'), ('points_expense', 'points_expense'), ('points_owed', 'points_owed')], max_length=20),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(condition=models.Q(('state', 'confirming')), fields=['merchant_id', 'opened_at'], name='payments_confirming'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['opened', 'confirming', 'paid', 'declined', 'abandoned', 'surplus'])), name='payments_state_known'),
        ),
        migrations.AddField(
            model_name='refund',
            name='payment',
            field=minishop.chassis.tenancy.TenantRelation(from_fields=['merchant_id', 'payment_id'], on_delete=django.db.models.deletion.DO_NOTHING, related_name='refunds', to='checkout_payments.payment', to_fields=['merchant_id', 'id']),
        ),
        migrations.AddIndex(
            model_name='refund',
            index=models.Index(fields=['merchant_id', 'payment_id'], name='payments_refunds_of_payment'),
        ),
        migrations.AddIndex(
            model_name='refund',
            index=models.Index(condition=models.Q(('state', 'done'), _negated=True), fields=['merchant_id', 'intended_at'], name='payments_refunds_open'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.UniqueConstraint(fields=('merchant_id', 'key'), name='payments_refund_key'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='payments_refund_positive'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['intended', 'asking', 'done', 'refused'])), name='payments_refund_state_known'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['asking', 'intended'])), fields=('merchant_id', 'payment_id'), name='payments_one_refund_under_way'),
        ),
    ]
