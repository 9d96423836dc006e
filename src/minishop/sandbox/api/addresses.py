"""The search for addresses, as the public one is asked and answers (protocol/juso)."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

from minishop.sandbox.addresses.domain import Address, is_too_broad, matching
from minishop.sandbox.api.endpoint import Refusal, Reply, endpoint

MOST_ROWS, MOST_FOUND = 100, 9_000
# A keyword that has this word in it is not answered: the finder is away.
AWAY = "고장"


def _search(request: HttpRequest) -> Reply:
    asked = request.GET
    keyword = " ".join(asked.get("keyword", "").split())
    if AWAY in keyword:
        raise Refusal(503, "UNAVAILABLE", "지금은 처리할 수 없습니다. 나중에 다시 시도해 주세요.")
    refused = _refusal(asked.get("confmKey", ""), keyword)
    if refused:
        return _answer(asked, refused, 0, None)
    size, page = _number(asked.get("countPerPage"), 10, MOST_ROWS), _number(asked.get("currentPage"), 1, MOST_FOUND)
    found = matching(keyword)
    return _answer(asked, ("0", "정상"), len(found), [_row(one) for one in found[(page - 1) * size : page * size]])


def _refusal(key: str, keyword: str) -> tuple[str, str] | None:
    if not key:
        return "E0001", "승인되지 않은 KEY 입니다."
    if not keyword:
        return "E0005", "검색어가 입력되지 않았습니다."
    if len(keyword) < 2:
        return "E0008", "검색어는 두글자 이상 입력되어야 합니다."
    if not any(letter.isalpha() for letter in keyword):
        return "E0009", "검색어는 문자와 숫자 같이 입력되어야 합니다."
    return ("E0006", "주소를 상세히 입력해 주시기 바랍니다.") if is_too_broad(keyword) else None


def _number(text: str | None, absent: int, most: int) -> int:
    return min(max(int(text), 1), most) if text and text.isascii() and text.isdigit() and len(text) < 6 else absent


def _answer(asked: QueryDict, result: tuple[str, str], total: int, rows: list[dict[str, str]] | None) -> Reply:
    common = {
        "errorCode": result[0],
        "errorMessage": result[1],
        "totalCount": str(total),
        "currentPage": asked.get("currentPage", "1")[:5],
        "countPerPage": asked.get("countPerPage", "10")[:5],
    }
    return Reply(200, {"results": {"common": common, "juso": rows}})


def _row(address: Address) -> dict[str, str]:
    road_address = address.road_address
    first, _, notes = road_address.partition(" (")
    return {
        "roadAddr": road_address,
        "roadAddrPart1": first,
        "roadAddrPart2": f" ({notes}" if notes else "",
        "jibunAddr": address.lot_address,
        "zipNo": address.zipcode,
        "siNm": address.province,
        "sggNm": address.district,
        "emdNm": address.town.split()[0],
        "liNm": address.town.split()[1] if address.is_rural else "",
        "rn": address.road,
        "bdNm": address.building,
    }


addresses = endpoint("addresses", GET=_search)
