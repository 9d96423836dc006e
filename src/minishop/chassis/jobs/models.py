"""The facts of later work: the job table, the workers that beat, rounds that began, parties that are not asked just now."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from minishop.chassis.fields import StateField
from minishop.chassis.jobs.domain.lines import FIRST, LAST, Line, Pool
from minishop.chassis.jobs.domain.states import MACHINE, JobState
from minishop.kernel.ids import new_id


class Job(models.Model):
    """One piece of work. A finished job is deleted; a dead one stays, with its reason, until a person acts.

    ``turn`` is its place in its line, only ever compared. ``run_at`` is when a later one is due: by the business calendar where
    ``calendar``, else by true time; for a running one that is asked for ``again``, when the next run is. Times are milliseconds since
    1970. ``losses``: how often in a row its worker went away with it. ``tenant`` is whom it concerns, ``share`` whose part of the work
    it is; 0 is nobody.
    One writer of ``state``: ``chassis.jobs.queue``.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    task = models.CharField(max_length=120)
    arguments = models.JSONField(default=dict)
    tenant = models.BigIntegerField(default=0)
    pool = models.PositiveSmallIntegerField(default=Pool.INSIDE)
    line = models.PositiveSmallIntegerField(default=Line.HOUSEKEEPING)
    share = models.BigIntegerField(default=0)
    key = models.CharField(max_length=200, blank=True, default="")
    state = StateField(MACHINE, writer="chassis.jobs.queue", max_length=8, default=JobState.READY)
    turn = models.BigIntegerField(default=0)
    ready_at = models.BigIntegerField(null=True)
    run_at = models.BigIntegerField(null=True)
    calendar = models.BooleanField(default=False)
    attempts = models.PositiveIntegerField(default=0)
    losses = models.PositiveSmallIntegerField(default=0)
    worker = models.BigIntegerField(null=True)
    again = models.BooleanField(default=False)
    last_error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        # All partial: a state costs only itself. A million jobs of tomorrow cost a claim nothing.
        indexes: ClassVar = [
            models.Index(fields=["pool", "line", "turn", "id"], name="jobs_ready", condition=Q(state=JobState.READY.value)),
            models.Index(fields=["share", "line", "turn"], name="jobs_share", condition=Q(state=JobState.READY.value)),
            models.Index(fields=["calendar", "run_at"], name="jobs_later", condition=Q(state=JobState.LATER.value)),
            models.Index(
                fields=["share"],
                name="jobs_for_a_stranger",
                condition=Q(state=JobState.LATER.value, pool=Pool.STRANGERS.value),
            ),
            models.Index(fields=["worker"], name="jobs_running", condition=Q(state=JobState.RUNNING.value)),
            models.Index(fields=["id"], name="jobs_dead", condition=Q(state=JobState.DEAD.value)),
            models.Index(fields=["tenant", "id"], name="jobs_dead_of_tenant", condition=Q(state=JobState.DEAD.value)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="jobs_one_per_key"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in JobState]), name="jobs_state_known"),
            models.CheckConstraint(
                condition=Q(state=JobState.RUNNING.value, worker__isnull=False)
                | (~Q(state=JobState.RUNNING.value) & Q(worker__isnull=True)),
                name="jobs_worker_while_running",
            ),
            models.CheckConstraint(
                condition=~Q(state=JobState.LATER.value) | Q(run_at__isnull=False), name="jobs_later_has_a_time"
            ),
            models.CheckConstraint(condition=Q(line__range=(FIRST.value, LAST.value)), name="jobs_line_known"),
            models.CheckConstraint(condition=Q(pool__range=(min(Pool).value, max(Pool).value)), name="jobs_pool_known"),
        ]

    @property
    def due(self) -> datetime | None:
        """When a later one is due."""
        return None if self.run_at is None else datetime.fromtimestamp(self.run_at / 1000, UTC)

    def __str__(self) -> str:
        return f"{self.task} {self.arguments}"


class Worker(models.Model):
    """A process that runs jobs. ``beats`` grows while it lives; who sees it stand still long enough declares it ``gone``, for good.

    ``place`` names machine, boot and process space, so that ``pid`` means something to a process of the same place.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    roles = models.CharField(max_length=40)
    host = models.CharField(max_length=120)
    place = models.CharField(max_length=120)
    pid = models.IntegerField()
    beats = models.BigIntegerField(default=0)
    gone = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.roles} {self.pid}@{self.host}"


class PeriodicRun(models.Model):
    """When the latest round of a periodic task began, on both clocks: one row a task, so that any number of workers begin it once."""

    task = models.CharField(max_length=120, primary_key=True)
    round = models.BigIntegerField(default=0)
    started_at = models.DateTimeField()
    calendar_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.task} #{self.round}"


class ClockJump(models.Model):
    """The machine's clock differed from elapsed time by this many seconds; negative when it was set back."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    seconds = models.BigIntegerField()
    noticed_at = models.DateTimeField()

    @property
    def size(self) -> int:
        """The seconds without their direction."""
        return abs(self.seconds)

    def __str__(self) -> str:
        return f"{self.seconds:+d} s"


class StrangerHost(models.Model):
    """A host that somebody else runs and how calls to it went lately. ``parked_until`` is true time; until then it is not asked."""

    host = models.CharField(max_length=255, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    parked_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True, default="")
    changed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["parked_until"], name="jobs_parked", condition=Q(parked_until__isnull=False)),
            models.Index(fields=["changed_at"], name="jobs_hosts_old"),
        ]

    def __str__(self) -> str:
        return self.host
