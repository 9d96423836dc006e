"""What differs knows when it is compared again, and what is due is found by time; what differs already is compared once at once."""

from django.db import migrations, models

from minishop.chassis.tenancy import across_tenants

UNDER_WAY = models.Q(("state__in", ["asking", "intended"]))


def begin(apps, schema_editor):
    differences = apps.get_model("checkout_payments", "PgDifference")._base_manager.using(schema_editor.connection.alias)
    with across_tenants("every merchant's differences are told"):
        differences.filter(resolved_at=None).update(compare_at=models.F("found_at"))


class Migration(migrations.Migration):
    dependencies = [("checkout_payments", "0010_differences_with_the_pg")]

    operations = [
        migrations.AddField("pgdifference", "compare_at", models.DateTimeField(null=True)),
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.AddIndex(
            "pgdifference",
            models.Index(
                condition=models.Q(("compare_at__isnull", False), ("resolved_at", None)),
                fields=["compare_at"],
                name="payments_differences_due",
            ),
        ),
        migrations.AddIndex(
            "pgcontract",
            models.Index(
                condition=models.Q(("state__in", ["live", "retired"])), fields=["compared_through", "id"], name="payments_contracts_compared"
            ),
        ),
        migrations.AddIndex(
            "refund", models.Index(condition=UNDER_WAY, fields=["intended_at", "id"], name="payments_refunds_under_way")
        ),
    ]
