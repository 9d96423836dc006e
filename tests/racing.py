"""Races and faults on purpose: threads with connections of their own, a rival let in at the worst moment, a crash half way."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import pytest
from django.db import connection, models

from minishop.chassis.tenancy import across_tenants

_PATIENCE = 30.0
# On SQLite a rival waits for its turn in this process, where nothing can be asked: it is given so long to come through.
_TURN = 0.2
_LOOK = 0.01
# Another suite may use a database of the same server: a lock of a row does not say whose it is, but who waits holds others that do.
_WAITING_HERE = """
    SELECT count(*) FROM pg_locks AS waiting JOIN pg_locks AS held USING (pid)
    WHERE NOT waiting.granted AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def at_once(*deeds: Callable[[], Any]) -> list[BaseException]:
    """Runs the deeds in threads that start together, and returns what they raised."""
    gate = threading.Barrier(len(deeds))
    raised: list[BaseException] = []

    def run(deed: Callable[[], Any]) -> None:
        gate.wait()
        try:
            deed()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@dataclass
class Rival:
    """Someone who acts in a thread of their own. ``raised`` holds what that led to, once the block is left; ``waited``: it was not
    through when the block went on."""

    deed: Callable[[], Any]
    raised: list[BaseException] = field(default_factory=list)
    waited: bool = False
    _thread: threading.Thread | None = None

    def let_in(self) -> None:
        """Starts the rival once, and returns when it is through, or waits for a lock."""
        if self._thread is not None:
            return
        self._thread = threading.Thread(target=self._act)
        self._thread.start()
        until = time.monotonic() + (_PATIENCE if connection.vendor == "postgresql" else _TURN)
        while self._thread.is_alive() and time.monotonic() < until and not _somebody_waits():
            time.sleep(_LOOK)
        self.waited = self._thread.is_alive()

    def leave(self) -> None:
        """Waits until the rival is through. Raises AssertionError when it was never let in, or is stuck."""
        assert self._thread is not None, "the moment for the rival never came"
        self._thread.join(_PATIENCE)
        assert not self._thread.is_alive(), "the rival is stuck"

    def _act(self) -> None:
        try:
            self.deed()
        except Exception as error:
            self.raised.append(error)
        finally:
            connection.close()


def _somebody_waits() -> bool:
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(_WAITING_HERE)
        return bool(cursor.fetchone()[0])


@contextmanager
def meanwhile(moment: str, deed: Callable[[], Any]) -> Iterator[Rival]:
    """While the block runs, ``deed`` acts in its own thread at the worst ``moment``: just before the block calls that function for
    the first time. Name one that stands between what is read and what is written: without a lock the rival comes through there.
    """
    rival = Rival(deed)
    with pytest.MonkeyPatch.context() as patch:
        original = _named(moment)

        def interrupted(*args: Any, **kwargs: Any) -> Any:
            rival.let_in()
            return original(*args, **kwargs)

        patch.setattr(moment, interrupted)
        yield rival
        rival.leave()


class Broken(Exception):
    """The process is imagined to have died here."""


@contextmanager
def broken(moment: str, *, after: int = 1) -> Iterator[None]:
    """The block dies just after its ``after``-th call of a function, and must have left nothing half done."""
    calls = 0
    with pytest.MonkeyPatch.context() as patch:
        original = _named(moment)

        def breaking(*args: Any, **kwargs: Any) -> Any:
            nonlocal calls
            done = original(*args, **kwargs)
            calls += 1
            if calls == after:
                raise Broken
            return done

        patch.setattr(moment, breaking)
        with pytest.raises(Broken):
            yield


def _named(moment: str) -> Any:
    """What a dotted name means: of a module, or of a class in one."""
    holder, _, name = moment.rpartition(".")
    try:
        return getattr(import_module(holder), name)
    except ModuleNotFoundError:
        module, _, kind = holder.rpartition(".")
        return getattr(getattr(import_module(module), kind), name)


def stored(*kinds: type[models.Model]) -> list[tuple[Any, ...]]:
    """Every row of these tables, to be compared with what it was."""
    with across_tenants("a test compares whole tables"):
        return [row for kind in kinds for row in kind._base_manager.order_by("pk").values_list()]
