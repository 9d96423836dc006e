"""What a test that commits leaves behind is gone before the next, on every database."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from tests.emptying import empty_tables, tables
from tests.mall.worlds import NOW, make_cast, make_product

from minishop.chassis.tenancy import across_tenants, scope


def left() -> set[str]:
    """The tables of all models that have a row, asked one by one."""
    with connection.cursor() as cursor, across_tenants("nobody's rows are left"):
        found = set()
        for table in tables():
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found |= {table} if cursor.fetchone()[0] else set()
        return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("many", [1, 400], ids=["few rows", "a table that has grown"])
def test_rows_that_refer_to_each_other_are_gone(many: int) -> None:
    cast = make_cast()
    with scope(cast.haru.id):
        make_product(cast.haru, stock=3)
    Session.objects.bulk_create(
        Session(session_key=f"k{number}", session_data="x" * 1000, expire_date=NOW) for number in range(many)
    )
    assert {"mall_staff_membership", "mall_catalog_variant", "mall_stock_stocklevel", "django_session"} <= left()
    empty_tables(connection)
    assert left() == set()
