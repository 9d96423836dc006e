"""The columns of Cafe24's product file, and of sheets cut from it: their names and other spellings, how each is read, and what is written
in them where nothing was said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from minishop.kernel.plain import plain
from minishop.kernel.won import Won
from minishop.mall.catalog.domain import cells
from minishop.mall.catalog.domain.cells import Reader
from minishop.mall.catalog.domain.picture_places import COLUMNS as COLUMNS_OF_PICTURES
from minishop.mall.catalog.domain.table_file import Columns
from minishop.mall.catalog.domain.texts import TEXTS

CODE, OWN_CODE, VARIANT, NAME, PRICE = "상품코드", "자체 상품코드", "품목코드", "상품명", "판매가"
QUANTITY, MORE, SURCHARGE = "재고수량", "재고증감", "옵션추가금액"

NO_EMPTY: Final = object()  # a column that a product cannot be without
READ: Mapping[str, tuple[str, Reader, object]] = {
    **{text.csv: (text.name, cells.text(text.limit), NO_EMPTY if text.required else "") for text in TEXTS if text.csv},
    "진열상태": ("displayed", cells.yes, NO_EMPTY),
    "판매상태": ("for_sale", cells.yes, NO_EMPTY),
    "성인인증": ("adult", cells.yes, False),
    "과세구분": ("tax", cells.tax, NO_EMPTY),
    "소비자가": ("list_price", cells.amount, Won(0)),
    PRICE: ("price", cells.amount, NO_EMPTY),
    "최소 주문수량(이상)": ("min_quantity", cells.count, 1),
    "최대 주문수량(이하)": ("max_quantity", cells.count, None),
}
READ_TOGETHER = {
    CODE, VARIANT, QUANTITY, MORE, SURCHARGE, "판매가 대체문구 사용", "판매가 대체문구", "상품분류 번호", "옵션사용", "옵션입력", "추가입력옵션",
    "추가입력옵션 명칭", "추가입력옵션 선택/필수여부", "입력글자수(자)", "배송정보",
}  # fmt: skip
FEE = {"배송비 구분", "배송비입력"}
CODES = {"제조사", "브랜드", "원산지", "공급사", "트렌드", "자체분류 코드"}
FILES = set(COLUMNS_OF_PICTURES)
# What Cafe24 writes where nothing was said, column by column: only there it says nothing.
SAYS_NOTHING: Mapping[str, frozenset[str]] = {
    column: frozenset(values.split(" "))
    for column, values in {
        "상품분류 신상품영역": "N", "상품분류 추천상품영역": "N", "주문수량 제한 기준": "O P", "적립금": "0.00 0", "적립금 구분": "P W",
        "공통이벤트 정보": "Y N", "공급가": "0.00 0", "상품가": "0.00 0",
        "품목 구성방식": "T F", "옵션 표시방식": "C S", "옵션 스타일": "B S R", "필수여부": "T F",
        "공급사": "S0000000 S000000A", "브랜드": "B0000000", "트렌드": "T0000000", "자체분류 코드": "C000000A C0000000", "제조사": "M0000000",
        "유효기간 사용여부": "F N", "배송방법": "A", "국내/해외배송": "A", "배송지역": "전국지역", "배송비 선결제 설정": "P",
        "검색엔진최적화(SEO) 검색엔진 노출 설정": "Y", "상품배송유형 코드": "C A", "스토어픽업 설정": "N F", "모바일 상품 상세설명 설정": "A N F",
    }.items()
}  # fmt: skip
_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    CODE: ("상품 번호 코드", "product code", "product_code"),
    OWN_CODE: ("자체상품코드", "판매자 상품코드", "판매자상품코드", "자체코드", "관리코드", "custom product code"),
    VARIANT: ("품목 번호", "품목별 코드", "옵션코드", "variant code", "variant_code"),
    NAME: ("제품명", "상품이름", "품명", "product name", "product_name"),
    PRICE: ("판매가격", "가격", "판매금액", "판매단가", "판매가(원)", "price"),
    "소비자가": ("소비자가격", "정가", "시중가", "시중가격", "소비자가(원)"),
    QUANTITY: ("재고", "재고 수량", "재고수", "현재고", "현재재고", "실재고", "수량", "stock", "quantity"),
    MORE: ("재고 증감", "재고 변동", "재고변동", "증감수량", "증감", "stock change"),
    SURCHARGE: ("옵션 추가금액", "추가금액", "옵션가", "옵션가격", "옵션 가격", "옵션차액", "추가가격", "옵션추가가격"),
    "상품 상세설명": ("상세설명", "상품 상세정보", "상품상세", "description"),
    "상품 요약설명": ("요약설명", "요약 설명"),
    "검색어설정": ("검색어", "검색 키워드", "키워드"),
    "진열상태": ("진열여부", "진열"),
    "판매상태": ("판매여부",),
    "상품분류 번호": ("분류번호", "카테고리 번호", "카테고리번호", "상품분류번호"),
    "옵션입력": ("옵션", "옵션정보"),
    "성인인증": ("성인상품", "성인여부", "미성년자 구매불가"),
    "상품배송안내": ("배송안내", "배송 안내"),
    "교환/반품안내": ("교환반품안내", "교환 및 반품 안내", "교환/환불안내"),
    "상품결제안내": ("결제안내",),
    "최소 주문수량(이상)": ("최소 주문수량", "최소구매수량"),
    "최대 주문수량(이하)": ("최대 주문수량", "최대구매수량"),
}
_KNOWN = {*READ, *READ_TOGETHER, *FEE, *CODES, *FILES, *SAYS_NOTHING}
COLUMNS: Final = Columns(
    {**{plain(name): name for name in _KNOWN}, **{plain(also): name for name, names in _SYNONYMS.items() for also in names}},
    (CODE, OWN_CODE, VARIANT, NAME),
)
