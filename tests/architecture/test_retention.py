"""What grows goes by an index, in batches, and operators can read how long it is kept. Run once with each service's settings."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.plans import explained, plans_of

from minishop.chassis.jobs.registry import load_tasks
from minishop.chassis.retention.keeping import Kept, _remove_batch, declared, delete_by_keys

load_tasks()
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TOLD = (Path(__file__).parents[2] / "docs/operations.md").read_text(encoding="utf-8")


@pytest.mark.django_db
@pytest.mark.parametrize("kept", declared(), ids=lambda kept: kept.model._meta.label)
def test_what_is_over_is_found_by_its_index(kept: Kept) -> None:
    (plan,) = plans_of(lambda: _remove_batch(kept, NOW), table=kept.model._meta.db_table)
    assert kept.index in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.django_db
@pytest.mark.parametrize("kept", declared(), ids=lambda kept: kept.model._meta.label)
def test_a_batch_is_deleted_by_keys(kept: Kept) -> None:
    keys = [(number, number) if len(kept.key) > 1 else (str(number),) for number in range(500)]
    with CaptureQueriesContext(connection) as asked:
        for part in kept.parts:
            delete_by_keys(part.model, [kept.key[0], part.column], keys)
        delete_by_keys(kept.model, kept.key, keys)
    assert len(asked) == 1 + len(kept.parts)
    for each in asked:
        plan = explained(each["sql"])
        assert not re.search(r"^SCAN \w*(?<!VALUES)$|Seq Scan on", plan, re.MULTILINE), plan


@pytest.mark.parametrize("kept", declared(), ids=lambda kept: kept.model._meta.label)
def test_how_long_it_is_kept_is_written_down(kept: Kept) -> None:
    assert f"| `{kept.model._meta.label}` | {kept.span.days} days after `{kept.moment}` |" in TOLD


# Django's own, which grow with the models and not with time.
OF_THE_FRAMEWORK = {"contenttypes.ContentType", "auth.Permission", "auth.Group"}


def test_every_table_goes_or_has_a_reason_to_stay() -> None:
    """What grows for ever does so on purpose."""
    parts = {part.model._meta.label for kept in declared() for part in kept.parts}
    labels = {model._meta.label for model in apps.get_models()} - OF_THE_FRAMEWORK - parts
    assert {label for label in labels if not _rows_of_tables(label)} == set()


def _rows_of_tables(label: str) -> list[str]:
    return [line for line in TOLD.splitlines() if line.startswith("| `") and f"`{label}`" in line.split(" | ")[0]]
