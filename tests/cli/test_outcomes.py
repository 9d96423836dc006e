"""The closing line adds up every run, and a run that broke is a failure."""

from __future__ import annotations

from pathlib import Path

from minishop.cli.checks.outcomes import Count, count_of_report
from minishop.cli.checks.stages import KEPT, Session
from minishop.cli.checks.suites import lonely_tree, migrations_digest, plain_suites, quick_suites, service_suites, suite_of_path

PROJECT = Path(__file__).resolve().parents[2]


def test_counts_add_up() -> None:
    assert (Count(2, 1) + Count(3, 0, 4)).line() == "5 passed, 1 failed, 4 skipped"


def test_a_report_is_counted_and_errors_are_failures(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text('<testsuites><testsuite tests="10" failures="2" errors="1" skipped="3"/></testsuites>')
    assert count_of_report(report) == Count(4, 3, 3)


def test_a_missing_report_is_a_failure(tmp_path: Path) -> None:
    assert count_of_report(tmp_path / "none.xml") == Count(failed=1)


def test_a_path_runs_with_its_services_settings() -> None:
    assert suite_of_path(PROJECT, str(PROJECT / "tests/checkout/orders")).service == "checkout"
    assert suite_of_path(PROJECT, str(PROJECT / "tests/kernel")).service == ""


def test_the_database_suites_name_their_database() -> None:
    for suite in service_suites(PROJECT, "postgres://x"):
        [(name, value)] = suite.variables.items()
        assert name == f"{suite.service.upper()}_DATABASE_URL"
        assert value.startswith(f"postgres://x/{suite.service}")


def test_suites_that_run_at_once_have_databases_of_their_own() -> None:
    urls = [value for suite in service_suites(PROJECT, "postgres://x") for value in suite.variables.values()]
    assert len(urls) == len(set(urls))


def test_every_folder_of_tests_is_in_a_suite() -> None:
    folders = [path for service in ("mall", "checkout", "shopping", "sandbox") for path in (PROJECT / "tests" / service).iterdir()]
    collected = [path for suite in service_suites(PROJECT) for path in suite.paths]
    for folder in folders:
        name = folder.relative_to(PROJECT).as_posix()
        if folder.is_dir() and "__pycache__" not in name:
            assert any(name == path or name.startswith(f"{path}/") for path in collected), name


def test_the_quick_run_chooses_from_every_path_and_begins_with_the_longest() -> None:
    whole, quick = [*service_suites(PROJECT), *plain_suites(PROJECT)], quick_suites(PROJECT)
    assert {(one.service, path) for one in quick for path in one.paths} == {
        (one.service, path) for one in whole for path in one.paths
    }
    chosen = [one.name for one in quick if one.options[-2:] == ("--choose", "quick")]
    assert chosen == ["mall, quick", "checkout, quick", "around, quick", "shopping, quick", "sandbox, quick", "kernel, cli, tools"]
    assert [one.service for one in quick] == ["mall", "checkout", "mall", "shopping", "sandbox", ""]


def test_a_lonely_tree_has_no_other_service(tmp_path: Path) -> None:
    tree = lonely_tree(PROJECT, "mall", tmp_path / "tree")
    assert {path.name for path in (tree / "src/minishop").iterdir()} == {"__init__.py", "kernel", "chassis", "mall"}


def test_tables_are_kept_as_long_as_what_makes_them(tmp_path: Path) -> None:
    migration = tmp_path / "src/minishop/mall/migrations/0001_initial.py"
    for path in (migration, tmp_path / "requirements/runtime.txt"):
        path.parent.mkdir(parents=True)
        path.write_text("a")
    digest = migrations_digest(tmp_path)
    assert migrations_digest(tmp_path) == digest
    for path in (migration, tmp_path / "requirements/runtime.txt"):
        path.write_text("b")
        assert migrations_digest(tmp_path) != digest
        path.write_text("a")


def test_tables_of_other_migrations_are_removed(tmp_path: Path) -> None:
    session = Session(tmp_path, tmp_path / "run")
    for digest in ("old", "new"):
        session.keep_databases(digest)
        (session.databases() / "mall.sqlite").touch()
    assert [path.name for path in (tmp_path / KEPT).iterdir()] == ["new"]
    assert session.databases(on_server=True) == tmp_path / "run" / "databases"
