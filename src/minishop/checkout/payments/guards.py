"""What the database itself refuses: changing or deleting a row of the ledger."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

_TABLES = ("checkout_payments_transfer", "checkout_payments_posting")
_REFUSAL = "posted rows are neither edited nor deleted"


def make_guards(connection: BaseDatabaseWrapper) -> None:
    """Creates the triggers, if they are not there yet, on SQLite and PostgreSQL."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
        for table in _TABLES:
            for event in ("UPDATE", "DELETE"):
                cursor.execute(_trigger(connection.vendor, table, event))


def drop_guards(connection: BaseDatabaseWrapper) -> None:
    """Removes them: to go back to a schema without a ledger, and to empty a test's database."""
    with connection.cursor() as cursor:
        for table in _TABLES:
            for event in ("UPDATE", "DELETE"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {_name(table, event)}{on}")


_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_posted_row() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
END
$$ LANGUAGE plpgsql
"""


def _trigger(vendor: str, table: str, event: str) -> str:
    name = _name(table, event)
    if vendor == "postgresql":
        return f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_posted_row()"
    return f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"


def _name(table: str, event: str) -> str:
    return f"{table}_no_{event.lower()}"
