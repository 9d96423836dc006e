from datetime import timedelta

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Exists, F, OuterRef


def shorten(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Sheets made under the rule of a day: those with an order say so, and all end half an hour after their registration."""
    alias = schema_editor.connection.alias
    sheets = apps.get_model("checkout_orders", "OrderSheet")._base_manager.using(alias)
    orders = apps.get_model("checkout_orders", "Order")._base_manager.using(alias)
    of_sheet = orders.filter(merchant_id=OuterRef("merchant_id"), sheet_id=OuterRef("id"))
    sheets.filter(Exists(of_sheet)).update(ordered=True)
    sheets.update(expires_at=F("registered_at") + timedelta(minutes=30))


class Migration(migrations.Migration):
    dependencies = [
        ("checkout_orders", "0002_begin_lines_by_a_table"),
    ]

    operations = [
        migrations.AddField(
            model_name="ordersheet",
            name="ordered",
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name="ordersheet",
            index=models.Index(condition=models.Q(("ordered", False)), fields=["registered_at"], name="orders_sheets_unordered"),
        ),
        migrations.RunPython(shorten, migrations.RunPython.noop, elidable=True),
    ]
