import django.db.models.deletion
import minishop.chassis.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sandbox', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Movement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('payment', 'payment'), ('cancel', 'cancel')], max_length=10)),
                ('key', models.CharField(max_length=200)),
                ('amount', minishop.chassis.fields.WonField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='payment',
            name='sandbox_payment_state_known',
        ),
        migrations.RemoveConstraint(
            model_name='payment',
            name='sandbox_money_taken_once',
        ),
        migrations.AlterField(
            model_name='payment',
            name='state',
            field=models.CharField(choices=[('ready', 'ready'), ('done', 'done'), ('declined', 'declined'), ('cancelled', 'cancelled')], default='ready', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['ready', 'done', 'declined', 'cancelled'])), name='sandbox_payment_state_known'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['ready', 'done', 'cancelled'])), fields=('session',), name='sandbox_money_taken_once'),
        ),
        migrations.AddField(
            model_name='movement',
            name='contract',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sandbox.contract'),
        ),
        migrations.AddField(
            model_name='movement',
            name='payment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='movements', to='sandbox.payment'),
        ),
        migrations.AddIndex(
            model_name='movement',
            index=models.Index(fields=['contract', 'id'], name='sandbox_movements_of_contract'),
        ),
        migrations.AddConstraint(
            model_name='movement',
            constraint=models.UniqueConstraint(fields=('contract', 'kind', 'key'), name='sandbox_movement_once'),
        ),
        migrations.AddConstraint(
            model_name='movement',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['payment', 'cancel'])), name='sandbox_movement_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='movement',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='sandbox_movement_positive'),
        ),
    ]
