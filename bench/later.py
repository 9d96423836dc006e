"""What later work costs, measured inside one process of it. ``python -m bench.later WHAT SIZE SECONDS``, with the mall's settings.

It speaks with whoever started it as ``bench.load`` does, and says itself what CPU was spent: its own, and the database server's.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime
from random import Random

import django
import psutil

django.setup()

from django.db import connection, transaction  # noqa: E402  # the models can be read only now

from bench.measure import cpu_seconds  # noqa: E402
from bench.meter import Found, Meter, measure_when_told, percentiles  # noqa: E402
from minishop.chassis.http import Answer, Request  # noqa: E402
from minishop.chassis.jobs import attempts, queue  # noqa: E402
from minishop.chassis.jobs.caller import Caller  # noqa: E402
from minishop.chassis.jobs.domain.lines import LAST, Line, Pool  # noqa: E402
from minishop.chassis.jobs.models import Job, StrangerHost  # noqa: E402
from minishop.chassis.jobs.queue import Claimer, NewJob, millis  # noqa: E402
from minishop.chassis.jobs.registry import Later, Task, task  # noqa: E402
from minishop.chassis.jobs.scheduler import Scheduler  # noqa: E402
from minishop.chassis.jobs.worker import BATCH, Runner, real_clock  # noqa: E402
from minishop.chassis.tenancy import across_tenants  # noqa: E402
from minishop.kernel.clock import utc_now  # noqa: E402
from minishop.mall.channel.models import Poll  # noqa: E402
from minishop.mall.channel.services import rounds  # noqa: E402

TENANTS = 100_000
_ME = 1
_ROUND = 200
_NAME = "bench"
Said = dict[str, float | str]  # figures, and beside them what no column of the table holds


def waiting(count: int, name: str = _NAME, *, due: bool = True) -> None:
    """Has so many jobs wait: spread over the lines and many tenants, ready, or about to be promoted. No worker knows their task."""
    Job.objects.all().delete()
    random, now = Random(count), utc_now()  # the same data each time
    at = millis(now)
    for first in range(0, count, 5_000):
        Job.objects.bulk_create(
            Job(
                task=name,
                line=random.choice(tuple(Line)),
                state="ready" if due else "later",
                run_at=None if due else at,
                share=(share := random.randrange(1, TENANTS)),
                tenant=share,
                turn=at + number,
                ready_at=at,
                created_at=now,
            )
            for number in range(first, min(first + 5_000, count))
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE jobs_job" if connection.vendor == "postgresql" else "ANALYZE")


def put(count: int) -> int:
    """Enqueues so many jobs, each in its own transaction."""
    random = Random()
    for _ in range(count):
        with transaction.atomic():
            queue.enqueue(NewJob(_NAME, {}, random.choice(tuple(Line)), utc_now(), share=random.randrange(1, TENANTS)))
    return count


def take(claimer: Claimer, count: int, most: int) -> int:
    """Claims and finishes so many jobs, ``most`` at a time."""
    done = 0
    while done < count:
        jobs = claimer.claim(min(most, count - done))
        queue.finish([job.id for job in jobs], worker=_ME, now=millis(utc_now()))
        done += len(jobs)
    return done


def one_by_one(size: int, seconds: float) -> Found:
    """Jobs claimed and finished singly, with ``size`` waiting."""
    return _taken(size, seconds, 1)


def in_batches(size: int, seconds: float) -> Found:
    """The same, sixteen at a time."""
    return _taken(size, seconds, 16)


def _taken(size: int, seconds: float, most: int) -> Found:
    meter, claimer, done, a_round = Meter(), Claimer(_ME, Pool.INSIDE), 0, min(_ROUND, size)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        done += meter.run(lambda: take(claimer, a_round, most))
        put(a_round)
    return meter.found(done, seconds)


def enqueued(size: int, seconds: float) -> Found:
    """Jobs enqueued, with ``size`` waiting."""
    meter, claimer, done = Meter(), Claimer(_ME, Pool.INSIDE), 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        done += meter.run(lambda: put(_ROUND))
        take(claimer, _ROUND, 16)
    return meter.found(done, seconds)


def mixed(size: int, seconds: float) -> Said:
    """``size`` empty tasks of all lines, due at once: one worker runs them 16 at a time. Where each line ended, and the last began."""

    @task(short=True)
    def nothing(now: datetime) -> None:
        pass

    waiting(size, nothing.name)
    meter, claimer, began = Meter(), Claimer(_ME, Pool.INSIDE), time.monotonic()
    ran: list[int] = []

    def run() -> int:
        jobs = claimer.claim(BATCH)
        attempts.run(jobs, worker=_ME, clock=real_clock)
        ran.extend(job.line for job in jobs)
        return len(jobs)

    while meter.run(run):
        pass
    ends = ", ".join(f"{size - ran[::-1].index(line)}" for line in Line)
    said = f"the lines ended at {ends}; the last began at {ran.index(LAST) + 1}"
    return {**meter.found(size, time.monotonic() - began, failed=size - len(ran)), "said": said}


def promoted(size: int, seconds: float) -> Found:
    """``size`` jobs that become due at one instant, made ready 500 at a time."""
    waiting(size, due=False)
    meter, began, now = Meter(), time.monotonic(), millis(utc_now())
    while meter.run(lambda: queue.promote(true=now, calendar=now)):
        pass
    return meter.found(size, time.monotonic() - began, failed=Job.objects.filter(state="later").count())


def idle(size: int, seconds: float) -> Found:
    """What all processes of the installation spend in a minute."""
    roots = [psutil.Process(int(pid)) for pid in os.environ["BENCH_ROOTS"].split()]
    processes = [process for root in roots for process in (root, *root.children(recursive=True))]
    time.sleep(5)
    before = cpu_seconds(processes)
    time.sleep(60)
    return {"requests": 1, "seconds": 60, "failed": 0, "cpu_ms": (cpu_seconds(processes) - before) * 1000, "p50": 0, "p99": 0}


def polling(size: int, seconds: float) -> Found:
    """``size`` shops that are all due, asked about until none is; how long hinted jobs waited meanwhile, twenty a second."""
    waits: list[float] = []

    @task(line=Line.HINTED)
    def hinted(sent: int, now: datetime) -> None:
        waits.append(time.monotonic_ns() / 1_000_000 - sent)

    Job.objects.all().delete()
    with across_tenants("every shop is made due"):
        Poll.objects.update(due_at=0)
    meter, over = Meter(), threading.Event()
    threads = [threading.Thread(target=_hint, args=(hinted, over)), threading.Thread(target=_work, args=(over,))]
    for thread in threads:
        thread.start()
    began = time.monotonic()
    meter.run(_drained)
    over.set()
    for thread in threads:
        thread.join()
    with across_tenants("who was asked"):
        asked = Poll.objects.filter(asked_at__gt=0).count()
    found = meter.found(size, time.monotonic() - began, failed=size - min(asked, size))
    return {**found, **percentiles(waits)}


def _drained() -> int:
    while rounds.ask(true_now=utc_now()):
        pass
    return 1


def _hint(hinted: Task, over: threading.Event) -> None:
    while not over.wait(0.05):
        with transaction.atomic():
            hinted.enqueue(now=utc_now(), sent=time.monotonic_ns() // 1_000_000)
    connection.close()


def _work(over: threading.Event) -> None:
    runner = Runner(_ME)
    while not over.is_set():
        if not runner.step():
            runner.rest()
    runner.end(5)
    connection.close()


def prepare_call(address: str, number: int, now: datetime) -> Request:
    """The request of one measured call."""
    return Request("GET", address)


def strangers(size: int, seconds: float) -> Found:
    """``size`` calls to good hosts among calls to hosts that hang and drip; how long until each good one had come back."""
    back: dict[int, float] = {}

    @task(line=Line.HINTED, prepare=prepare_call, max_attempts=3, short=True)
    def call(address: str, number: int, answer: Answer, now: datetime) -> None:
        if not answer.ok:
            raise Later(answer.reason)
        back[number] = time.monotonic()

    StrangerHost.objects.all().delete()
    Job.objects.all().delete()
    with transaction.atomic():
        for address, number in addresses(size, serve_strangers()):
            call.enqueue(now=utc_now(), url=address, address=address, number=number)
    began, meter = time.monotonic(), Meter()
    meter.run(lambda: call_until(lambda: len(back) >= size, began + max(seconds, 60)))
    walls = [(at - began) * 1000 for at in back.values()]
    found = meter.found(max(len(walls), 1), time.monotonic() - began, failed=size - len(walls))
    return {**found, **percentiles(walls)}


def addresses(size: int, port: int) -> list[tuple[str, int]]:
    """Calls to 200 good hosts, a fifth as many to 20 that hang, a twentieth to 5 that drip, shuffled; good ones have a number. Each host
    has an address of its own, since calls are bounded by address too."""
    good = [(f"http://127.0.1.{number % 200 + 1}:{port}/good", number) for number in range(size)]
    hanging = [(f"http://127.0.2.{number % 20 + 1}:{port}/hang", -1) for number in range(size // 5)]
    dripping = [(f"http://127.0.3.{number % 5 + 1}:{port}/drip", -1) for number in range(size // 20)]
    mixed = [*good, *hanging, *dripping]
    Random(1).shuffle(mixed)
    return mixed


def call_until(done: Callable[[], bool], until: float) -> int:
    """Lets one caller and one scheduler work until everything good is back."""
    caller, scheduler = Caller(_ME, real_clock), Scheduler(real_clock)
    while not done() and time.monotonic() < until:
        scheduler.step()
        if not caller.step():
            caller.rest(0.2)
    caller.end(1.0)
    return 0


def serve_strangers() -> int:
    """Starts the strangers in a process of their own, whose CPU is not counted, and returns their port."""
    process = subprocess.Popen([sys.executable, "-m", "bench.strangers"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return int(process.stdout.readline())


def main(what: str, size: int, seconds: float) -> None:
    """Prepares, and measures when it is told to."""
    measured = {
        measure.__name__: measure for measure in (one_by_one, in_batches, enqueued, mixed, promoted, polling, idle, strangers)
    }[what]
    if measured in (one_by_one, in_batches, enqueued):
        waiting(size)
    measure_when_told(lambda: measured(size, seconds))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
