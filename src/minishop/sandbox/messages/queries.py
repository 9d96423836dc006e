"""Reading the messages."""

from __future__ import annotations

from django.db.models import QuerySet

from minishop.sandbox.messages.domain import Kind
from minishop.sandbox.messages.models import Message


def messages_of(kind: Kind) -> QuerySet[Message]:
    """What was taken of one kind, the latest first."""
    return Message.objects.filter(kind=kind).order_by("-id")
