"""The answers that a person chose in advance."""

from __future__ import annotations

from django.db import models


class NextAnswer(models.Model):
    """What one channel (``pg``, ``sms``, ``mail``) answers next. A channel without a row answers as usual."""

    channel = models.CharField(max_length=10, primary_key=True)
    answer = models.CharField(max_length=20)
    chosen_at = models.DateTimeField()
