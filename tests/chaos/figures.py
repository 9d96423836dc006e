"""``python -m tests.chaos.figures [--postgresql]``: what a crowd and each nuisance do to everybody else, in figures.

It measures the tree whose ``src`` stands first in ``PYTHONPATH``, so that one tree can be compared with another.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.chaos import crowd
from tests.running import Running, running

from minishop.cli.checks import postgresql
from minishop.cli.installation import PROJECT, SERVICES
from minishop.cli.setup.packages import setup_log
from minishop.cli.story.people import PlainPerson
from minishop.cli.story.steps import OPENING_STEPS
from minishop.cli.story.story import Story, cast_of

LOGINS, LOGGING_IN = 96, 24


def main() -> None:
    """Runs every trial on one system and prints a row for each."""
    with (
        tempfile.TemporaryDirectory() as folder,
        databases("--postgresql" in sys.argv, Path(folder)) as urls,
        running(Path(folder) / "var", urls) as system,
    ):
        with Story(system.installation, cast_of("crowd"), lambda role: PlainPerson()) as story:
            for step in OPENING_STEPS[:-2]:
                step.play(story)
            crowd.furnish(system.installation, "mall", "stock")
            product = story.storefront(f"/products/{story.notes['product']}/")
        print(f"on {crowd.engine_of(system.installation)}")
        print("what | ends | page p50 | page p99 | page max | health max | web RSS MB | seconds")
        for name, trial in TRIALS.items():
            _row(name, system, lambda trial=trial: trial(system, product))  # type: ignore[misc]


def _row(name: str, system: Running, prepare: Callable[[], Callable[[], object]]) -> None:
    act = prepare()
    others = tuple(service for service in SERVICES if service != "sandbox" or "hanging" not in name)  # it is the one that hangs
    watch, began = crowd.Watch(system.installation, others), time.monotonic()
    with watch.watching(), _peak(system) as peak:
        ends = act()
    pages = [watch.percentile(part) for part in (0.5, 0.99, 1.0)]
    health = watch.percentile(1.0, health=True)
    figures = [*(f"{seconds:.2f}" for seconds in (*pages, health)), f"{max(peak):.0f}", f"{time.monotonic() - began:.1f}"]
    print(" | ".join([name, str(ends), *figures]), flush=True)


def _rush(system: Running, product: str) -> Callable[[], object]:
    buyers = [crowd.Buyer(system.installation, key) for key in crowd.furnish(system.installation, "checkout", "buyers", "60")]
    for buyer in buyers:
        buyer.open(product)
    return lambda: dict(Counter(end[:60] for end in crowd.rush(buyers)))


def _slow(system: Running, product: str) -> Callable[[], object]:
    def act() -> object:
        with crowd.slow_bodies(system.installation, 10):
            time.sleep(20)
        return "10 a service"

    return act


def _dripping(system: Running, product: str) -> Callable[[], object]:
    sessions = crowd.furnish(system.installation, "checkout", "buyers", "12")

    def act() -> object:
        with crowd.dripping_server() as port:
            sheets = crowd.furnish(system.installation, "checkout", "dripping", f"http://drips.localhost:{port}/info", "12")
            return _statuses(crowd.visit_together(system.installation, "checkout", list(zip(sheets, sessions, strict=True))))

    return act


def _hanging(system: Running, product: str) -> Callable[[], object]:
    for session in crowd.furnish(system.installation, "checkout", "buyers", "10"):
        buyer = crowd.Buyer(system.installation, session)
        buyer.open(product)
        buyer.window()
        buyer.leave()
    keys = crowd.furnish(system.installation, "checkout", "payments", "10")

    def act() -> object:
        with crowd.hanging(system.child("sandbox")):
            visits = [(f"/payments/return/?orderKey={key}&paymentKey=pk", "") for key in keys]
            return _statuses(crowd.visit_together(system.installation, "checkout", visits))

    return act


def _statuses(visits: list[crowd.Visited]) -> dict[int, int]:
    return dict(Counter(visit.status for visit in visits))


def _logins(system: Running, product: str) -> Callable[[], object]:
    def act() -> object:
        ends: Counter[int] = Counter()

        def client(number: int) -> None:
            for attempt in range(LOGINS // LOGGING_IN):
                person = crowd.Buyer(system.installation, "")
                page = person.open(f"{system.installation.url('checkout')}/login/")
                form = page.form(has="password")
                name = next(found.name for found in form.fields if found.name in ("username", "login"))
                ends[person.send(form, {name: f"nobody{number}x{attempt}", "password": "wrong-password"}).status] += 1

        threads = [threading.Thread(target=client, args=(number,)) for number in range(LOGGING_IN)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return dict(ends)

    return act


TRIALS: dict[str, Callable[[Running, str], Callable[[], object]]] = {
    "60 buyers at once": _rush,
    "10 slow bodies a service": _slow,
    "dripping callback, 12 views": _dripping,
    "hanging PG, 10 returns": _hanging,
    "96 logins, 24 clients": _logins,
}


@contextmanager
def databases(on_postgresql: bool, folder: Path) -> Iterator[Mapping[str, str]]:
    """A private PostgreSQL with a database a service, by the names of their variables; or none, and files are used."""
    if not on_postgresql:
        yield {}
        return
    binaries = postgresql.ensure_binaries(PROJECT, setup_log(PROJECT))
    with postgresql.databases(binaries, folder / "postgresql.log", SERVICES) as urls:
        yield urls


@contextmanager
def _peak(system: Running) -> Iterator[list[float]]:
    seen, over = [0.0], threading.Event()

    def look() -> None:
        while not over.wait(0.5):
            seen.append(sum(_memory(system, service) for service in SERVICES))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def _memory(system: Running, service: str) -> float:
    process = system.child(service).process
    group, total = process.pid if process else 0, 0.0
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and os.getpgid(int(folder.name)) == group:
                total += int((folder / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
        except (OSError, ProcessLookupError):
            continue
    return total


if __name__ == "__main__":
    main()
