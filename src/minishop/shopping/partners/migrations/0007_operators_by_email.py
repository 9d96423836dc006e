import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('shopping_partners', '0006_hosts_hear_of_crawls'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='operator',
            index=models.Index(django.db.models.functions.text.Lower('email'), name='partners_operators_by_email'),
        ),
    ]
