import django.db.models.deletion
import minishop.chassis.tenancy
import minishop.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('checkout_merchants', '0001_initial'),
        ('checkout_payments', '0002_posted_rows_stand'),
    ]

    operations = [
        migrations.AddField(
            model_name='payment',
            name='contract_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.CreateModel(
            name='PgContract',
            fields=[
                ('pk', models.CompositePrimaryKey('merchant_id', 'id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('id', models.BigIntegerField(default=minishop.kernel.ids.new_id, editable=False)),
                ('provider', models.CharField(max_length=20)),
                ('mid', models.CharField(max_length=60)),
                ('secret', models.CharField(max_length=80)),
                ('state', models.CharField(choices=[('requested', 'requested'), ('live', 'live'), ('retired', 'retired'), ('rejected', 'rejected'), ('withdrawn', 'withdrawn')], max_length=10)),
                ('requested_at', models.DateTimeField()),
                ('live_at', models.DateTimeField(null=True)),
                ('retired_at', models.DateTimeField(null=True)),
                ('merchant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='checkout_merchants.merchant')),
            ],
        ),
        migrations.AddField(
            model_name='payment',
            name='contract',
            field=minishop.chassis.tenancy.TenantRelation(from_fields=['merchant_id', 'contract_id'], on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='checkout_payments.pgcontract', to_fields=['merchant_id', 'id']),
        ),
        migrations.CreateModel(
            name='PgContractEvent',
            fields=[
                ('pk', models.CompositePrimaryKey('merchant_id', 'id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('id', models.BigIntegerField(default=minishop.kernel.ids.new_id, editable=False)),
                ('contract_id', models.BigIntegerField()),
                ('event', models.CharField(max_length=10)),
                ('from_state', models.CharField(blank=True, default='', max_length=10)),
                ('to_state', models.CharField(max_length=10)),
                ('actor', models.CharField(max_length=80)),
                ('reason', models.CharField(blank=True, default='', max_length=300)),
                ('at', models.DateTimeField()),
                ('contract', minishop.chassis.tenancy.TenantRelation(from_fields=['merchant_id', 'contract_id'], on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='checkout_payments.pgcontract', to_fields=['merchant_id', 'id'])),
                ('merchant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='checkout_merchants.merchant')),
            ],
        ),
        migrations.AddConstraint(
            model_name='pgcontract',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['requested', 'live', 'retired', 'rejected', 'withdrawn'])), name='payments_contract_state_known'),
        ),
        migrations.AddConstraint(
            model_name='pgcontract',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'live')), fields=('merchant_id',), name='payments_one_live_contract'),
        ),
        migrations.AddConstraint(
            model_name='pgcontract',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'requested')), fields=('merchant_id',), name='payments_one_waiting_contract'),
        ),
        migrations.AddIndex(
            model_name='pgcontractevent',
            index=models.Index(fields=['merchant_id', 'contract_id', 'at'], name='payments_contract_history'),
        ),
    ]
