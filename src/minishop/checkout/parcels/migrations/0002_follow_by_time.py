"""What is followed has a time at which it is asked about; parcels that are under way get one that is past, and are looked at soon."""

from django.db import migrations, models

from minishop.chassis.tenancy import across_tenants

OPEN = ("checking", "picked_up", "in_transit", "out_for_delivery", "failed")


def begin(apps, schema_editor):
    parcels = apps.get_model("checkout_parcels", "Parcel")
    with across_tenants("every merchant's parcels are told"):
        parcels.objects.filter(state__in=OPEN).update(follow_at=models.F("registered_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('checkout_merchants', '0008_ask_the_shops_that_were_here_before'),
        ('checkout_orders', '0003_sheets_live_half_an_hour'),
        ('checkout_parcels', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='parcel',
            name='follow_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='parcel',
            name='silences',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='parcel',
            index=models.Index(condition=models.Q(('state__in', ['checking', 'failed', 'in_transit', 'out_for_delivery', 'picked_up'])), fields=['follow_at'], name='parcels_to_follow'),
        ),
    ]
