"""What the merchants' columns said becomes rows, and every attempt so far points at the only contract that is known of its merchant."""

from django.db import migrations
from django.db.models import Exists, OuterRef, Q

from minishop.kernel.ids import new_id


def contracts_of_columns(apps, editor):
    Merchant, Contract, Event, Payment = (
        apps.get_model("checkout_merchants", "Merchant"),
        *(apps.get_model("checkout_payments", name) for name in ("PgContract", "PgContractEvent", "Payment")),
    )
    tried = Exists(Payment.objects.filter(merchant_id=OuterRef("id")))
    for merchant in Merchant.objects.filter(~Q(pg_mid="") | tried).iterator():
        at = merchant.decided_at or merchant.requested_at
        contract = Contract.objects.create(
            merchant_id=merchant.id, id=new_id(), provider=merchant.pg_provider, mid=merchant.pg_mid, secret=merchant.pg_secret,
            state="live" if merchant.pg_mid else "retired", requested_at=at, live_at=at, retired_at=None if merchant.pg_mid else at,
        )
        Event.objects.create(
            merchant_id=merchant.id, id=new_id(), contract_id=contract.id, event="hand_over", to_state="live", actor="host", at=at
        )
        Payment.objects.filter(merchant_id=merchant.id).update(contract_id=contract.id)


def columns_of_contracts(apps, editor):
    Merchant, Contract = apps.get_model("checkout_merchants", "Merchant"), apps.get_model("checkout_payments", "PgContract")
    for contract in Contract.objects.filter(state="live").iterator():
        Merchant.objects.filter(id=contract.merchant_id).update(
            pg_provider=contract.provider, pg_mid=contract.mid, pg_secret=contract.secret
        )


class Migration(migrations.Migration):

    dependencies = [
        ('checkout_merchants', '0001_initial'),
        ('checkout_payments', '0003_contracts_are_rows'),
    ]

    operations = [migrations.RunPython(contracts_of_columns, columns_of_contracts)]
