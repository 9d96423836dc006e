import django.db.models.deletion
from django.db import migrations, models

import minishop.kernel.ids


class Migration(migrations.Migration):

    dependencies = [
        ('mall_channel', '0005_secrets_are_sealed'),
        ('mall_shops', '0002_entries_name_their_party'),
    ]

    operations = [
        migrations.AddField('hubconnection', 'forgotten', models.JSONField(default=list)),
        migrations.AddField('hubconnection', 'set_back_at', models.DateTimeField(null=True)),
        migrations.CreateModel(
            name='Poll',
            fields=[
                ('pk', models.CompositePrimaryKey('shop_id', 'id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('id', models.BigIntegerField(default=minishop.kernel.ids.new_id, editable=False)),
                ('merchant', models.CharField(max_length=40)),
                ('cursor', models.CharField(blank=True, default='', max_length=80)),
                ('rereading', models.CharField(blank=True, default='', max_length=80)),
                ('due_at', models.BigIntegerField()),
                ('phase', models.BigIntegerField()),
                ('hot_until', models.BigIntegerField(default=0)),
                ('asked_at', models.BigIntegerField(default=0)),
                ('missed', models.PositiveSmallIntegerField(default=0)),
                ('shop', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mall_shops.shop')),
            ],
            options={
                'indexes': [models.Index(fields=['due_at'], name='channel_polls_due')],
                'constraints': [models.UniqueConstraint(fields=('shop_id',), name='channel_one_poll')],
            },
        ),
    ]
