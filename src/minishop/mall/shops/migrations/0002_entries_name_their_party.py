from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def name_the_only_pg_there_was(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("mall_shops", "Entry")._base_manager.using(editor.connection.alias).filter(kind="pg", party="").update(party="sandbox")


class Migration(migrations.Migration):
    dependencies = [("mall_shops", "0001_initial")]

    operations = [
        migrations.AddField("entry", "party", models.CharField(blank=True, default="", max_length=20)),
        migrations.RunPython(name_the_only_pg_there_was, migrations.RunPython.noop),
    ]
