"""A pytest plugin: runs the tests once, notes which render which template, then runs them again for each element taken out.

Only for tools.page_elements; loaded by ``-p tools.removal``.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from unittest import mock

import pytest
from _pytest.runner import runtestprotocol

from tools.elements import Element, elements


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--remove-from", help="a file with the templates to try, as a list in JSON")
    parser.addoption("--removed-to", help="where to write what was found, in JSON")


def pytest_runtestloop(session: pytest.Session) -> bool:
    """Instead of pytest's own loop."""
    rendered = _first_pass(session)
    if session.testsfailed or session.testscollected == 0:
        return True
    wanted = [Path(path) for path in json.loads(Path(session.config.getoption("--remove-from")).read_text(encoding="utf-8"))]
    steady = _steady(session, {item for path in wanted for item in rendered.get(str(path), [])})
    found = [_try_template(path, [item for item in rendered.get(str(path), []) if item in steady]) for path in wanted]
    Path(session.config.getoption("--removed-to")).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return True


def _first_pass(session: pytest.Session) -> dict[str, list[pytest.Item]]:
    """Every test once, as it stands: template → the tests that rendered it, those first that render the fewest templates."""
    from django.test.signals import template_rendered

    seen: dict[str, set[str]] = defaultdict(set)
    for item in session.items:

        def note(template: Any, test: str = item.nodeid, **about: object) -> None:
            if template.origin is not None:
                seen[test].add(str(template.origin.name))

        template_rendered.connect(note)
        failure = _failure(item)
        template_rendered.disconnect(note)
        if failure:
            session.testsfailed += 1
            session.config.get_terminal_writer().line(f"{item.nodeid}\n{failure}")
            return {}
    by_template: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in sorted(session.items, key=lambda item: len(seen[item.nodeid])):
        for name in seen[item.nodeid]:
            by_template[name].append(item)
    return by_template


def _steady(session: pytest.Session, wanted: set[pytest.Item]) -> set[pytest.Item]:
    """The tests that pass again, as it stands: one that can run only once cannot tell what was taken out."""
    return {item for item in session.items if item in wanted and _passes(item)}


def _try_template(path: Path, tests: Sequence[pytest.Item]) -> dict[str, Any]:
    source = path.read_text(encoding="utf-8")
    tried = [(element, without) for element in elements(source) if _compiles(without := element.taken_out_of(source))]
    unnoticed: list[str] = []
    last: pytest.Item | None = None  # the test that noticed the last removal is likely to notice the next one
    for element, without in tried:
        order = [last, *(test for test in tests if test is not last)] if last is not None else list(tests)
        with _replaced(path, without):
            last = next((test for test in order if not _passes(test)), None)
        if last is None:
            unnoticed.append(_told(element))
    with _replaced(path, source):
        pass  # nothing that was changed stays compiled
    return {"template": str(path), "tried": len(tried), "unnoticed": unnoticed, "rendered": bool(tests)}


def _told(element: Element) -> str:
    shown = " ".join(element.text.split())
    return f"line {element.line}, {element.kind}: {shown[:100]}{'…' if len(shown) > 100 else ''}"


def _compiles(source: str) -> bool:
    """Whether what is left is a template; an element that another one opens or closes cannot be taken out alone."""
    from django.template import TemplateSyntaxError, engines

    try:
        engines["django"].from_string(source)
    except TemplateSyntaxError:
        return False
    return True


@contextmanager
def _replaced(path: Path, source: str) -> Iterator[None]:
    """One template reads otherwise, for every engine."""
    from django.template.loaders.filesystem import Loader

    as_written = Loader.get_contents

    def get_contents(self: Any, origin: Any) -> str:
        return source if str(origin.name) == str(path) else str(as_written(self, origin))

    _forget(path)
    with mock.patch.object(Loader, "get_contents", get_contents):
        yield
    _forget(path)


def _forget(path: Path) -> None:
    """Drops the compiled template from the cached loaders."""
    from django.template import engines

    for engine in engines.all():
        for loader in getattr(getattr(engine, "engine", None), "template_loaders", ()):
            cache = getattr(loader, "get_template_cache", {})
            for key in [key for key, kept in cache.items() if str(getattr(getattr(kept, "origin", None), "name", "")) == str(path)]:
                del cache[key]


def _passes(item: pytest.Item) -> bool:
    return not _failure(item)


def _failure(item: pytest.Item) -> str:
    """What a run of the test says of its first failure; nothing where it passes."""
    reports = runtestprotocol(item, log=False, nextitem=cast(pytest.Item, _Between(item.session)))
    return next((report.longreprtext or report.when for report in reports if report.failed), "")


@dataclass(frozen=True)
class _Between:
    """Stands where pytest asks for the next test: everything but the session is to be put away, so that any test can follow."""

    session: pytest.Session

    def listchain(self) -> list[pytest.Session]:
        return [self.session]
