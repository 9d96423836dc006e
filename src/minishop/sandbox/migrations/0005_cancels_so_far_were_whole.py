"""What was cancelled before parts could be was cancelled whole."""

from django.db import migrations, transaction

BATCH = 500


def fill(apps, schema_editor):
    """A batch a transaction; what was filled is not found again."""
    Payment = apps.get_model("sandbox", "Payment")
    while True:
        with transaction.atomic():
            found = list(Payment.objects.filter(state="cancelled", given_back=0).select_related("session")[:BATCH])
            for payment in found:
                payment.given_back = payment.session.amount
            Payment.objects.bulk_update(found, ["given_back"])
        if len(found) < BATCH:
            return


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("sandbox", "0004_means_and_parts")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
