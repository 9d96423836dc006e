"""A pytest plugin: of the tests that were collected, only those that teach most in these surroundings. ``-p tests.choosing --choose …``

Walks over all addresses ask who is refused, in which language and in which form: no engine and no neighbour changes that, and they wait for the
whole run.
``database``: for another engine. What asks no database says the same on each; of the pages, whose rules are tried below them, the first test of
each file shows that their questions are understood. What commits (races, migrations) is tried whole. Of a service's rule that is tried in many
cases the engine is asked the same questions in each: a few of them, from the first to the last, show that it answers them alike.
``first``: for a tree without the other services. What imports one of them fails in the first test of a file already.
``quick``: for a developer's loop. What asks no database costs next to nothing and runs whole: rules, wire, architecture, tools. What asks
one is what costs: of each file its first two functions, of a page's its first, each in its first case, touch every module, page and question.
What commits (races, migrations), laws, which walk a database through many stories, what starts processes, and what reads all tests wait for the
whole run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import pytest

_PAGES = {"backoffice", "storefront", "console", "pages", "center"}
_OF_ADDRESSES = {
    f"test_{name}.py"
    for name in ("hostile_forms", "strangers", "keeping", "english", "wire_language", "error_pages", "versions", "leaves")
}
# Each test of these starts processes of its own, reads all tests there are, or walks a database through a whole table of states.
_OF_THE_WHOLE_RUN = (
    "architecture/test_contracts.py",
    "architecture/test_habits.py",
    "architecture/test_requirements.py",
    "chassis/test_private_files.py",
    "chassis/test_production.py",
    "mall/api/test_hold_states.py",
    "sandbox/test_production.py",
    "tools/test_page_elements.py",
    "wire/checkout/test_raw_client.py",
)
_DATABASES = {"db", "transactional_db", "django_db_setup"}
_SERVICES = {"mall", "checkout", "shopping", "sandbox"}
_SHOWN, _SHOWN_OF_PAGES = 2, 1
_CASES = 3


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
    """What asks the database; of a page's file the first of these, and what commits."""
    asking = [item for item in items if _asks_database(item) and not _walks_addresses(item)]
    shown = set(map(id, first_of_files(asking)))
    return [item for item in few_cases(asking) if id(item) in shown or _commits(item) or not _is_of_page(item.path)]


def few_cases(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Of each function of a service's tests a few cases, evenly from the first to the last; of all others every one."""
    cases: dict[tuple[Path, str], list[pytest.Item]] = {}
    for item in items:
        cases.setdefault((item.path, _function_of(item)), []).append(item)
    spared = {
        id(case)
        for (path, _), found in cases.items()
        if len(found) > _CASES and _is_of_service(path)
        for case in set(found) - {found[round(number * (len(found) - 1) / (_CASES - 1))] for number in range(_CASES)}
    }
    return [item for item in items if id(item) not in spared]


def first_of_files(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """The first test of each file, as they were collected, that is no walk."""
    by_file: dict[Path, pytest.Item] = {}
    for item in items:
        if not _walks_addresses(item):
            by_file.setdefault(item.path, item)
    return list(by_file.values())


def quick(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """What asks no database; of what asks one and rolls back, the first functions of each file, each in its first case."""
    at_hand = [item for item in items if not "/".join(_parts(item.path)).endswith(_OF_THE_WHOLE_RUN)]
    functions: dict[Path, dict[str, pytest.Item]] = {}
    for item in at_hand:
        known = functions.setdefault(item.path, {})
        most = _SHOWN_OF_PAGES if _is_of_page(item.path) else _SHOWN
        if _asks_database(item) and not (_commits(item) or _walks(item)) and len(known) < most:
            known.setdefault(_function_of(item), item)
    shown = {id(item) for known in functions.values() for item in known.values()}
    return [item for item in at_hand if id(item) in shown or not _asks_database(item)]


def _function_of(item: pytest.Item) -> str:
    return item.name.partition("[")[0]


def _walks(item: pytest.Item) -> bool:
    return _walks_addresses(item) or "laws" in item.path.name or "stateful" in item.path.name


def _walks_addresses(item: pytest.Item) -> bool:
    return item.path.name in _OF_ADDRESSES


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return "transactional_db" in getattr(item, "fixturenames", ()) or bool(marker and marker.kwargs.get("transaction"))


def _asks_database(item: pytest.Item) -> bool:
    return bool(_DATABASES & set(getattr(item, "fixturenames", ()))) or item.get_closest_marker("django_db") is not None


def _is_of_service(path: Path) -> bool:
    return _parts(path)[0] in _SERVICES and "races" not in path.name


def _is_of_page(path: Path) -> bool:
    return bool(_PAGES & set(_parts(path)))


def _parts(path: Path) -> tuple[str, ...]:
    """Where a test stands among the tests; where the tests themselves stand says nothing."""
    return path.parts[len(path.parts) - path.parts[::-1].index("tests") :]


_WAYS: Mapping[str, Callable[[Sequence[pytest.Item]], list[pytest.Item]]] = {
    "database": of_database,
    "first": first_of_files,
    "quick": quick,
}
