"""A product file as Cafe24 exports it, of products that are all made up; their pictures lie with the sandbox."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

# The columns of Cafe24's product export, in its order. A column that a product below does not name is filled as an
# export fills it for a plain product.
COLUMNS = (
    "상품코드", "자체 상품코드", "진열상태", "판매상태", "상품분류 번호", "상품분류 신상품영역", "상품분류 추천상품영역", "상품명", "영문 상품명",
    "상품명(관리용)", "공급사 상품명", "모델명", "상품 요약설명", "상품 간략설명", "검색어설정", "과세구분", "소비자가", "공급가", "상품가", "판매가",
    "판매가 대체문구 사용", "판매가 대체문구", "주문수량 제한 기준", "최소 주문수량(이상)", "최대 주문수량(이하)", "적립금", "적립금 구분",
    "공통이벤트 정보", "성인인증", "옵션사용", "품목 구성방식", "옵션 표시방식", "옵션세트명",
    "옵션입력", "옵션 스타일", "버튼이미지 설정",
    "색상 설정", "필수여부", "품절표시 문구", "추가입력옵션", "추가입력옵션 명칭", "추가입력옵션 선택/필수여부", "입력글자수(자)", "이미지등록(상세)",
    "이미지등록(목록)", "이미지등록(작은목록)", "이미지등록(축소)", "제조사", "공급사", "브랜드", "트렌드", "자체분류 코드", "제조일자", "출시일자",
    "유효기간 사용여부", "유효기간", "원산지", "상품부피(cm)", "부피무게(kg)", "상품결제안내", "상품배송안내", "교환/반품안내", "서비스문의/안내",
    "배송정보", "배송방법", "국내/해외배송", "배송지역", "배송비 선결제 설정", "배송기간", "배송비 구분", "배송비입력", "상품 구분(해외통관)",
    "상품소재", "영문 상품소재(해외통관)", "옷감(해외통관)", "검색엔진최적화(SEO) 검색엔진 노출 설정", "검색엔진최적화(SEO) Title",
    "검색엔진최적화(SEO) Author", "검색엔진최적화(SEO) Description", "검색엔진최적화(SEO) Keywords",
    "검색엔진최적화(SEO) 상품 이미지 Alt 텍스트", "개별결제수단설정", "상품배송유형 코드", "스토어픽업 설정", "상품 전체중량(kg)", "HS코드",
)  # fmt: skip

# What an export says of a plain product.
ALWAYS = {
    "진열상태": "Y", "판매상태": "Y", "상품분류 신상품영역": "N", "상품분류 추천상품영역": "N", "과세구분": "A|10",
    "공급가": "0.00", "판매가 대체문구 사용": "N", "주문수량 제한 기준": "O", "최소 주문수량(이상)": "1", "적립금": "0.00", "적립금 구분": "P",
    "공통이벤트 정보": "Y", "성인인증": "N", "옵션사용": "N", "추가입력옵션": "F", "유효기간 사용여부": "F", "배송정보": "F", "배송기간": "1|3",
    "검색엔진최적화(SEO) 검색엔진 노출 설정": "Y", "상품배송유형 코드": "C", "스토어픽업 설정": "N", "상품 전체중량(kg)": "0.50",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Goods:
    """A product of the old shop. ``category`` is a number, as in an export; ``options`` are written as there; ``drawing`` is its picture."""

    name: str
    price: int
    category: str
    drawing: str
    summary: str
    options: str = ""


GOODS = (
    Goods("달빛 머그 한 쌍", 32_000, "61", "mug-pair", "둘이 마주 앉아 마시는 머그 두 개.", "색상{흰 달|푸른 달}"),
    Goods("들꽃 벌꿀 250g", 12_000, "62", "honey", "산에 핀 꽃마다 조금씩 모은 꿀."),
    Goods("작은 소이 캔들", 9_500, "61", "candle", "책상 위에 두는 손바닥만 한 초."),
    Goods("무명 행주 3장", 6_900, "61", "dishcloth", "얇아서 빨리 마르는 행주."),
    Goods("햇보리차 티백 20개", 7_800, "62", "tea", "볶은 지 한 달 안에 보내는 보리차."),
    Goods("모시 셔츠", 58_000, "63", "shirt", "한여름에 입는 성근 셔츠.", "크기{M|L|XL}//색상{흰색|쑥색}"),
    Goods("겨울 비니", 19_000, "63", "beanie", "귀까지 덮는 두꺼운 모자."),
    Goods("줄 없는 공책", 7_500, "64", "notebook", "실로 꿰매 활짝 펼쳐지는 공책 한 권."),
)


def product_file(address_of: Callable[[str], str]) -> bytes:
    """The file: UTF-8 with a mark, a row a product. ``address_of`` gives the whole address of a drawing."""
    rows = [_cells(number, goods, address_of(goods.drawing)) for number, goods in enumerate(GOODS, start=1)]
    return exported([*COLUMNS, "상품 상세설명"], rows)


def exported(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """A file of these columns as Cafe24 exports it; what a row does not say is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([row.get(column, "") for column in columns])
    return out.getvalue().encode("utf-8-sig")


def _cells(number: int, goods: Goods, picture: str) -> dict[str, str]:
    return {
        **ALWAYS,
        "상품코드": f"P00OLD{number:02}", "상품분류 번호": goods.category, "상품명": goods.name, "상품 요약설명": goods.summary,
        "소비자가": "0.00", "판매가": f"{goods.price}.00", "배송기간": "", "옵션사용": "Y" if goods.options else "N", "옵션입력": goods.options,
        "이미지등록(상세)": picture, "상품 상세설명": f'<p>{goods.summary}</p><p><img src="{picture}" alt="{goods.name}"></p>',
    }  # fmt: skip
