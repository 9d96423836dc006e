"""What claims refuse."""

from __future__ import annotations

from typing import ClassVar

from minishop.kernel.errors import DomainError


class CannotCancel(DomainError):
    """The order, or what was chosen of it, cannot be cancelled from here. ``problem`` is a ``CancelProblem``."""

    code: ClassVar[str] = "cannot_cancel"


class CannotAnswer(DomainError):
    """The return or exchange cannot be answered so from here. ``problem`` is an ``AnswerProblem``."""

    code: ClassVar[str] = "cannot_answer"


class CannotFile(DomainError):
    """The return cannot be filed from here. ``problem`` is a ``ReturnProblem``."""

    code: ClassVar[str] = "cannot_file"


class CannotPutBack(DomainError):
    """The pieces cannot be put back into stock. ``problem``: before (they are there already), not_back, too_many, gone (nobody sells them
    any more)."""

    code: ClassVar[str] = "cannot_put_back"


class NothingToAnswer(DomainError):
    """No request to cancel waits for an answer: it has been answered, withdrawn or decided by time."""

    code: ClassVar[str] = "nothing_to_answer"
