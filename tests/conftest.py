"""What every test stands on."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("MINISHOP_MODE", "sandbox")


@pytest.fixture(autouse=True)
def tenant_named_in_sql(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every statement that a test executes on a tenant's table names the tenant."""
    if not {"db", "transactional_db", "_django_db_helper"} & set(request.fixturenames) or not os.environ.get(
        "DJANGO_SETTINGS_MODULE"
    ):
        yield
        return
    from django.db import connection
    from tests.tenant_sql import refuse_statements_without_tenant

    with connection.execute_wrapper(refuse_statements_without_tenant):
        yield
