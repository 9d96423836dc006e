"""The words for what an import refuses and ignores."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from minishop.mall.catalog.domain.cells import Why
from minishop.mall.catalog.domain.description import Dropped
from minishop.mall.catalog.domain.draft import TextOption
from minishop.mall.catalog.domain.options import SelectOption
from minishop.mall.catalog.domain.table_file import BadFile
from minishop.mall.catalog.domain.verdicts import Verdict
from minishop.mall.catalog.labels import DROPPED_LABELS, TEXT_LABELS
from minishop.mall.catalog.services.comparing import Fact

_REASONS: dict[Why, str | Promise] = {
    Why.MISSING: _("새 상품에는 꼭 있어야 하는 값이 비어 있습니다."),
    Why.BAD_CODE: _("상품코드에는 글자, 숫자, -, _, .만 쓸 수 있습니다."),
    Why.NOT_AN_AMOUNT: _("0 이상의 정수 금액이 아닙니다."),
    Why.NOT_A_COUNT: _("1 이상의 정수가 아닙니다."),
    Why.NOT_PIECES: _("0 이상의 정수가 아닙니다. 재고를 세지 않으려면 (비움)이라고 적어 주세요."),
    Why.NOT_A_DIFFERENCE: _("+5나 -3 같은 정수가 아닙니다."),
    Why.TWO_QUANTITIES: _("재고수량과 재고증감을 한 줄에 함께 적을 수 없습니다."),
    Why.NOT_COUNTED: _("아직 재고를 세지 않습니다. 재고수량에 적어 주세요."),
    Why.BELOW_NOTHING: _("지금 있는 재고보다 많이 뺄 수 없습니다."),
    Why.BELOW_MINIMUM: _("최소 주문수량보다 작습니다."),
    Why.NOT_YES_OR_NO: _("Y 또는 N이 아닙니다."),
    Why.UNKNOWN_VALUE: _("모르는 값입니다."),
    Why.TOO_LONG: _("너무 깁니다."),
    Why.BAD_OPTION: _("옵션은 이름{값|값}//이름{값|값} 꼴이어야 하고, 같은 이름이나 값이 두 번 있으면 안 됩니다."),
    Why.TOO_MANY_VARIANTS: _("옵션 조합이 너무 많습니다. 300개까지 됩니다."),
    Why.TWICE_IN_FILE: _("같은 상품코드가 파일에 이미 있습니다."),
    Why.WRONG_WIDTH: _("칸 수가 첫 줄과 다릅니다. 따옴표나 쉼표가 빠지지 않았는지 확인해 주세요."),
    Why.CANNOT_BE_EMPTY: _("비울 수 없는 값입니다."),
    Why.NO_SUCH_PRODUCT: _("이 코드의 상품이 없습니다. 새 상품이면 상품명과 판매가도 적어 주세요."),
    Why.NO_SUCH_VARIANT: _("이 품목코드의 품목이 없습니다."),
    Why.SEVERAL_OF_OWN_CODE: _("이 자체 상품코드의 상품이 여럿입니다. 상품코드를 적어 주세요."),
    Why.NEEDS_VARIANT_CODE: _("옵션이 있는 상품의 재고와 추가금액은 품목코드가 있는 줄에 적어 주세요."),
    Why.NOT_IN_VARIANT_ROW: _(
        "품목 줄에서는 재고수량, 재고증감, 옵션추가금액만 읽습니다. 상품 값은 품목코드가 없는 줄에 적어 주세요."
    ),
    Why.ADULT: _("미니샵에는 성인인증이 없어서 진열하지 않습니다. 성인 상품으로 저장해 둡니다."),
    Why.NO_PLACE: _("미니샵에 없는 항목입니다."),
    Why.CODE_ELSEWHERE: _("다른 시스템의 코드라서 이름을 알 수 없습니다."),
    Why.FILE_ELSEWHERE: _("사진이 어느 주소에 있는지 알 수 없습니다. 사진이 있던 주소를 적거나 상품 화면에서 올려 주세요."),
    Why.NO_ADDRESS: _("사진의 주소가 아닙니다."),
    Why.SMALLER_PICTURE: _("같은 사진의 작은 크기라서 가져오지 않습니다."),
    Why.TOO_MANY_PICTURES: _("사진은 상품마다 10장까지 가져옵니다."),
    Why.PICTURES_STAY: _("파일로는 사진을 지울 수 없습니다. 상품 화면에서 지워 주세요."),
    Why.FEE_KIND: _("미니샵에 없는 배송비 구분입니다. 상점 배송비가 적용됩니다."),
}
_VERDICTS: dict[Verdict, str | Promise] = {
    Verdict.REFUSED: _("거절"),
    Verdict.IGNORED: _("쓰지 않음"),
    Verdict.ADAPTED: _("다르게 가져옴"),
}
_FIELDS: dict[str, str | Promise] = {
    **TEXT_LABELS,
    "name": _("상품명"),
    "summary": _("요약 설명"),
    "description": _("상세 설명"),
    "search_words": _("검색어"),
    "price": _("판매가"),
    "list_price": _("소비자가"),
    "price_text": _("판매가 대체문구"),
    "tax": _("과세"),
    "displayed": _("진열"),
    "for_sale": _("판매"),
    "adult": _("성인 상품"),
    "min_quantity": _("최소 주문수량"),
    "max_quantity": _("최대 주문수량"),
    "fee_kind": _("배송비"),
    "fee_amount": _("개별 배송비"),
    "fee_block": _("몇 개마다"),
    "options": _("선택 옵션"),
    "text_options": _("입력 옵션"),
    "categories": _("상품 분류"),
    "quantity": _("재고"),
    "more": _("재고 증감"),
    "surcharge": _("옵션 추가금액"),
    "pictures": _("사진"),
}
_WORDS: dict[tuple[str, object], str | Promise] = {
    ("tax", "taxed"): _("과세"),
    ("tax", "exempt"): _("면세"),
    ("tax", "zero"): _("영세"),
    ("fee_kind", "general"): _("상점 배송비"),
    ("fee_kind", "free"): _("무료"),
    ("fee_kind", "fixed"): _("개별 배송비"),
    ("fee_kind", "growing"): _("수량에 따라 증가"),
    ("quantity", None): _("세지 않음"),
}
_FILE_PROBLEMS: dict[str, str | Promise] = {
    "empty": _("파일을 골라 주세요. 빈 파일은 읽을 수 없습니다."),
    "too_large": _("파일이 너무 큽니다. 10MB까지 올릴 수 있습니다."),
    "encoding": _("%(line)s번째 줄을 읽을 수 없습니다. UTF-8, CP949(EUC-KR), UTF-16 가운데 하나로 저장해 주세요."),
    "header": _("처음 다섯 줄에서 열 이름을 찾지 못했습니다. 다음 가운데 하나는 있어야 합니다: %(missing)s"),
    "workbook": _("엑셀 파일을 읽을 수 없습니다. 엑셀에서 열어 다시 .xlsx로 저장하거나 CSV UTF-8로 저장해 주세요."),
    "old_workbook": _("옛 엑셀 파일(.xls)입니다. 엑셀에서 열어 .xlsx나 CSV UTF-8로 다시 저장해 주세요."),
    "locked_workbook": _("암호가 걸린 엑셀 파일입니다. 암호를 풀고 저장한 파일을 올려 주세요."),
    "web_page": _("이름만 엑셀인 웹 문서(HTML 표)입니다. 엑셀에서 열어 .xlsx나 CSV UTF-8로 다시 저장해 주세요."),
    "header_twice": _("첫 줄에 같은 열이 두 번 있습니다: %(missing)s"),
    "too_many_rows": _("상품이 너무 많습니다. 한 번에 %(limit)s줄까지 올릴 수 있습니다."),
    "no_table": _("표가 아닌 파일입니다(사진, PDF, 압축 파일 등). 엑셀(.xlsx)이나 CSV 파일을 올려 주세요."),
    "long_cell": _(
        "%(line)s번째 줄에 너무 긴 칸이 있습니다. 칸마다 %(limit)s자까지 읽습니다. 닫히지 않은 따옴표가 있는지도 확인해 주세요."
    ),
    "not_csv": _("CSV 파일이 아닙니다. %(line)s번째 줄의 따옴표를 확인해 주세요."),
}


def verdict(verdict: Verdict) -> str:
    """What became of a cell."""
    return str(_VERDICTS[verdict])


def reason(why: Why | Dropped) -> str:
    """Why a cell was refused, ignored or taken otherwise."""
    if isinstance(why, Dropped):
        return gettext("설명에서 뺍니다: %(what)s") % {"what": DROPPED_LABELS[why]}
    return str(_REASONS[why])


def file_problem(error: BadFile) -> str:
    """Why a file as a whole cannot be read."""
    missing = error.facts.get("missing")
    facts = {**error.facts, "missing": ", ".join(missing) if isinstance(missing, list) else ""}
    text = str(_FILE_PROBLEMS[str(error.facts["problem"])])
    return text % facts if "%(" in text else text


def field_name(field: str) -> str:
    """What a field that would change is called."""
    return str(_FIELDS[field])


def fact(field: str, value: Fact) -> str:
    """A field's value before or after, as a person reads it; an empty text for nothing."""
    if (field, value) in _WORDS:
        return str(_WORDS[field, value])
    if isinstance(value, bool):
        return gettext("예") if value else gettext("아니오")
    if isinstance(value, tuple):
        return " / ".join(map(_part, value))
    if field in _AMOUNTS and isinstance(value, int):
        return gettext("%(amount)s원") % {"amount": f"{value:,}"}
    if field == "pictures" and isinstance(value, int):
        return ngettext("%(n)d장 가져옴", "%(n)d장 가져옴", value) % {"n": value}
    if field == "more" and isinstance(value, int):
        return f"{value:+,}"
    return "" if value is None else f"{value:,}" if isinstance(value, int) else value


_AMOUNTS = frozenset({"price", "list_price", "fee_amount", "surcharge"})


def _part(part: object) -> str:
    if isinstance(part, SelectOption):
        return f"{part.name}: {', '.join(part.values)}"
    return part.name if isinstance(part, TextOption) else str(part)
