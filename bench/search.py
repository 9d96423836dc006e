"""How much CPU the search takes, as a ratio to a plain ``LIKE`` over the same made-up names.

``python -m bench.search --names 20000`` builds an index in a temporary SQLite file (or in ``SHOPPING_DATABASE_URL``, which must be
empty) and prints ratios. Seconds differ from machine to machine; ratios hardly do.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_KINDS = "원피스 셔츠 슬랙스 백팩 텀블러 머그컵 이어폰 충전기 케이스 운동화 수건 벽시계 건조대 책상 감귤 현미 참깨 접시 도마 이불".split()  # noqa: SIM905  # read as a line of words
_MANNERS = [
    "린넨",
    "면",
    "가죽",
    "무선",
    "접이식",
    "대용량",
    "미니",
    "여름",
    "겨울",
    "국내산",
    "유기농",
    "핸드메이드",
    "방수",
    "경량",
    "고속",
    "투명",
    "원목",
    "도자기",
    "호텔",
    "캔버스",
]
_TAILS = "세트 10장 500ml 남녀공용 선물용 베이직 프리미엄 2026 화이트 블랙 그레이 라지 스몰 오버핏 15인치".split()  # noqa: SIM905  # as above


def main() -> None:
    """Builds, asks, prints."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--names", type=int, default=20_000)
    arguments.add_argument("--queries", type=int, default=60)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("MINISHOP_MODE", "sandbox")
        os.environ.setdefault("MINISHOP_DATA", folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minishop.shopping.settings")
        _run(chosen.names, chosen.queries)


def made_up_names(count: int, seed: int = 11) -> Iterator[str]:
    """Product names of three or four words, always the same for the same seed."""
    chance = random.Random(seed)
    for number in range(count):
        words = [chance.choice(_MANNERS), chance.choice(_MANNERS), chance.choice(_KINDS), chance.choice(_TAILS)]
        yield f"{' '.join(dict.fromkeys(words))} {number}"


def made_up_queries(count: int, seed: int = 12) -> list[str]:
    """Queries of one to three words, with and without blanks."""
    chance = random.Random(seed)
    shapes = (
        lambda: chance.choice(_KINDS),
        lambda: f"{chance.choice(_MANNERS)} {chance.choice(_KINDS)}",
        lambda: f"{chance.choice(_MANNERS)}{chance.choice(_KINDS)}",
        lambda: f"{chance.choice(_KINDS)} {chance.choice(_MANNERS)} {chance.choice(_TAILS)}",
    )
    return [shapes[at % len(shapes)]() for at in range(count)]


def _run(names: int, queries: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from minishop.chassis.tenancy import across_tenants
    from minishop.shopping.index.models import Document
    from minishop.shopping.index.queries import Wish, search

    call_command("migrate", verbosity=0)
    listings = _listings(names)
    plain = _cpu(lambda: _plain_table(listings))
    build = _cpu(lambda: _index(listings))
    asked = made_up_queries(queries)

    def by_like() -> int:
        return sum(bool(_like(Document, query)) for query in asked)

    def by_index() -> int:
        return sum(bool(search(Wish(query), 1).count) for query in asked)

    with across_tenants("a benchmark"):
        like = _cpu(by_like)
    ours = _cpu(by_index)
    with across_tenants("a benchmark"):
        answered = (by_index(), by_like())
    print(f"names {names:,}  queries {queries}")
    print(f"build   {build:8.2f} CPU-s   x{build / plain:5.1f} of writing the same rows as text, in memory")
    print(f"queries {ours:8.2f} CPU-s   x{ours / like:5.2f} of LIKE (ours counts, sorts, and makes facets)")
    print(f"answered {answered[0]} of {queries}; LIKE {answered[1]}")


def _listings(count: int) -> list[object]:
    from minishop.kernel.won import Won
    from minishop.shopping.index.domain.listing import Listing

    address = "http://made-up.example/"
    return [
        Listing(
            f"P{at}", name, Won(10_000 + at), None, 2500, f"{address}{at}", f"{address}{at}.jpg", (name.split()[1], "", "", ""),
            "신상품", "", "", "", "", "", "", 0,
        )
        for at, name in enumerate(made_up_names(count))
    ]  # fmt: skip


def _plain_table(listings: list[object]) -> None:
    import sqlite3

    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE TABLE plain (id INTEGER PRIMARY KEY, facts TEXT)")
        database.executemany("INSERT INTO plain (facts) VALUES (?)", [(repr(each),) for each in listings])


def _index(listings: list[object]) -> None:
    from minishop.chassis.clock import now
    from minishop.shopping.index.services import replace_all
    from minishop.shopping.partners.services import Application, apply, approve

    application = Application(
        "bench", "bench", "http://made-up.example/", "", "", "", "", "", "3.0", "http://made-up.example/ep", ""
    )
    partner, _ = apply(application_key="bench", application=application, now=now())
    replace_all(partner=approve(partner=partner, now=now()), listings=listings, now=now())  # type: ignore[arg-type]


def _like(document: object, query: str) -> list[object]:
    found = document.objects.all()  # type: ignore[attr-defined]
    for word in query.split():
        found = found.filter(title__contains=word)
    return list(found[:24])


@contextmanager
def _timed() -> Iterator[list[float]]:
    taken = [time.process_time()]
    yield taken
    taken[0] = time.process_time() - taken[0]


def _cpu(work: Callable[[], object]) -> float:
    with _timed() as taken:
        work()
    return taken[0]


if __name__ == "__main__":
    main()
