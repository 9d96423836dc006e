"""Many cases in one world: it is made once, each case finds it as it was made, and every case that fails is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

from django.db import transaction

Case = TypeVar("Case")


@contextmanager
def as_it_was() -> Iterator[None]:
    """What is written inside is taken back at the end, and whatever is asked to run after a commit does not."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def expect_each(cases: Mapping[str, Case], look: Callable[[Case], None]) -> None:
    """Tries every case, each in the world as it was; raises a group of what they raised, each with its case's name."""
    failed: list[Exception] = []
    for name, case in cases.items():
        try:
            with as_it_was():
                look(case)
        except Exception as error:
            error.add_note(f"case: {name}")
            failed.append(error)
    if failed:
        raise ExceptionGroup(f"{len(failed)} of {len(cases)} cases", failed)
