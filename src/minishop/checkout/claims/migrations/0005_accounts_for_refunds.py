"""A claim keeps the account that its buyer named, sealed, until there is a refund."""

import minishop.chassis.secrets.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('checkout_claims', '0004_fees_are_kept_and_awaited'),
    ]

    operations = [
        migrations.AddField(
            model_name='claim',
            name='account',
            field=minishop.chassis.secrets.fields.EncryptedField(blank=True, default=''),
        ),
    ]
