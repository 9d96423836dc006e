"""Who may read the operators' numbers."""

from __future__ import annotations

from django.http import HttpRequest


def is_operator(request: HttpRequest) -> bool:
    """Whether an operator asks: only operators log in here."""
    return request.user.is_authenticated
