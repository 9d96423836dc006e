"""How much work something may be, told by the processor time of this process: however busy the machine is, it is the same."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def processor_seconds(most: float) -> Iterator[None]:
    """Fails as soon as the block has worked for longer; waiting costs nothing."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"more than {most:g} s of work")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, most)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
