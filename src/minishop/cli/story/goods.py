"""What the story's shop sells: a product list in Cafe24's export format, one product registered by hand, their pictures. All made up."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from minishop.cli.story.people import Attachment
from minishop.cli.story.wares import WARES

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

_ALWAYS = {
    "진열상태": "Y", "판매상태": "Y", "상품분류 신상품영역": "N", "상품분류 추천상품영역": "N", "과세구분": "A|10",
    "공급가": "0.00", "판매가 대체문구 사용": "N", "주문수량 제한 기준": "O", "최소 주문수량(이상)": "1", "적립금": "0.00", "적립금 구분": "P",
    "공통이벤트 정보": "Y", "성인인증": "N", "옵션사용": "N", "추가입력옵션": "F", "유효기간 사용여부": "F", "배송정보": "F", "배송기간": "1|3",
    "검색엔진최적화(SEO) 검색엔진 노출 설정": "Y", "상품배송유형 코드": "C", "스토어픽업 설정": "N", "상품 전체중량(kg)": "0.50",
}  # fmt: skip

IMPORTED = len(WARES)
_DRAWINGS = Path(__file__).with_name("drawings")


def code_of(mark: str, number: int) -> str:
    """The product code of the list's ``number``-th row, from 1."""
    return f"P{mark}{number:02}"


def drawing(name: str) -> Attachment:
    """One of the project's own drawings as a seller's picture."""
    return Attachment(f"{name}.webp", (_DRAWINGS / f"{name}.webp").read_bytes(), "image/webp")


def product_list(mark: str) -> Attachment:
    """A product CSV of the wares as Cafe24 exports it (UTF-8 with a mark). ``mark`` is part of every product code."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for number, ware in enumerate(WARES, start=1):
        cells = {
            **_ALWAYS,
            "상품코드": code_of(mark, number),
            "상품분류 번호": ware.aisles,
            "상품명": ware.name,
            "상품명(관리용)": ware.name,
            "공급사 상품명": ware.name,
            "상품 요약설명": ware.summary,
            "상품 간략설명": ware.summary,
            "검색어설정": ware.words,
            "소비자가": f"{ware.list_price}.00",
            "상품가": f"{ware.price}.00",
            "판매가": f"{ware.price}.00",
        }
        writer.writerow([cells.get(column, "") for column in COLUMNS])
    return Attachment("products.csv", out.getvalue().encode("utf-8-sig"), "text/csv")


@dataclass(frozen=True)
class Scarf:
    """The product registered by hand: two select options, stock, a picture. The buyer takes two of one variant."""

    name: str
    price: int = 39_000
    list_price: int = 45_000
    surcharge: int = 2_000
    colours: tuple[str, ...] = ("쪽빛", "먹색")
    sizes: tuple[str, ...] = ("기본", "넓은 것")
    stock: int = 30
    quantity: int = 2
    aisle: str = "옷·잡화"
    drawing: str = "muffler"
