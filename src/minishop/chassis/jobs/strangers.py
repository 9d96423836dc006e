"""Which hosts of strangers are asked just now, and how their last calls went: rows, so that every process and every page knows.

Three failures in a row park a host: for half a minute, then doubling to half an hour. One call after that is the trial.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from minishop.chassis.http import Answer, Outcome, host_of
from minishop.chassis.jobs.domain.delays import delay
from minishop.chassis.jobs.models import StrangerHost

PARK_AFTER = 3
# Of a pause half is jitter: these are half a minute and half an hour at least.
_FIRST, _CAP = 60_000, 3_600_000
_AT_MOST = timedelta(milliseconds=_CAP)


def pause_after(host: str, failures: int) -> timedelta | None:
    """How long a host is left alone after so many failures in a row; None: it is not."""
    if failures < PARK_AFTER:
        return None
    return timedelta(milliseconds=delay(host, failures - PARK_AFTER + 1, first=_FIRST, cap=_CAP))


def is_failure(answer: Answer) -> bool:
    """Whether an answer, or its absence, says that the host itself is in trouble."""
    return answer.outcome in (Outcome.TIMED_OUT, Outcome.UNREACHABLE) or answer.status >= 500


def known(hosts: Collection[str]) -> dict[str, StrangerHost]:
    """The rows of hosts that have been called before."""
    return {row.host: row for row in StrangerHost.objects.filter(host__in=hosts)} if hosts else {}


def is_parked(row: StrangerHost, true_now: datetime) -> bool:
    """Whether a host is left alone now. What lies further ahead than any pause was written before the clock was set back."""
    return row.parked_until is not None and true_now < row.parked_until <= true_now + _AT_MOST


@transaction.atomic
def note(ended: Mapping[str, Sequence[str]], *, true_now: datetime) -> None:
    """Writes down how calls to hosts went, each by why it failed, "" for one that did not. Counted in the rows: others call them too."""
    fresh = [StrangerHost(host=host, changed_at=true_now) for host in sorted(ended)]
    StrangerHost.objects.bulk_create(fresh, ignore_conflicts=True)
    rows = list(StrangerHost.objects.select_for_update().filter(host__in=ended).order_by("host"))
    for row in rows:
        _count(row, ended[row.host], true_now)
    StrangerHost.objects.bulk_update(rows, ["failures", "parked_until", "last_error", "changed_at"])


def _count(row: StrangerHost, failed: Sequence[str], true_now: datetime) -> None:
    for reason in failed:
        row.failures = row.failures + 1 if reason else 0
    pause = pause_after(row.host, row.failures)
    row.parked_until = None if pause is None else true_now + pause
    row.last_error, row.changed_at = failed[-1].replace("\0", "")[:300], true_now


def release(host: str) -> bool:
    """The next call is the trial, at once; says whether the host was left alone."""
    if not host.isprintable():
        return False  # what is no host's name, and no database may be asked for
    return bool(StrangerHost.objects.filter(host=host, parked_until__isnull=False).update(parked_until=None))


def parked_among(urls: Collection[str], true_now: datetime) -> list[StrangerHost]:
    """The hosts of these addresses that are left alone now."""
    return [row for row in known({host_of(url) for url in urls if url}).values() if is_parked(row, true_now)]


def count_parked(true_now: datetime, *, at_most: int) -> int:
    """How many hosts are left alone now, counted no further than ``at_most``."""
    return _parked(true_now)[:at_most].count()


def parked(true_now: datetime, *, at_most: int = 50) -> Sequence[StrangerHost]:
    """The hosts that are left alone now, those that come back first."""
    return list(_parked(true_now)[:at_most])


def _parked(true_now: datetime) -> QuerySet[StrangerHost]:
    soon = StrangerHost.objects.filter(parked_until__gt=true_now, parked_until__lte=true_now + _AT_MOST)
    return soon.order_by("parked_until")
