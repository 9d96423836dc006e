"""Shops that applied while there was one host and one token are that host's: the one whose token stands in the settings."""

from django.db import migrations

CONFIGURED, NAME = 1, "Minishop"


def give_them_their_host(apps, schema_editor):
    alias = schema_editor.connection.alias
    host, _ = apps.get_model("checkout_hosting", "Host").objects.using(alias).get_or_create(id=CONFIGURED, defaults={"name": NAME})
    apps.get_model("checkout_merchants", "Merchant").objects.using(alias).filter(host=None).update(host=host)


class Migration(migrations.Migration):
    dependencies = [("checkout_hosting", "0001_initial"), ("checkout_merchants", "0009_merchants_belong_to_hosts")]
    operations = [migrations.RunPython(give_them_their_host, migrations.RunPython.noop, elidable=True)]
