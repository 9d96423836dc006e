"""What every test stands on."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from minishop.chassis import http

os.environ.setdefault("MINISHOP_MODE", "sandbox")
# How long an example takes says how busy the machine is, not whether a law holds. The examples are the same in every run, so that a red run is
# red again, and coverage does not hang on luck; whoever looks for new ones sets MINISHOP_TEST_PROFILE=searching.
settings.register_profile("unhurried", deadline=None, derandomize=True)
settings.load_profile("unhurried")
# `./minishop test fast` tries fewer examples of each law than the whole run does.
settings.register_profile("fast", max_examples=20, deadline=None, derandomize=True)
settings.register_profile("searching", max_examples=1000, deadline=None)
if os.environ.get("MINISHOP_TEST_PROFILE"):
    settings.load_profile(os.environ["MINISHOP_TEST_PROFILE"])


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """In a run of ``./minishop test`` a suite's database begins from what another suite of its service has migrated already."""
    from tests.prepared import beginning_from_copies

    folder = os.environ.get("MINISHOP_TEST_DATABASES")
    with beginning_from_copies(Path(folder)) if folder else nullcontext():
        yield


def pytest_collection_finish() -> None:
    """What has been imported and collected stays to the end: it is not looked through for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


@pytest.fixture(scope="session", autouse=True)
def files_found_when_asked() -> None:
    """Each client of a test loads the middleware anew; it need not read every style and icon of the service for that."""
    if os.environ.get("DJANGO_SETTINGS_MODULE"):
        from django.conf import settings as of_service

        of_service.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(scope="session", autouse=True)
def few_tables_emptied() -> None:
    """What a test has committed is taken out of the tables it wrote, not of all there are."""
    if os.environ.get("DJANGO_SETTINGS_MODULE"):
        from tests.emptying import empty_few_tables

        empty_few_tables()


@pytest.fixture(scope="session", autouse=True)
def rows_in_no_order_of_their_own() -> Iterator[None]:
    """SQLite gives rows that no ORDER BY orders backwards: PostgreSQL promises them in no order either, and shows it on unlucky days only."""
    if not os.environ.get("DJANGO_SETTINGS_MODULE"):
        yield
        return
    from django.db import connection
    from django.db.backends.signals import connection_created

    connection_created.connect(_reverse_unordered)
    if connection.connection is not None:
        _reverse_unordered(connection=connection)
    yield
    connection_created.disconnect(_reverse_unordered)


def _reverse_unordered(*, connection: Any, **_: object) -> None:
    if connection.vendor == "sqlite":
        connection.connection.execute("PRAGMA reverse_unordered_selects = ON")


@pytest.fixture(scope="session", autouse=True)
def later_work_opens_its_own_transactions() -> None:
    """As a worker runs it: a test's transaction would hide that there is none."""
    if os.environ.get("DJANGO_SETTINGS_MODULE"):
        from tests.enqueueing import refuse_to_enqueue_in_a_tests_transaction

        refuse_to_enqueue_in_a_tests_transaction()


@pytest.fixture(autouse=True)
def every_party_worth_asking() -> None:
    """What failed in another test says nothing about this one."""
    http._circuits.forget()


@pytest.fixture(autouse=True)
def own_language_and_addresses() -> Iterator[None]:
    """A visitor's language and a host's addresses stay in force in the thread that answered; the next test starts without them."""
    yield
    if os.environ.get("DJANGO_SETTINGS_MODULE"):
        from django.urls import set_urlconf
        from django.utils import translation

        translation.deactivate()
        set_urlconf(None)


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


@pytest.fixture
def several_connections(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """Threads with connections of their own: on SQLite a copy of the database in a file, since one in memory has no WAL."""
    from django.db import connection

    if connection.vendor != "sqlite":
        yield
        return
    copy = tmp_path / "several.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    memory, name = connection.connection, connection.settings_dict["NAME"]
    connection.settings_dict["NAME"], connection.connection = str(copy), None
    yield
    connection.close()
    connection.settings_dict["NAME"], connection.connection = name, memory
