"""What a merchant's feed counts moves from the merchant's row to its counter, and back when the migration is taken back."""

from django.db import migrations

from minishop.chassis.tenancy import across_tenants
from minishop.kernel.ids import new_id


def _tables(apps, schema_editor):
    alias = schema_editor.connection.alias
    return [apps.get_model("checkout_merchants", name).objects.using(alias) for name in ("Merchant", "MerchantCounter")]


def move_there(apps, schema_editor):
    merchants, counters = _tables(apps, schema_editor)
    batch = []
    for merchant in merchants.exclude(public_id=None).iterator(chunk_size=500):
        known = {"host_id": merchant.host_id, "public_id": merchant.public_id, "changes_made": merchant.changes_made}
        batch.append(counters.model(merchant_id=merchant.id, id=new_id(), **known))
    counters.bulk_create(batch, batch_size=500)


def move_back(apps, schema_editor):
    merchants, counters = _tables(apps, schema_editor)
    with across_tenants("every merchant's count moves"):
        for merchant_id, changes_made in counters.values_list("merchant_id", "changes_made").iterator(chunk_size=500):
            merchants.filter(id=merchant_id).update(changes_made=changes_made)
        counters.all().delete()


class Migration(migrations.Migration):
    dependencies = [("checkout_merchants", "0011_counters_stand_apart")]
    operations = [migrations.RunPython(move_there, move_back, elidable=True)]
