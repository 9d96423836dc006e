"""Points that were granted before become lots in their buyers' wallets, each with a year from its day on: a batch a transaction.

It may run again: a grant that has its lot is left alone.
"""

from datetime import date, timedelta, timezone

from django.db import migrations, transaction
from django.db.models import F

from minishop.chassis.tenancy import across_tenants

BATCH = 500
SEOUL = timezone(timedelta(hours=9))


def begin(apps, schema_editor):
    alias = schema_editor.connection.alias
    models = {
        name: apps.get_model("checkout_benefits", name)._base_manager.using(alias) for name in ("PointGrant", "PointLot", "Wallet")
    }
    merchants = apps.get_model("checkout_merchants", "Merchant")._base_manager.using(alias)
    with across_tenants("every merchant's grants become lots"):
        for merchant_id in list(merchants.order_by("id").values_list("id", flat=True)):
            last = 0
            while last is not None:
                with transaction.atomic(using=alias):
                    last = _make_lots(models, merchant_id, last)


def _make_lots(models, merchant_id, last):
    """Makes the lots of the grants that follow; returns the last of them, or None where there were none."""
    granted = models["PointGrant"].filter(merchant_id=merchant_id, id__gt=last, granted_at__isnull=False)
    batch = list(granted.order_by("id").select_related("order").select_for_update(of=("self",))[:BATCH])
    for grant in batch:
        facts = {
            "buyer_id": grant.buyer_id,
            "order_number": grant.order.number,
            "origin": "grant",
            "amount": grant.points,
            "left": grant.points,
            "came_at": grant.granted_at,
            "ends_on": _last_day(grant.granted_at.astimezone(SEOUL).date()),
        }
        # The key of the transfer that posted them.
        key = f"points-{grant.order_id}"
        _, is_new = models["PointLot"].get_or_create(merchant_id=merchant_id, key=key, defaults=facts)
        if is_new:
            models["Wallet"].get_or_create(buyer_id=grant.buyer_id)
            models["Wallet"].filter(buyer_id=grant.buyer_id).update(
                balance=F("balance") + int(grant.points), version=F("version") + 1
            )
    return batch[-1].id if batch else None


def _last_day(day):
    return date(day.year + 1 + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("checkout_benefits", "0002_points_in_lots_and_coupons")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop, elidable=True)]
