"""Answers of the outside world, as the seam of HTTP gives them."""

from __future__ import annotations

import json
from typing import Any

from minishop.chassis.http import Answer, Outcome

TIMED_OUT = Answer(Outcome.TIMED_OUT, reason="no answer in 4 s")
UNREACHABLE = Answer(Outcome.UNREACHABLE, reason="connection refused")


def answered(body: Any, status: int = 200) -> Answer:
    """An answer with a JSON object, or with bytes as they are."""
    content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    outcome = Outcome.SENT if status < 300 else Outcome.REFUSED
    return Answer(outcome, status, content, reason="" if status < 300 else f"HTTP {status}")
