"""영수증: the one piece that explains an amount, as rows: what, why, how much, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

from minishop.kernel.won import Won

Text = str | Promise


class Tone(StrEnum):
    """How a row stands: as it is, taken off for one's good, lost, a sum in between, or what it comes to."""

    PLAIN = ""
    MINUS = "bill-minus"
    LOST = "bill-lost"
    SUM = "bill-sum"
    PAY = "bill-pay"


@dataclass(frozen=True, slots=True)
class BillRow:
    """A line of a receipt; ``note`` is its reason in small type."""

    label: Text
    amount: Won
    note: Text = ""
    tone: Tone = Tone.PLAIN
