from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('checkout_orders', '0013_decisions_may_be_taken_back'),
    ]

    operations = [
        migrations.AddField(
            model_name='orderline',
            name='decides_at',
            field=models.DateTimeField(null=True),
        ),
    ]
