"""The payments that were taken before there were movements are listed as the movements they were."""

from django.db import migrations


def list_payments(apps, editor):
    Movement, Payment = apps.get_model("sandbox", "Movement"), apps.get_model("sandbox", "Payment")
    for payment in Payment.objects.filter(state="done").select_related("session").order_by("settled_at").iterator():
        session = payment.session
        Movement.objects.create(
            contract_id=session.contract_id, payment=payment, kind="payment", key=session.order_key, amount=session.amount,
            at=payment.settled_at,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('sandbox', '0002_money_given_back'),
    ]

    operations = [migrations.RunPython(list_payments, migrations.RunPython.noop)]
