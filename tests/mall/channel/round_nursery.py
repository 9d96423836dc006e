"""What the schedulers do that ``test_round_processes`` starts: the mall's rounds, and nothing else."""

from __future__ import annotations

BATCH = 50


def declare() -> None:
    """The mall's own rounds, in smaller batches, so that there are many of them; no periodic tasks."""
    from minishop.chassis.jobs import registry
    from minishop.mall.channel.services import rounds
    from minishop.mall.channel.tasks import collect

    registry._registry.tasks.clear()
    registry._registry.tasks[collect.name] = collect
    setattr(rounds, "MOST", BATCH)  # noqa: B010  # a name that the module only imports
