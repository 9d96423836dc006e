from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('checkout_merchants', '0004_decide_by_a_table'),
    ]

    operations = [
        migrations.AlterField('merchant', 'certi_key', models.TextField(blank=True, default='')),
        migrations.AlterField('merchant', 'client_secret', models.TextField(blank=True, default='')),
        migrations.AlterField('merchant', 'hint_secret', models.TextField(blank=True, default='')),
    ]
