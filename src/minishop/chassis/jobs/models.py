"""The facts of the job table."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.chassis.fields import StateField
from minishop.chassis.jobs.domain import MACHINE, JobState
from minishop.kernel.ids import new_id


class Job(models.Model):
    """One piece of work. A finished job is deleted; a failed one stays, with its reason, until someone clears it.

    One writer of ``state``: ``chassis.jobs.worker``.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    task = models.CharField(max_length=120)
    arguments = models.JSONField(default=dict)
    unique_key = models.CharField(max_length=160, blank=True, default="")
    state = StateField(MACHINE, writer="chassis.jobs.worker", max_length=8, default=JobState.READY)
    run_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "run_at"], name="jobs_due")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unique_key"],
                condition=~models.Q(unique_key="") & models.Q(state=JobState.READY.value),
                name="jobs_one_ready_per_key",
            ),
            models.CheckConstraint(condition=models.Q(state__in=[state.value for state in JobState]), name="jobs_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.arguments}"


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
