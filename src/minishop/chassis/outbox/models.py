"""The facts of a message, of an attempt to deliver it, and of one that came in."""

from __future__ import annotations

from django.db import models

from minishop.chassis.fields import StateField
from minishop.chassis.http import Outcome
from minishop.chassis.outbox.domain import MACHINE, State


class OutboxFields(models.Model):
    """The facts of a message. One writer of ``state``: ``chassis.outbox.services``."""

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, blank=True, default="")
    payload = models.JSONField()
    idempotency_key = models.CharField(max_length=120)
    state = StateField(MACHINE, writer="chassis.outbox.services", max_length=8, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    last_outcome = models.CharField(max_length=12, choices=[(o.value, o.value) for o in Outcome], blank=True, default="")
    last_reason = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


def states_known(name: str) -> models.CheckConstraint:
    """The constraint that lists a message's states, for the concrete model's ``Meta``."""
    return models.CheckConstraint(condition=models.Q(state__in=[state.value for state in State]), name=name)


def sent_by_age(name: str) -> models.Index:
    """The index by which messages that have arrived are found when they are old, for the concrete model's ``Meta``."""
    return models.Index(fields=["sent_at"], condition=models.Q(state=State.SENT.value), name=name)


class AttemptFields(models.Model):
    """One try to deliver a message."""

    message_id = models.BigIntegerField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12)
    reason = models.TextField(blank=True, default="")

    class Meta:
        abstract = True


class InboxFields(models.Model):
    """A message that came in, under the sender's identity for it: the same one again changes nothing."""

    message_key = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    received_at = models.DateTimeField()

    class Meta:
        abstract = True
