"""Reading request bodies: a field that does not fit is refused by name."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec
from django.http import HttpRequest

from minishop.kernel.won import Won
from minishop.sandbox.api.endpoint import Refusal

MAX_AMOUNT = 1_000_000_000


class Body:
    """A JSON object. Every method raises Refusal (400 INVALID) for a field that is missing or does not fit."""

    def __init__(self, request: HttpRequest) -> None:
        try:
            self._fields = msgspec.json.decode(request.body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise _invalid("본문이 JSON이 아닙니다.") from None
        if not isinstance(self._fields, dict):
            raise _invalid("본문은 JSON 객체여야 합니다.")

    def text(self, name: str, *, limit: int, blank: bool = False) -> str:
        """A text of at most ``limit`` characters."""
        value = self._fields.get(name, "" if blank else None)
        if not isinstance(value, str) or len(value) > limit or "\0" in value or not (blank or value.strip()):
            raise _invalid(f"{name}: 1~{limit}자의 글이어야 합니다.")
        return value

    def amount(self, name: str) -> Won:
        """A whole number of won above 0."""
        value = self._fields.get(name)
        if type(value) is not int or not 0 < value <= MAX_AMOUNT:
            raise _invalid(f"{name}: 1~{MAX_AMOUNT}의 정수여야 합니다.")
        return Won(value)

    def __contains__(self, name: str) -> bool:
        return self._fields.get(name) is not None

    def choice(self, name: str, choices: Sequence[str], *, absent: str) -> str:
        """One of the words, or ``absent`` where the field is."""
        value = self._fields.get(name, absent)
        if value not in choices:
            raise _invalid(f"{name}: {', '.join(choices)} 가운데 하나여야 합니다.")
        return str(value)

    def address(self, name: str) -> str:
        """An absolute web address."""
        value = self.text(name, limit=500)
        try:
            parts = urlsplit(value)
        except ValueError:
            raise _invalid(f"{name}: 웹 주소가 아닙니다.") from None
        if parts.scheme not in ("http", "https") or not parts.hostname or any(letter <= " " for letter in value):
            raise _invalid(f"{name}: 웹 주소가 아닙니다.")
        return value


def idempotency_key(request: HttpRequest) -> str:
    """The header that makes a POST repeatable; raises Refusal (400 INVALID) without one."""
    key = request.headers.get("Idempotency-Key", "")
    if not 0 < len(key) <= 200:
        raise _invalid("Idempotency-Key: 1~200자의 머리글이 필요합니다.")
    return key


def _invalid(message: str) -> Refusal:
    return Refusal(400, "INVALID", message)
