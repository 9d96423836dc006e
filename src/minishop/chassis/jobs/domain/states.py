"""작업의 상태: a job's machine. A job that ends well is deleted, in whichever state."""

from __future__ import annotations

from enum import StrEnum

from minishop.kernel.machine import Machine


class JobState(StrEnum):
    """Where a job stands: it may be begun, it is not yet due, a worker has it, or only a person helps."""

    READY = "ready"
    LATER = "later"
    RUNNING = "running"
    DEAD = "dead"


class JobEvent(StrEnum):
    """What happens to a job.

    ``give_back``: its worker has not begun it, is gone, or is done with what was asked so far; ``postpone``: the party it is for is not
    asked just now; ``put_off``: an attempt did not get through; ``revive`` and ``revive_later``: a dead one begins anew.
    """

    PROMOTE = "promote"
    CLAIM = "claim"
    POSTPONE = "postpone"
    GIVE_BACK = "give_back"
    PUT_OFF = "put_off"
    GIVE_UP = "give_up"
    REVIVE = "revive"
    REVIVE_LATER = "revive_later"


MACHINE = Machine(
    (JobState.READY, JobState.LATER),
    {
        (JobState.LATER, JobEvent.PROMOTE): JobState.READY,
        (JobState.READY, JobEvent.CLAIM): JobState.RUNNING,
        (JobState.READY, JobEvent.POSTPONE): JobState.LATER,
        (JobState.RUNNING, JobEvent.POSTPONE): JobState.LATER,
        (JobState.RUNNING, JobEvent.GIVE_BACK): JobState.READY,
        (JobState.RUNNING, JobEvent.PUT_OFF): JobState.LATER,
        (JobState.RUNNING, JobEvent.GIVE_UP): JobState.DEAD,
        (JobState.DEAD, JobEvent.REVIVE): JobState.READY,
        (JobState.DEAD, JobEvent.REVIVE_LATER): JobState.LATER,
    },
)
