"""Of a line that was here before, every piece remains, or none once it has ended at the hub."""

from django.db import migrations
from django.db.models import F

from minishop.chassis.tenancy import across_tenants

_ENDED = ("cancelled", "returned", "unpaid_cancelled")


def begin(apps, schema_editor):
    lines = apps.get_model("mall_orders", "OrderLine")._base_manager.using(schema_editor.connection.alias)
    with across_tenants("every shop's lines have pieces that remain"):
        lines.exclude(hub_state__in=_ENDED).update(remaining=F("quantity"))


class Migration(migrations.Migration):
    dependencies = [("mall_orders", "0008_lines_have_claims")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop, elidable=True)]
