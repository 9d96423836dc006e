from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mall_entries', '0001_initial'),
    ]

    operations = [
        migrations.AlterField('pgcontract', 'secret_key', models.TextField(blank=True, default='')),
    ]
