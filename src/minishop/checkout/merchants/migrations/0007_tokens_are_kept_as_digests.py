from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('checkout_merchants', '0006_secrets_are_sealed'),
    ]

    operations = [
        migrations.RemoveField('apitoken', 'token'),
    ]
