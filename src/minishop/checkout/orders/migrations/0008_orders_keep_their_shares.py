"""An order keeps what its parts and lines consist of, and the contract that claims are judged by; a line keeps what is left of it."""
import django.db.models.deletion
import django.db.models.expressions
import minishop.chassis.fields
import minishop.chassis.tenancy
import minishop.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('checkout_merchants', '0017_merchants_of_before_are_found'),
        ('checkout_orders', '0007_lines_end_by_claims'),
    ]

    operations = [
        migrations.CreateModel(
            name='OrderPart',
            fields=[
                ('pk', models.CompositePrimaryKey('merchant_id', 'id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('id', models.BigIntegerField(default=minishop.kernel.ids.new_id, editable=False)),
                ('order_id', models.BigIntegerField()),
                ('position', models.IntegerField()),
                ('kind', models.CharField(choices=[('base', 'base'), ('fixed', 'fixed'), ('growing', 'growing'), ('regional', 'regional'), ('line', 'line')], max_length=8)),
                ('line_id', models.BigIntegerField(null=True)),
                ('product_id', models.CharField(blank=True, default='', max_length=251)),
                ('amount', minishop.chassis.fields.WonField()),
                ('instant', minishop.chassis.fields.WonField(default=0)),
                ('product_coupon', minishop.chassis.fields.WonField(default=0)),
                ('cart_coupon', minishop.chassis.fields.WonField(default=0)),
                ('shipping_coupon', minishop.chassis.fields.WonField(default=0)),
                ('points', minishop.chassis.fields.WonField(default=0)),
                ('money', minishop.chassis.fields.WonField()),
                ('hub_instant', minishop.chassis.fields.WonField(default=0)),
                ('hub_product_coupon', minishop.chassis.fields.WonField(default=0)),
                ('hub_cart_coupon', minishop.chassis.fields.WonField(default=0)),
                ('hub_shipping_coupon', minishop.chassis.fields.WonField(default=0)),
                ("merchant", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='checkout_merchants.merchant')),
                ("order", minishop.chassis.tenancy.TenantRelation(from_fields=['merchant_id', 'order_id'], on_delete=django.db.models.deletion.DO_NOTHING, related_name='parts', to='checkout_orders.order', to_fields=['merchant_id', 'id'])),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='order',
            name='orders_pay_total_positive',
        ),
        migrations.AddField(
            model_name='order',
            name='contract',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='orderline',
            name='decision_held_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='orderline',
            name='open_claim',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='orderline',
            name='remaining',
            field=models.PositiveIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='ordersheet',
            name='contract',
            field=models.JSONField(default=dict),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('pay_total__gte', 0)), name='orders_pay_total_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.CheckConstraint(condition=models.Q(('remaining__lte', models.F('quantity'))), name='orders_line_remaining'),
        ),
        migrations.AddConstraint(
            model_name='orderpart',
            constraint=models.UniqueConstraint(fields=('merchant_id', 'order_id', 'position'), name='orders_part_position'),
        ),
        migrations.AddConstraint(
            model_name='orderpart',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['base', 'fixed', 'growing', 'regional', 'line'])), name='orders_part_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='orderpart',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'line'), ('line_id__isnull', False)), models.Q(models.Q(('kind', 'line'), _negated=True), ('line_id__isnull', True)), _connector='OR'), name='orders_part_of_a_line'),
        ),
        migrations.AddConstraint(
            model_name='orderpart',
            constraint=models.CheckConstraint(condition=models.Q(('amount', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('instant'), '+', models.F('product_coupon')), '+', models.F('cart_coupon')), '+', models.F('shipping_coupon')), '+', models.F('points')), '+', models.F('money')))), name='orders_part_adds_up'),
        ),
        migrations.AddConstraint(
            model_name='orderpart',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='orders_part_amount_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='orderpart',
            constraint=models.CheckConstraint(condition=models.Q(('instant__gte', 0)), name='orders_part_instant_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='orderpart',
            constraint=models.CheckConstraint(condition=models.Q(('product_coupon__gte', 0)), name='orders_part_product_coupon_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='orderpart',
            constraint=models.CheckConstraint(condition=models.Q(('cart_coupon__gte', 0)), name='orders_part_cart_coupon_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='orderpart',
            constraint=models.CheckConstraint(condition=models.Q(('shipping_coupon__gte', 0)), name='orders_part_shipping_coupon_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='orderpart',
            constraint=models.CheckConstraint(condition=models.Q(('points__gte', 0)), name='orders_part_points_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='orderpart',
            constraint=models.CheckConstraint(condition=models.Q(('money__gte', 0)), name='orders_part_money_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='orderpart',
            constraint=models.CheckConstraint(condition=models.Q(('hub_instant__gte', 0), ('hub_instant__lte', models.F('instant'))), name='orders_part_hub_instant'),
        ),
        migrations.AddConstraint(
            model_name='orderpart',
            constraint=models.CheckConstraint(condition=models.Q(('hub_product_coupon__gte', 0), ('hub_product_coupon__lte', models.F('product_coupon'))), name='orders_part_hub_product_coupon'),
        ),
        migrations.AddConstraint(
            model_name='orderpart',
            constraint=models.CheckConstraint(condition=models.Q(('hub_cart_coupon__gte', 0), ('hub_cart_coupon__lte', models.F('cart_coupon'))), name='orders_part_hub_cart_coupon'),
        ),
        migrations.AddConstraint(
            model_name='orderpart',
            constraint=models.CheckConstraint(condition=models.Q(('hub_shipping_coupon__gte', 0), ('hub_shipping_coupon__lte', models.F('shipping_coupon'))), name='orders_part_hub_shipping_coupon'),
        ),
    ]
