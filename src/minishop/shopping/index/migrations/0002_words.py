"""The table of words: FTS5 on SQLite, tsvector under a GIN index on PostgreSQL."""

from django.db import migrations

from minishop.shopping.index.engines import fts5, tsvector


def create(apps, schema_editor):
    words = tsvector if schema_editor.connection.vendor == "postgresql" else fts5
    for statement in words.CREATE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    words = tsvector if schema_editor.connection.vendor == "postgresql" else fts5
    for statement in words.DROP:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("shopping_index", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
