"""Partners that were here before get the keys by which they are found: a batch a transaction. It may run again."""

from django.db import migrations

from minishop.chassis.finding import fill_keys


def begin(apps, schema_editor):
    fill_keys(apps.get_model("shopping_partners", "Partner"), schema_editor.connection.alias)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("shopping_partners", "0004_partners_are_found_by_keys")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop, elidable=True)]
