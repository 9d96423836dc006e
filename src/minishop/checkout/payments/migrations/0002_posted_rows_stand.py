"""A posted row is neither edited nor deleted: the database itself refuses (architecture, rule 2)."""

from django.db import migrations

from minishop.checkout.payments.guards import drop_guards, make_guards


class Migration(migrations.Migration):

    dependencies = [
        ('checkout_payments', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, editor: make_guards(editor.connection),
            lambda apps, editor: drop_guards(editor.connection),
        ),
    ]
