"""An undecided application knows when it is looked at next; those that are handed in already are overdue, and found at once."""

from django.db import migrations, models

from minishop.chassis.tenancy import across_tenants


def begin(apps, schema_editor):
    entries = apps.get_model("mall_shops", "Entry")._base_manager.using(schema_editor.connection.alias)
    with across_tenants("every shop's applications are told"):
        entries.filter(state="requested").exclude(external_id="").update(
            handed_in_at=models.F("requested_at"), look_at=models.F("requested_at")
        )


class Migration(migrations.Migration):
    dependencies = [("mall_shops", "0002_entries_name_their_party")]

    operations = [
        migrations.AddField("entry", "handed_in_at", models.DateTimeField(null=True)),
        migrations.AddField("entry", "look_at", models.DateTimeField(null=True)),
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.AddIndex(
            "entry",
            models.Index(condition=models.Q(("state", "requested")), fields=["look_at"], name="shops_entries_to_look_at"),
        ),
    ]
