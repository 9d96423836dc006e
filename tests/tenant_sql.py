"""A lint over the SQL that tests execute: a statement on a tenant's table names the tenant (architecture, rule 1).

It sees what the models' lint cannot: raw SQL, base managers, updates by key. Statements inside ``across_tenants`` are free.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.apps import apps

from minishop.chassis.tenancy import TenantModel, is_across_tenants, tenant_column

_READS_OR_CHANGES = re.compile(r"^\s*(SELECT|UPDATE|DELETE)\b", re.IGNORECASE)
_EMPTIED_BY_THE_TEST_RUNNER = re.compile(r'^\s*DELETE FROM "\w+";?\s*$', re.IGNORECASE)


class StatementWithoutTenant(AssertionError):
    """A statement would have touched the rows of every tenant."""


def refuse_statements_without_tenant(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """A wrapper for ``connection.execute_wrapper``; raises StatementWithoutTenant instead of running such a statement."""
    if not is_across_tenants() and (table := table_without_tenant(sql)):
        raise StatementWithoutTenant(f"{table} without its tenant: {sql[:600]}")
    return execute(sql, params, many, context)


def table_without_tenant(sql: str) -> str | None:
    """The first tenant's table that a statement reads or changes without comparing its tenant column, or None."""
    if not _READS_OR_CHANGES.match(sql) or _EMPTIED_BY_THE_TEST_RUNNER.match(sql):
        return None
    for table, column in _tenant_tables().items():
        if f'"{table}"' in sql and not _compared(column).search(sql):
            return table
    return None


@cache
def _tenant_tables() -> dict[str, str]:
    tenants = [model for model in apps.get_models() if issubclass(model, TenantModel)]
    return {model._meta.db_table: tenant_column(model) for model in tenants}


@cache
def _compared(column: str) -> re.Pattern[str]:
    # Alone, or as the first of a composite key: ("t"."shop_id", "t"."id") = (…), as PostgreSQL compares rows.
    return re.compile(rf'"{column}"(, "\w+"\."id")?\)?\s*(=|IN\b)')
