"""Terms and privacy pages: what they are made of. Each service says its own, where consent is asked and in its foot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Policy:
    """약관: a title, and sections of a heading and a text."""

    title: Words
    sections: tuple[tuple[Words, Words], ...]

    def told(self, names: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
        """The sections in the reader's language; ``names`` stand in the place of what the texts name."""
        return [(str(heading), str(text) % names if names else str(text)) for heading, text in self.sections]
