"""A pytest plugin: of the tests that were collected, only those that a second run can teach something. ``-p tests.choosing --choose …``

``database``: for another engine. What asks no database says the same on each; of the pages, whose rules are tried below them, the first
test of each file shows that their questions are understood, and races are tried whole.
``first``: for a tree without the other services. What imports one of them fails in the first test of a file already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import pytest

_PAGES = {"backoffice", "storefront", "console", "pages", "center"}
_DATABASES = {"db", "transactional_db", "django_db_setup"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--choose", choices=sorted(_WAYS), help="run only what teaches something in these surroundings")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    way = config.getoption("choose")
    if way is None:
        return
    kept = _WAYS[way](items)
    chosen = set(map(id, kept))
    config.hook.pytest_deselected(items=[item for item in items if id(item) not in chosen])
    items[:] = kept


def of_database(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """What asks the database; of a page's file the first of these, unless it is about races."""
    asking = [item for item in items if _asks_database(item)]
    shown = set(map(id, first_of_files(asking)))
    return [item for item in asking if id(item) in shown or not _is_of_page(item.path)]


def first_of_files(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """The first test of each file, as they were collected."""
    by_file: dict[Path, pytest.Item] = {}
    for item in items:
        by_file.setdefault(item.path, item)
    return list(by_file.values())


def _asks_database(item: pytest.Item) -> bool:
    return bool(_DATABASES & set(getattr(item, "fixturenames", ()))) or item.get_closest_marker("django_db") is not None


def _is_of_page(path: Path) -> bool:
    return bool(_PAGES & set(path.parts)) and "races" not in path.name


_WAYS: Mapping[str, Callable[[Sequence[pytest.Item]], list[pytest.Item]]] = {"database": of_database, "first": first_of_files}
