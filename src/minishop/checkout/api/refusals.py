"""What the REST API refuses, and the bodies that say so."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

import msgspec

JSON = "application/json;charset=UTF-8"


class InvalidInput(msgspec.Struct):
    """A field that does not fit, by its path in the request."""

    name: str
    type: str
    message: str


class ErrorBody(msgspec.Struct, rename="camel", omit_defaults=True, kw_only=True):
    """The gateway's and the API's error body."""

    code: str
    message: str
    timestamp: str
    trace_id: str
    invalid_inputs: list[InvalidInput] | msgspec.UnsetType = msgspec.UNSET
    last_cursor: str | msgspec.UnsetType = msgspec.UNSET


@dataclass(frozen=True, slots=True)
class Refusal:
    """A status, its code and its message."""

    status: int
    code: str
    message: str


AUTHN = Refusal(401, "GW.AUTHN", "요청을 보낼 권한이 없습니다.")
NOT_FOUND = Refusal(404, "GW.NOT_FOUND", "요청하신 리소스를 찾을 수 없습니다.")
METHOD = Refusal(405, "METHOD_NOT_ALLOWED", "지원하지 않는 요청 방식입니다.")
CURSOR_AHEAD = Refusal(409, "CURSOR_AHEAD", "변경 내역이 이 커서까지 읽은 것과 다릅니다.")
KEY_OF_ANOTHER = Refusal(409, "IDEMPOTENCY_KEY_REUSED", "다른 내용의 요청에 이미 쓴 Idempotency-Key입니다.")
TOO_LARGE = Refusal(413, "PAYLOAD_TOO_LARGE", "요청 본문이 너무 큽니다.")
MEDIA_TYPE = Refusal(415, "UNSUPPORTED_MEDIA_TYPE", "지원하지 않는 본문 형식입니다.")
RATE_LIMIT = Refusal(429, "GW.RATE_LIMIT", "요청이 많아 서비스를 일시적으로 사용할 수 없습니다.")
INTERNAL = Refusal(500, "GW.INTERNAL_SERVER_ERROR", "작업 중 오류가 발생하였습니다.")
UNREADABLE = Refusal(400, "4000", "요청을 읽을 수 없습니다.")

BY_STATUS = MappingProxyType(
    {r.status: r for r in (UNREADABLE, AUTHN, NOT_FOUND, METHOD, TOO_LARGE, MEDIA_TYPE, RATE_LIMIT, INTERNAL)}
)


class Refused(Exception):
    """Raised in a view: the request ends here, with this refusal. ``last_cursor`` is where a feed ends, for a cursor beyond it."""

    def __init__(self, refusal: Refusal, invalid_inputs: list[InvalidInput] | None = None, *, last_cursor: str = "") -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
        self.invalid_inputs = invalid_inputs
        self.last_cursor = last_cursor


def not_valid(subject: str, name: str) -> Refused:
    """A field of a request that does not fit: ``4000``, with the field's path."""
    message = f"{name} 항목이 유효하지 않습니다."
    return Refused(Refusal(400, "4000", message), [InvalidInput(name, f"NotValid.{subject}.{name}", message)])
