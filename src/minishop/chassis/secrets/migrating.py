"""What a migration does that seals a column of rows which are there already.

First the column becomes a ``TextField``, in a migration of its own; then ``sealed_column`` seals its rows and declares the field.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

from minishop.chassis.secrets.fields import EncryptedField
from minishop.chassis.secrets.sealing import seal, unseal


def sealed_columns(app: str, model: str, *columns: str) -> list[Any]:
    """The operations of the second migration; they can be taken back."""
    rewrite = migrations.RunPython(_each(app, model, columns, seal), _each(app, model, columns, unseal))
    return [rewrite, *(migrations.AlterField(model, column, EncryptedField(blank=True, default="")) for column in columns)]


def _each(app: str, model: str, columns: tuple[str, ...], change: Any) -> Any:
    def run(apps: Any, schema_editor: Any) -> None:
        rows = apps.get_model(app, model)._base_manager.using(schema_editor.connection.alias)
        for row in rows.iterator(chunk_size=500):
            rows.filter(pk=row.pk).update(**{column: str(change(getattr(row, column))) for column in columns})

    return run
