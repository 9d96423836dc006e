"""The OpenAPI description of what this hub serves below ``/v1/``, made from the structs that read and write it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from minishop.checkout.api import application_messages as host
from minishop.checkout.api import changed_merchants as many
from minishop.checkout.api import claim_messages as claims
from minishop.checkout.api import messages as wire
from minishop.checkout.api.refusals import ErrorBody
from minishop.checkout.api.views.token import TokenBody, TokenError

_ORDERS = "/v1/pay-order/mall/product-orders"
_APPLICATIONS = "/v1/minishop/merchant-applications"


@dataclass(frozen=True, slots=True)
class _Operation:
    method: str
    path: str
    summary: str
    answer: Any
    body: Any = None
    query: tuple[str, ...] = ()
    error: Any = ErrorBody
    security: str = "token"
    is_wrapped: bool = True


# Below ``{productOrderId}/claim/``.
_CLAIMS: dict[str, tuple[str, Any]] = {
    "cancel/request": ("취소 요청", claims.CancelRequest),
    "cancel/approve": ("취소 요청 승인", None),
    "cancel/reject": ("취소 요청 거절 [OWN]", claims.RejectCancelRequest),
    "return/request": ("반품 요청", claims.ReturnRequest),
    "return/accept": ("반품 접수 [OWN]", None),
    "return/collect/complete": ("반품 수거 완료 [OWN]", None),
    "return/approve": ("반품 승인", None),
    "return/reject": ("반품 거부", claims.RejectReturnRequest),
    "return/holdback": ("반품 보류", claims.HoldReturnRequest),
    "return/holdback/release": ("반품 보류 해제", None),
    "exchange/accept": ("교환 접수 [OWN]", None),
    "exchange/collect/complete": ("교환 수거 완료", None),
    "exchange/dispatch": ("교환 재배송", claims.DispatchExchangeRequest),
    "exchange/reject": ("교환 거부", claims.RejectExchangeRequest),
    "exchange/holdback": ("교환 보류", claims.HoldExchangeRequest),
    "exchange/holdback/release": ("교환 보류 해제", None),
    "purchase-decision/request": ("구매확정 요청 [OWN]", None),
}
_OPERATIONS = (
    _Operation("post", "/v1/oauth2/token", "인증 토큰 발급", TokenBody, error=TokenError, security="", is_wrapped=False),
    _Operation(
        "get",
        f"{_ORDERS}/last-changed-statuses",
        "변경 상품주문 내역 조회",
        wire.ChangedData,
        query=("lastChangedFrom", "lastChangedTo", "lastChangedType", "moreSequence", "limitCount"),
    ),
    _Operation("post", f"{_ORDERS}/query", "상품주문 상세 조회", list[claims.QueriedLine], body=wire.QueryRequest),
    _Operation("post", f"{_ORDERS}/confirm", "발주확인", wire.ConfirmData, body=wire.ConfirmRequest),
    _Operation("post", f"{_ORDERS}/dispatch", "발송처리", wire.DispatchData, body=wire.DispatchRequest),
    *(
        _Operation("post", f"{_ORDERS}/{{productOrderId}}/claim/{act}", summary, wire.DispatchData, body=body)
        for act, (summary, body) in _CLAIMS.items()
    ),
    _Operation("get", "/v1/minishop/changes", "변경 내역 [OWN]", wire.FeedData, query=("after", "limit")),
    _Operation("post", "/v1/minishop/claim-proposals", "취소 제안 [OWN]", claims.ProposalData, body=claims.ProposalRequest),
    _Operation(
        "post", "/v1/minishop/changed-merchants", "변경된 가맹점 조회 [OWN]", many.ChangedMerchants, body=many.ChangedMerchantsRequest,
        security="host", is_wrapped=False,
    ),
    _Operation(
        "post", _APPLICATIONS, "입점 신청 [OWN]", host.ApplicationAnswer, body=host.ApplicationRequest, error=host.HostError,
        security="host", is_wrapped=False,
    ),
    _Operation(
        "get", f"{_APPLICATIONS}/{{applicationId}}", "신청 상태 [OWN]", host.ApplicationAnswer, error=host.HostError,
        security="host", is_wrapped=False,
    ),
    _Operation(
        "put", f"{_APPLICATIONS}/{{applicationId}}/pg", "PG 계약 지정 [OWN]", host.ApplicationAnswer, body=host.PgRequest,
        error=host.HostError, security="host", is_wrapped=False,
    ),
)  # fmt: skip
_TOKEN_FIELDS = ("client_id", "timestamp", "client_secret_sign", "grant_type", "type", "account_id")
_NEEDED = {"lastChangedFrom"}


def description() -> dict[str, Any]:
    """The whole description, ready to be written as JSON; the same for the same code."""
    types = [part for operation in _OPERATIONS for part in (operation.answer, operation.body, operation.error) if part is not None]
    schemas, components = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    found = iter(schemas)
    paths: dict[str, dict[str, Any]] = {}
    for operation in _OPERATIONS:
        answer, body, error = next(found), next(found) if operation.body else None, next(found)
        paths.setdefault(operation.path, {})[operation.method] = _described(operation, answer, body, error)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Minishop Checkout",
            "version": "1",
            "description": "protocol/rest/README.md, protocol/minishop/README.md",
        },
        "paths": paths,
        "components": {
            "schemas": dict(sorted(components.items())),
            "securitySchemes": {name: {"type": "http", "scheme": "bearer"} for name in ("token", "host")},
        },
    }


def _described(operation: _Operation, answer: Any, body: Any, error: Any) -> dict[str, Any]:
    shown = (
        {"type": "object", "properties": {"timestamp": _TEXT, "traceId": _TEXT, "data": answer}} if operation.is_wrapped else answer
    )
    described: dict[str, Any] = {
        "summary": operation.summary,
        "responses": {"200": _content(shown, "answered"), "default": _content(error, "refused")},
    }
    if operation.security:
        described["security"] = [{operation.security: []}]
    if parameters := [*_path_parameters(operation.path), *(_parameter(name, "query") for name in operation.query)]:
        described["parameters"] = parameters
    if body is not None:
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    if operation.path.endswith("/token"):
        form = {"type": "object", "properties": dict.fromkeys(_TOKEN_FIELDS, _TEXT), "required": list(_TOKEN_FIELDS[:-1])}
        described["requestBody"] = {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": form}}}
    return described


_TEXT = {"type": "string"}


def _content(schema: Any, words: str) -> dict[str, Any]:
    return {"description": words, "content": {"application/json": {"schema": schema}}}


def _path_parameters(path: str) -> list[dict[str, Any]]:
    return [_parameter(name, "path") for name in ("applicationId", "productOrderId") if f"{{{name}}}" in path]


def _parameter(name: str, place: str) -> dict[str, Any]:
    return {"name": name, "in": place, "required": place == "path" or name in _NEEDED, "schema": _TEXT}
