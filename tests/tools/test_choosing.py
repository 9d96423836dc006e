"""What of the tests is run a second time: on another engine, and without the other services."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from tests.choosing import first_of_files, of_database


@dataclass(frozen=True)
class Item:
    """As much of a collected test as the choice looks at."""

    path: Path
    name: str
    fixturenames: tuple[str, ...] = ()
    marked: bool = False

    def get_closest_marker(self, name: str) -> object | None:
        return name if self.marked else None


def item(file: str, name: str, *fixtures: str, marked: bool = False) -> Any:
    return Item(Path("tests") / file, name, fixtures, marked)


def test_another_engine_is_asked_what_asks_a_database() -> None:
    asks, marked = item("mall/stock/test_stock.py", "a", "db"), item("mall/stock/test_stock.py", "b", marked=True)
    pure = item("mall/stock/test_stock.py", "c", "tmp_path")
    assert of_database([asks, marked, pure]) == [asks, marked]


def test_of_a_pages_file_the_first_that_asks_and_all_races() -> None:
    pages = [item("mall/backoffice/orders/test_desk.py", name, "db") for name in "ab"]
    races = [item("checkout/center/test_races.py", name, "transactional_db") for name in "ab"]
    pure = item("mall/backoffice/orders/test_desk.py", "pure")
    assert of_database([pure, *pages, *races]) == [pages[0], *races]


def test_without_the_other_services_the_first_of_each_file() -> None:
    one, two, other = item("a.py", "1"), item("a.py", "2"), item("b.py", "1")
    assert first_of_files(cast(Any, [one, other, two])) == [one, other]
