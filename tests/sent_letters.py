"""What people are sent: letters by their keys, taken at the seam of HTTP in place of the sender of messages."""

from __future__ import annotations

import json
import re
from typing import Any

from minishop.chassis.http import Answer, Outcome


class Mailbox:
    """Takes messages as the protocol says: the same key again is the same message. ``answer`` is what it says to the next ones instead."""

    def __init__(self) -> None:
        self.letters: dict[str, dict[str, Any]] = {}
        self.answer: Answer | None = None

    def exchange(self, method: str, url: str, *, content: bytes, headers: dict[str, str], **bounds: Any) -> Answer:
        """In the place of ``minishop.chassis.messages.exchange``."""
        if self.answer is not None:
            return self.answer
        letter = {**json.loads(content), "kind": url.rpartition("/")[2]}
        self.letters.setdefault(headers["Idempotency-Key"], letter)
        return Answer(Outcome.SENT, 202, b"{}")

    def to(self, address: str) -> list[dict[str, Any]]:
        """What one address was sent, in order."""
        return [letter for letter in self.letters.values() if letter["to"] == address]

    def link(self, address: str) -> str:
        """The path and query of the only link in the last letter to an address."""
        (found,) = re.findall(r"https?://[^/\s]+(/\S*)", self.to(address)[-1]["text"])
        return str(found)
