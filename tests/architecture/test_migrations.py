"""A migration that goes over rows stands by itself and does so a batch a transaction: no table is locked while its rows are filled."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "minishop"
MIGRATIONS = {
    path.relative_to(SOURCE).as_posix(): path.read_text(encoding="utf-8") for path in sorted(SOURCE.rglob("migrations/0*.py"))
}
_FILLS = re.compile(r"\bRun(Python|SQL)\(")
_SCHEMA = re.compile(
    r"\b(Create|Delete|Rename)Model\(|\b(Add|Alter|Remove|Rename)(Field|Index|Constraint)\(|\bAlter(UniqueTogether|ModelTable)\("
)

# Migrations that a person has looked at, each with why it is as it is.
REVIEWED = {
    "chassis/jobs/migrations/0004_rebuild_the_job_table.py": "jobs that wait are few, and nothing may run meanwhile",
    "checkout/payments/migrations/0002_posted_rows_stand.py": "makes triggers, and goes over no rows",
    "shopping/index/migrations/0002_words.py": "makes a table of the engine's own, and goes over no rows",
    # From before the rule: one transaction each. docs/operations.md says what that means for an upgrade.
    "checkout/merchants/migrations/0008_ask_the_shops_that_were_here_before.py": "merchants without an address to ask",
    "checkout/merchants/migrations/0010_shops_that_applied_before.py": "one statement over the merchants",
    "checkout/merchants/migrations/0012_counts_move_to_their_counters.py": "a row a merchant",
    "checkout/orders/migrations/0003_sheets_live_half_an_hour.py": "order sheets",
    "checkout/parcels/migrations/0002_follow_by_time.py": "one statement over the parcels",
    "checkout/payments/migrations/0004_payments_remember_their_contract.py": "payments, merchant by merchant",
    "checkout/payments/migrations/0011_compare_and_chase_by_time.py": "one statement over the open differences",
    "mall/channel/migrations/0002_fee_rows_are_facts.py": "registrations",
    "mall/channel/migrations/0007_cursors_move_to_their_turns.py": "a row a shop",
    "mall/orders/migrations/0002_fee_rows_are_facts.py": "orders",
    "mall/shops/migrations/0002_entries_name_their_party.py": "one statement over three rows a shop",
    "mall/shops/migrations/0003_entries_know_their_next_look.py": "one statement over three rows a shop",
    "sandbox/migrations/0003_payments_so_far_are_movements.py": "a sandbox's payments",
    "shopping/partners/migrations/0002_suspended_for_a_fault.py": "the suspended partners",
}


def faults(source: str) -> list[str]:
    """What is wrong with a migration."""
    if not _FILLS.search(source):
        return []
    told = {
        "it changes the schema and goes over rows: two migrations": _SCHEMA.search(source) is not None,
        "it goes over rows in one transaction: atomic = False, and a batch a transaction": "atomic = False" not in source,
        "it cannot be taken back": not re.search(r"reverse|RunPython\(\w+, \S+|RunSQL\(\S+, \S+", source),
    }
    return [fault for fault, is_so in told.items() if is_so]


@pytest.mark.parametrize("name", [name for name in MIGRATIONS if name not in REVIEWED])
def test_a_migration_locks_nothing_while_it_fills(name: str) -> None:
    assert faults(MIGRATIONS[name]) == []


def test_what_was_reviewed_is_still_there_and_still_needs_it() -> None:
    assert [name for name in REVIEWED if name not in MIGRATIONS or not faults(MIGRATIONS[name])] == []


PLANTED = {
    "함께": ('AddField("a", "b", c), RunPython(begin, noop)', "atomic = False", "two migrations"),
    "색인과 함께": ('AddIndex("a", b), migrations.RunSQL("UPDATE", "SELECT")', "atomic = False", "two migrations"),
    "한 트랜잭션": ("RunPython(begin, noop)", "", "atomic = False"),
    "되돌릴 수 없음": ("RunPython(begin)", "atomic = False", "cannot be taken back"),
}


@pytest.mark.parametrize(("operations", "atomic", "fault"), PLANTED.values(), ids=PLANTED)
def test_a_planted_migration_is_caught(operations: str, atomic: str, fault: str) -> None:
    found = faults(f"class Migration(migrations.Migration):\n    {atomic}\n    operations = [migrations.{operations}]\n")
    assert len(found) == 1
    assert fault in found[0]


def test_a_planted_migration_that_keeps_to_it_is_let_through() -> None:
    assert faults("class Migration:\n    atomic = False\n    operations = [migrations.RunPython(begin, noop)]\n") == []
    assert faults('class Migration:\n    operations = [migrations.AddField("a", "b", c)]\n') == []
