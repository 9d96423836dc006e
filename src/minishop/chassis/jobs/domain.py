"""작업의 상태: a job's machine. A job that ends well is deleted, in whichever state."""

from __future__ import annotations

from enum import StrEnum

from minishop.kernel.machine import Machine


class JobState(StrEnum):
    """Where a job stands."""

    READY = "ready"
    RUNNING = "running"
    FAILED = "failed"


class JobEvent(StrEnum):
    """What happens to a job. A running one is claimed again when its lease has run out."""

    CLAIM = "claim"
    PUT_OFF = "put_off"
    GIVE_UP = "give_up"


MACHINE = Machine(
    (JobState.READY,),
    {
        (JobState.READY, JobEvent.CLAIM): JobState.RUNNING,
        (JobState.RUNNING, JobEvent.CLAIM): JobState.RUNNING,
        (JobState.RUNNING, JobEvent.PUT_OFF): JobState.READY,
        (JobState.RUNNING, JobEvent.GIVE_UP): JobState.FAILED,
    },
)
