"""The words for what an import refuses and ignores."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minishop.mall.catalog.domain.cafe24 import Verdict
from minishop.mall.catalog.domain.cells import Why
from minishop.mall.catalog.domain.csv_file import BadFile

_REASONS: dict[Why, str | Promise] = {
    Why.MISSING: _("꼭 있어야 하는 값이 비어 있습니다."),
    Why.BAD_CODE: _("상품코드에는 글자, 숫자, -, _, .만 쓸 수 있습니다."),
    Why.NOT_AN_AMOUNT: _("0 이상의 정수 금액이 아닙니다."),
    Why.NOT_A_COUNT: _("1 이상의 정수가 아닙니다."),
    Why.BELOW_MINIMUM: _("최소 주문수량보다 작습니다."),
    Why.NOT_YES_OR_NO: _("Y 또는 N이 아닙니다."),
    Why.UNKNOWN_VALUE: _("모르는 값입니다."),
    Why.TOO_LONG: _("너무 깁니다."),
    Why.BAD_OPTION: _("옵션은 이름{값|값}//이름{값|값} 꼴이어야 하고, 같은 이름이나 값이 두 번 있으면 안 됩니다."),
    Why.TOO_MANY_VARIANTS: _("옵션 조합이 너무 많습니다. 300개까지 됩니다."),
    Why.TWICE_IN_FILE: _("같은 상품코드가 파일에 이미 있습니다."),
    Why.WRONG_WIDTH: _("칸 수가 첫 줄과 다릅니다. 따옴표나 쉼표가 빠지지 않았는지 확인해 주세요."),
    Why.NO_PLACE: _("미니샵에 없는 항목입니다."),
    Why.CODE_ELSEWHERE: _("다른 시스템의 코드라서 이름을 알 수 없습니다."),
    Why.FILE_ELSEWHERE: _("사진 파일이 이 파일에 들어 있지 않습니다. 상품 화면에서 올려 주세요."),
    Why.FEE_KIND: _("미니샵에 없는 배송비 구분입니다. 상점 배송비가 적용됩니다."),
}
_VERDICTS: dict[Verdict, str | Promise] = {Verdict.REFUSED: _("거절"), Verdict.IGNORED: _("쓰지 않음")}
_FILE_PROBLEMS: dict[str, str | Promise] = {
    "empty": _("파일을 골라 주세요. 빈 파일은 읽을 수 없습니다."),
    "too_large": _("파일이 너무 큽니다. 10MB까지 올릴 수 있습니다."),
    "encoding": _("%(line)s번째 줄을 읽을 수 없습니다. UTF-8, CP949(EUC-KR), UTF-16 가운데 하나로 저장해 주세요."),
    "header": _("첫 줄에 다음 열이 없습니다: %(missing)s"),
    "header_twice": _("첫 줄에 같은 열이 두 번 있습니다: %(missing)s"),
    "too_many_rows": _("상품이 너무 많습니다. 한 번에 %(limit)s줄까지 올릴 수 있습니다."),
    "not_csv": _("CSV 파일이 아닙니다. %(line)s번째 줄의 따옴표를 확인해 주세요."),
}


def verdict(verdict: Verdict) -> str:
    """What became of a cell."""
    return str(_VERDICTS[verdict])


def reason(why: Why) -> str:
    """Why a cell was refused or ignored."""
    return str(_REASONS[why])


def file_problem(error: BadFile) -> str:
    """Why a file as a whole cannot be read."""
    missing = error.facts.get("missing")
    facts = {**error.facts, "missing": ", ".join(missing) if isinstance(missing, list) else ""}
    text = str(_FILE_PROBLEMS[str(error.facts["problem"])])
    return text % facts if "%(" in text else text
