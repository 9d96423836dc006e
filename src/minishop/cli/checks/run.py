"""``test``: runs every check and test in order, and ends with one line that counts them all."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from minishop.cli.checks import postgresql
from minishop.cli.checks.chromium import ensure_chromium
from minishop.cli.checks.stages import Session, python_module, tool
from minishop.cli.checks.suites import (
    FIRST_OF_FILES,
    WITHOUT_BROWSER,
    Suite,
    lonely_tree,
    migrations_digest,
    plain_suites,
    quick_suites,
    service_suites,
    suite_of_path,
)
from minishop.cli.installation import PROJECT, SERVICES
from minishop.cli.preparation import compile_messages
from minishop.cli.setup.packages import setup_log
from minishop.cli.words import Refusal, pick, say


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``test``."""
    parser.add_argument(
        "what",
        nargs="*",
        help=pick(
            "fast(데이터베이스를 묻지 않는 것 전부와 묻는 것은 파일마다 처음 몇 개), 또는 테스트 경로",
            "fast (all that asks no database, and of each file that asks one its first tests), or paths of tests",
        ),
    )
    parser.add_argument(
        "--no-postgresql", action="store_true", help=pick("PostgreSQL 테스트를 뺌", "leave the PostgreSQL tests out")
    )


def run(options: argparse.Namespace) -> int:
    """Returns 0 when everything passed; the closing line is the last one printed."""
    with tempfile.TemporaryDirectory(prefix="minishop-test-", ignore_cleanup_errors=True) as folder:
        os.environ["MINISHOP_DATA"] = str(Path(folder) / "var")
        Path(os.environ["MINISHOP_DATA"]).mkdir()
        session = Session(PROJECT, Path(folder))
        compile_messages()
        if options.what == ["fast"]:
            _fast(session)
        elif options.what:
            _paths(session, options.what)
        else:
            _everything(session, with_postgresql=not options.no_postgresql)
    if session.failed:
        say(f"실패: {', '.join(session.failed)}", f"Failed: {', '.join(session.failed)}")
    sys.stdout.write(session.count.line() + "\n")
    return 1 if session.failed else 0


def _fast(session: Session) -> None:
    os.environ["MINISHOP_TEST_PROFILE"] = "fast"
    session.keep_databases(migrations_digest(PROJECT))
    mall, hub, around, *suites = [partial(session.pytest, suite) for suite in quick_suites(PROJECT)]
    checks = [partial(stage, session) for stage in (_lint, _contracts)]
    session.at_once(mall, hub, around, partial(_types, session), *suites, *checks)


def _paths(session: Session, paths: list[str]) -> None:
    session.keep_databases(migrations_digest(PROJECT))
    for path in paths:
        suite = suite_of_path(PROJECT, path)
        if any(folder in path for folder in ("e2e", "chaos", "apart")):
            suite = _with_browser(suite, session)
        session.pytest(suite, live=True)


def _everything(session: Session, *, with_postgresql: bool) -> None:
    # The type checker keeps one core busy, longest where it has never run: the suites begin beside it.
    suites = [partial(session.pytest, suite, covered=True) for suite in [*service_suites(PROJECT), *plain_suites(PROJECT)]]
    checks = [partial(stage, session) for stage in (_lint, _contracts, _tools)]
    session.at_once(partial(_types, session), *suites, *checks)
    # Whole systems wait for one another most of the time: what is busy runs beside them, and gives way to them.
    wholes = [*(Suite(name, (f"tests/{name}",)) for name in ("e2e", "chaos")), Suite("apart", ("tests/apart",), "checkout")]
    *systems, apart = [partial(session.pytest, _with_browser(suite, session)) for suite in wholes]
    busy = [*(partial(_alone, session, service) for service in SERVICES), partial(_coverage, session)]
    with _on_postgresql(session, wanted=with_postgresql) as again:
        session.at_once(*systems, *again, apart, *busy, lanes=4)


def _lint(session: Session) -> None:
    session.check("ruff check", tool("ruff"), "check", "--quiet", ".")
    session.check("ruff format", tool("ruff"), "format", "--check", "--quiet", ".")


def _types(session: Session) -> None:
    session.check("mypy --strict", *python_module("mypy"))


def _contracts(session: Session) -> None:
    session.check("lint-imports", tool("lint-imports"))
    session.check("deptry", tool("deptry"), "src")


def _coverage(session: Session) -> None:
    session.check("branch coverage", *python_module("tools.coverage_gate", "--check", str(session.coverage)))


def _tools(session: Session) -> None:
    for module, *options in (
        ("check_glossary",),
        ("unused",),
        ("measure", "--check"),
        ("messages", "--check"),
        ("diagrams", "--check"),
    ):
        session.check(f"tools.{module}", *python_module(f"tools.{module}", *options))


@contextmanager
def _on_postgresql(session: Session, *, wanted: bool) -> Iterator[list[Callable[[], None]]]:
    """The tests that ask a database again, while there is one: what holds on SQLite alone is not held."""
    if not wanted:
        say("PostgreSQL: 요청에 따라 돌리지 않음 (--no-postgresql)", "PostgreSQL: not run, as asked (--no-postgresql)")
        yield []
        return
    with ExitStack() as running:
        try:
            binaries = postgresql.ensure_binaries(PROJECT, setup_log(PROJECT))
            url = running.enter_context(postgresql.cluster(binaries, session.folder / "postgresql.log", gives_way=True))
        except Refusal as refusal:
            session.note_failure("PostgreSQL", str(refusal))
            url = ""
        yield [partial(session.pytest, suite) for suite in service_suites(PROJECT, url)] if url else []


def _alone(session: Session, service: str) -> None:
    """A test of each file of a service, from a tree in which no other service exists."""
    with tempfile.TemporaryDirectory(prefix=f"minishop-{service}-") as folder:
        tree = lonely_tree(PROJECT, service, Path(folder))
        paths = tuple(path for path in (f"tests/{service}", f"tests/wire/{service}") if (tree / path).exists())
        suite = Suite(f"{service} alone", paths, service, (*WITHOUT_BROWSER, *FIRST_OF_FILES), gives_way=True)
        session.pytest(suite, root=tree)


def _with_browser(suite: Suite, session: Session) -> Suite:
    try:
        chromium = ensure_chromium(PROJECT, setup_log(PROJECT))
    except Refusal as refusal:
        session.note_failure("Chromium", str(refusal))
        return suite
    return replace(suite, variables={**suite.variables, "MINISHOP_CHROMIUM": str(chromium)})
