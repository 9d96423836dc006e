"""Words of later work for templates."""

from __future__ import annotations

from django.template import Library

from minishop.chassis.jobs.labels import title_of
from minishop.chassis.jobs.models import Job

register = Library()


@register.filter
def title(job: Job) -> str:
    """What a job does, as people read it."""
    return title_of(job.task)
