"""What of the tests is run a second time, on another engine and without the other services, and what while one works."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from tests.choosing import _OF_THE_WHOLE_RUN, first_of_files, of_database, quick

TESTS = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Item:
    """As much of a collected test as the choice looks at."""

    path: Path
    name: str
    fixturenames: tuple[str, ...] = ()
    marker: Marker | None = None

    def get_closest_marker(self, name: str) -> Marker | None:
        return self.marker


@dataclass(frozen=True)
class Marker:
    """That a test asks the database, and how."""

    kwargs: dict[str, bool] = field(default_factory=dict)


def item(file: str, name: str, *fixtures: str, marker: Marker | None = None) -> Any:
    return Item(Path("tests") / file, name, fixtures, marker)


def test_another_engine_is_asked_what_asks_a_database() -> None:
    asks, marked = item("mall/stock/test_stock.py", "a", "db"), item("mall/stock/test_stock.py", "b", marker=Marker())
    pure = item("mall/stock/test_stock.py", "c", "tmp_path")
    assert of_database([asks, marked, pure]) == [asks, marked]


def test_of_a_pages_file_the_first_that_asks_and_all_that_commits() -> None:
    pages = [item("mall/backoffice/orders/test_desk.py", name, "db") for name in "ab"]
    races = [item("checkout/center/test_races.py", name, "transactional_db") for name in "ab"]
    pure = item("mall/backoffice/orders/test_desk.py", "pure")
    assert of_database([pure, *pages, *races]) == [pages[0], *races]


def test_a_walk_over_all_addresses_waits_for_the_whole_run() -> None:
    walk = [item("architecture/test_wire_language.py", f"answer[{address}]", marker=Marker()) for address in "ab"]
    columns = [item("architecture/test_state_columns.py", f"column[{name}]", marker=Marker()) for name in "ab"]
    assert of_database([*walk, *columns]) == columns
    assert first_of_files([*walk, *columns]) == quick([*walk, *columns]) == columns[:1]


def test_another_engine_is_asked_a_rule_in_a_few_of_its_cases_from_the_first_to_the_last() -> None:
    rule, race, machine, few = (
        [item(file, f"{name}[{case}]", "db") for case in range(cases)]
        for file, name, cases in (
            ("checkout/payments/test_settling.py", "order", 9),
            ("checkout/payments/test_races.py", "race", 9),
            ("architecture/test_state_columns.py", "machine", 9),
            ("checkout/payments/test_settling.py", "few", 3),
        )
    )
    assert of_database([*rule, *race, *machine, *few]) == [*rule[::4], *race, *machine, *few]


def test_where_the_project_lies_says_nothing_of_a_test() -> None:
    away: Any = [Item(Path("/mall/pages/tests/chassis/test_queue.py"), f"pauses[{case}]", ("db",)) for case in range(9)]
    assert of_database(away) == away


def test_without_the_other_services_the_first_of_each_file() -> None:
    one, two, other = item("a.py", "1"), item("a.py", "2"), item("b.py", "1")
    assert first_of_files(cast(Any, [one, other, two])) == [one, other]


def test_while_one_works_all_that_asks_no_database() -> None:
    rules = [item("mall/stock/test_stock.py", f"rule[{case}]", "tmp_path") for case in "abcde"]
    assert quick(rules) == rules


def test_while_one_works_the_first_case_of_the_first_functions_of_each_file_that_asks_one() -> None:
    names = ("a[1]", "a[2]", "b", "c[1]", "d", "c[2]")
    one, other = ([item(file, name, marker=Marker()) for name in names] for file in ("x.py", "y.py"))
    kept = quick([*one, *other])
    assert [(test.path.name, test.name) for test in kept] == [(file, name) for file in ("x.py", "y.py") for name in ("a[1]", "b")]


def test_while_one_works_of_a_pages_file_its_first_function() -> None:
    pages = [item("mall/backoffice/orders/test_desk.py", name, "db") for name in ("a[1]", "a[2]", "b")]
    assert quick(pages) == pages[:1]


def test_while_one_works_nothing_that_starts_processes_or_reads_all_tests() -> None:
    assert quick([item(path, "a") for path in _OF_THE_WHOLE_RUN]) == []
    assert [path for path in _OF_THE_WHOLE_RUN if not (TESTS / path).is_file()] == []


def test_while_one_works_nothing_that_commits_and_no_law_that_walks_a_database() -> None:
    commits = [item("x.py", "race", "transactional_db"), item("x.py", "migration", marker=Marker({"transaction": True}))]
    laws = [item("holds/test_laws.py", "whatever happens", "db"), item("claims/test_stateful.py", "whatever happens", "db")]
    pure, after = item("claims/test_proposal_laws.py", "no more comes back"), item("x.py", "asks", "db")
    assert quick([*commits, *laws, pure, after]) == [pure, after]
