"""A running installation is brought up: the database is put back to an older state, gets rows, and comes up again."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

State = list[tuple[str, str]]


def newest_of(service: str) -> State:
    """The last migration of each capability of a service."""
    return [node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0].startswith(f"{service}_")]


def migrate(targets: State) -> Any:
    """Brings the database to a state, and returns ``get_model`` of the models as they are there."""
    MigrationExecutor(connection).migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps.get_model
