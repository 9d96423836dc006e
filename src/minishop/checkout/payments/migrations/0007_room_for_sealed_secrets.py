from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('checkout_payments', '0006_begin_attempts_by_a_table'),
    ]

    operations = [
        migrations.AlterField('pgcontract', 'secret', models.TextField(blank=True, default='')),
    ]
