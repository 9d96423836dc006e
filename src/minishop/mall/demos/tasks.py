"""Later work of shops to try."""

from __future__ import annotations

from datetime import datetime, timedelta

from minishop.chassis import clock
from minishop.chassis.jobs.registry import task
from minishop.chassis.jobs.stopping import in_turns
from minishop.mall.demos.services.removal import remove_piece


@task(every=timedelta(hours=1))
def remove_old_demos(now: datetime) -> None:
    """Removes shops whose day of trying is over, by true time: moving the sandbox's clock takes nobody's shop."""
    in_turns(lambda: remove_piece(true_now=now - clock.shift()))
