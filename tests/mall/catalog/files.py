"""Product files as Cafe24 exports them, made up for tests: 86 columns, or 90 with the newer four."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

COLUMNS = (
    "상품코드", "자체 상품코드", "진열상태", "판매상태", "상품분류 번호", "상품분류 신상품영역", "상품분류 추천상품영역", "상품명", "영문 상품명",
    "상품명(관리용)", "공급사 상품명", "모델명", "상품 요약설명", "상품 간략설명", "검색어설정", "과세구분", "소비자가", "공급가", "상품가", "판매가",
    "판매가 대체문구 사용", "판매가 대체문구", "주문수량 제한 기준", "최소 주문수량(이상)", "최대 주문수량(이하)", "적립금", "적립금 구분",
    "공통이벤트 정보", "성인인증", "옵션사용", "품목 구성방식", "옵션 표시방식",
    "옵션세트명", "옵션입력", "옵션 스타일", "버튼이미지 설정", "색상 설정",
    "필수여부", "품절표시 문구", "추가입력옵션", "추가입력옵션 명칭", "추가입력옵션 선택/필수여부", "입력글자수(자)", "이미지등록(상세)",
    "이미지등록(목록)", "이미지등록(작은목록)", "이미지등록(축소)", "제조사", "공급사", "브랜드", "트렌드", "자체분류 코드", "제조일자", "출시일자",
    "유효기간 사용여부", "유효기간", "원산지", "상품부피(cm)", "부피무게(kg)", "상품결제안내", "상품배송안내", "교환/반품안내", "서비스문의/안내",
    "배송정보", "배송방법", "국내/해외배송", "배송지역", "배송비 선결제 설정", "배송기간", "배송비 구분", "배송비입력", "상품 구분(해외통관)",
    "상품소재", "영문 상품소재(해외통관)", "옷감(해외통관)", "검색엔진최적화(SEO) 검색엔진 노출 설정", "검색엔진최적화(SEO) Title",
    "검색엔진최적화(SEO) Author", "검색엔진최적화(SEO) Description", "검색엔진최적화(SEO) Keywords",
    "검색엔진최적화(SEO) 상품 이미지 Alt 텍스트", "개별결제수단설정", "상품배송유형 코드", "스토어픽업 설정", "상품 전체중량(kg)", "HS코드",
)  # fmt: skip
NEWER = ("상품 상세설명", "모바일 상품 상세설명 설정", "모바일 상품 상세설명", "이미지등록(추가)")
PLAIN = {
    "진열상태": "Y", "판매상태": "Y", "과세구분": "A|10", "소비자가": "0.00", "판매가": "6300.00", "판매가 대체문구 사용": "N",
    "최소 주문수량(이상)": "1", "성인인증": "N", "옵션사용": "N", "추가입력옵션": "F", "유효기간 사용여부": "F", "배송정보": "F",
}  # fmt: skip
Row = dict[str, str]


def row(code: str, **cells: str) -> Row:
    """A plain product's row; cells whose names are no identifiers are added with ``|``."""
    return {**PLAIN, "상품코드": code, "상품명": f"상품 {code}", **cells}


def product_file(rows: Iterable[Row], *, columns: Sequence[str] = COLUMNS, encoding: str = "utf-8-sig") -> bytes:
    """The file of these rows."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([[one.get(column, "") for column in columns] for one in rows])
    return out.getvalue().encode(encoding)
