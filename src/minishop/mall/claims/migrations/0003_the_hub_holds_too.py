from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mall_claims', '0002_sellers_answer'),
    ]

    operations = [
        migrations.AddField(
            model_name='lineclaim',
            name='is_hubs_hold',
            field=models.BooleanField(default=False),
        ),
    ]
