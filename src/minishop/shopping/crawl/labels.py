"""Korean text of what is said about feeds."""

from __future__ import annotations

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from minishop.shopping.crawl.domain.schedule import CrawlOutcome
from minishop.shopping.crawl.domain.verdicts import FeedKind, FileFault, RowFault

KINDS = {FeedKind.FULL: pgettext_lazy("crawl", "전체"), FeedKind.SUMMARY: _("요약")}

OUTCOMES = {
    CrawlOutcome.APPLIED: _("반영"),
    CrawlOutcome.HELD: _("삭제 보류"),
    CrawlOutcome.NOT_OPEN: _("아직 열리지 않음"),
    CrawlOutcome.UNREACHABLE: _("수신 실패"),
    CrawlOutcome.FILE_REFUSED: _("파일 오류"),
    CrawlOutcome.SUPERSEDED: _("더 새 수집이 있음"),
}
OUTCOME_BADGES = {
    CrawlOutcome.APPLIED: "ok",
    CrawlOutcome.HELD: "warn",
    CrawlOutcome.NOT_OPEN: "muted",
    CrawlOutcome.UNREACHABLE: "bad",
    CrawlOutcome.FILE_REFUSED: "bad",
    CrawlOutcome.SUPERSEDED: "muted",
}

FAULTS = {
    FileFault.EMPTY: _("빈 파일입니다"),
    FileFault.ENCODING: _("UTF-8이나 CP949가 아닌 파일입니다"),
    FileFault.LINES: _("줄이 너무 많습니다"),
    FileFault.HEADER: _("첫 줄에 필수 열이 없습니다"),
    FileFault.VERSION: _("등록한 EP 버전(3.0)과 다른 형식입니다"),
    FileFault.NO_GOOD_ROW: _("받을 수 있는 상품이 한 줄도 없습니다"),
    RowFault.MISSING: _("필수 값이 비어 있습니다"),
    RowFault.BAD_ID: _("상품 ID는 영문, 숫자, -, _, 빈칸 50자까지입니다"),
    RowFault.BAD_PRICE: _("가격은 1원 이상의 숫자여야 합니다"),
    RowFault.BAD_SHIPPING: _("배송비는 -1에서 1,000,000까지의 숫자여야 합니다"),
    RowFault.BAD_ADDRESS: _("http나 https로 시작하는 올바른 주소가 아닙니다"),
    RowFault.BAD_CLASS: _("class는 I, U, D 가운데 하나여야 합니다"),
    RowFault.BAD_TIME: _("update_time은 yyyy-mm-dd hh:mm:ss 형식이어야 합니다"),
    RowFault.DUPLICATE: _("같은 상품 ID가 앞줄에 있습니다"),
    RowFault.TOO_MANY_FIELDS: _("첫 줄보다 칸이 많습니다"),
    RowFault.UNDECODABLE: _("읽을 수 없는 글자가 있습니다"),
    RowFault.ADULT: _("성인 상품은 싣지 않습니다"),
    RowFault.OVER_LIMIT: _("상품 수 한도를 넘었습니다"),
    RowFault.TOO_LONG: _("너무 길어 줄였거나 권장 길이를 넘었습니다"),
    RowFault.UNKNOWN_CONDITION: _("모르는 상품 상태라 신상품으로 보았습니다"),
    RowFault.NOT_A_NUMBER: _("숫자가 아니어서 무시했습니다"),
    RowFault.UNKNOWN_COLUMN: _("모르는 열이라 무시했습니다"),
    "refused": _("상점이 오류로 답했습니다"),
    "timed_out": _("상점이 제때 답하지 않았습니다"),
    "unreachable": _("상점에 연결할 수 없습니다"),
    "too_large": _("파일이 너무 큽니다"),
}


def fault_label(code: str) -> str:
    """The sentence for a fault's code; the code itself for one that has none."""
    return str(FAULTS.get(code, code))


def suspension_text(fault: str, detail: str) -> str:
    """Why a partner is suspended; a suspension without a fault is told by its detail alone."""
    if not fault:
        return detail
    why = " ".join(part for part in (fault_label(fault) if fault in FAULTS else "", detail) if part)
    return gettext("상품 정보를 3일 동안 받지 못했습니다. (%(reason)s)") % {"reason": why}
