import django.db.models.deletion
import minishop.chassis.tenancy
import minishop.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('checkout_merchants', '0007_tokens_are_kept_as_digests'),
        ('checkout_orders', '0002_begin_lines_by_a_table'),
        ('checkout_payments', '0009_late_approvals_and_refunds'),
    ]

    operations = [
        migrations.CreateModel(
            name='PgDifference',
            fields=[
                ('pk', models.CompositePrimaryKey('merchant_id', 'id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('id', models.BigIntegerField(default=minishop.kernel.ids.new_id, editable=False)),
                ('contract_id', models.BigIntegerField()),
                ('day', models.DateField()),
                ('kind', models.CharField(choices=[('unknown_here', 'unknown_here'), ('not_taken_here', 'not_taken_here'), ('not_taken_there', 'not_taken_there'), ('amount_differs', 'amount_differs'), ('cancelled_there', 'cancelled_there'), ('refund_open_here', 'refund_open_here'), ('refund_missing_there', 'refund_missing_there'), ('ledger_differs', 'ledger_differs')], max_length=24)),
                ('key', models.CharField(max_length=200)),
                ('facts', models.JSONField(default=dict)),
                ('found_at', models.DateTimeField()),
                ('resolved_at', models.DateTimeField(null=True)),
                ('merchant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='checkout_merchants.merchant')),
            ],
        ),
        migrations.AddField(
            model_name='pgcontract',
            name='compared_through',
            field=models.DateField(null=True),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(fields=['merchant_id', 'contract_id', 'settled_at'], name='payments_of_contract'),
        ),
        migrations.AddField(
            model_name='pgdifference',
            name='contract',
            field=minishop.chassis.tenancy.TenantRelation(from_fields=['merchant_id', 'contract_id'], on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='checkout_payments.pgcontract', to_fields=['merchant_id', 'id']),
        ),
        migrations.AddIndex(
            model_name='pgdifference',
            index=models.Index(condition=models.Q(('resolved_at', None)), fields=['merchant_id', 'found_at'], name='payments_differences_open'),
        ),
        migrations.AddConstraint(
            model_name='pgdifference',
            constraint=models.UniqueConstraint(fields=('merchant_id', 'contract_id', 'day', 'kind', 'key'), name='payments_difference_once'),
        ),
        migrations.AddConstraint(
            model_name='pgdifference',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['unknown_here', 'not_taken_here', 'not_taken_there', 'amount_differs', 'cancelled_there', 'refund_open_here', 'refund_missing_there', 'ledger_differs'])), name='payments_difference_known'),
        ),
    ]
