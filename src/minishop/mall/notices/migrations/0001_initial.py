import django.db.models.deletion
import minishop.chassis.fields
import minishop.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('mall_shops', '0006_shops_to_try'),
    ]

    operations = [
        migrations.CreateModel(
            name='NoticeSettings',
            fields=[
                ('pk', models.CompositePrimaryKey('shop_id', 'id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('id', models.BigIntegerField(default=minishop.kernel.ids.new_id, editable=False)),
                ('new_orders', models.BooleanField(default=True)),
                ('by_sms', models.BooleanField(default=True)),
                ('email', models.EmailField(blank=True, default='', max_length=254)),
                ('mobile', models.CharField(blank=True, default='', max_length=20)),
                ('told_at', models.DateTimeField(null=True)),
                ('opening_told', models.BooleanField(default=False)),
                ('shop', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mall_shops.shop')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('shop_id',), name='notices_one_settings')],
            },
        ),
        migrations.CreateModel(
            name='UntoldOrder',
            fields=[
                ('pk', models.CompositePrimaryKey('shop_id', 'id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('id', models.BigIntegerField(default=minishop.kernel.ids.new_id, editable=False)),
                ('number', models.CharField(max_length=16)),
                ('total', minishop.chassis.fields.WonField()),
                ('shop', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mall_shops.shop')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('shop_id', 'number'), name='notices_untold_once')],
            },
        ),
    ]
