"""Shops that were here before get the keys by which they are found: a batch a transaction. It may run again."""

from django.db import migrations

from minishop.chassis.finding import fill_keys


def begin(apps, schema_editor):
    fill_keys(apps.get_model("mall_shops", "Shop"), schema_editor.connection.alias)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("mall_shops", "0004_shops_are_found_by_keys")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop, elidable=True)]
