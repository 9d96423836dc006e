"""What a program that measures itself spends: its own CPU, and that of the processes it has work for it."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from statistics import quantiles

import psutil

from bench.measure import cpu_seconds

Found = dict[str, float]


class Meter:
    """CPU of this process, of the database's where it has one, and of other services', over the stretches that are measured."""

    def __init__(self) -> None:
        others = f"{os.environ.get('BENCH_SERVER', '')} {os.environ.get('BENCH_OTHERS', '')}"
        self._others = [psutil.Process(int(pid)) for pid in others.split()]
        self.spent = 0.0
        self.walls: list[float] = []

    def run(self, deed: Callable[[], int]) -> int:
        """Runs one stretch, and returns what it says it did."""
        before, began = self._now(), time.perf_counter()
        done = deed()
        self.spent += self._now() - before
        if done:
            self.walls.append((time.perf_counter() - began) * 1000 / done)
        return done

    def found(self, done: int, seconds: float, failed: int = 0) -> Found:
        """The figures of so many things done."""
        return {
            "requests": done,
            "seconds": seconds,
            "failed": failed,
            "cpu_ms": self.spent * 1000 / done,
            **percentiles(self.walls),
        }

    def _now(self) -> float:
        others = [process for other in self._others for process in (other, *other.children(recursive=True))]
        return time.process_time() + cpu_seconds(others)


def percentiles(walls: list[float]) -> Found:
    """The middle and the slowest hundredth."""
    cut = quantiles(walls, n=100) if len(walls) > 1 else [*walls, *([0.0] * 99)]
    return {"p50": cut[49], "p99": cut[98]}


def measure_when_told(measure: Callable[[], Mapping[str, float | str]]) -> None:
    """Says that everything is ready, measures at the next line, says what was found, and ends at the line after that (``bench.load``)."""
    _say("ready")
    sys.stdin.readline()
    _say(json.dumps(measure()))
    sys.stdin.readline()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
