"""문자와 메일의 다음 응답: how one message is answered."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What is sent."""

    SMS = "sms"
    MAIL = "mail"


class Answer(StrEnum):
    """The answers a person can choose; each is used up by one message."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    UNAVAILABLE = "unavailable"
