"""What the story's shop sells: a product list in Cafe24's export format, and one product registered by hand. All made up."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from PIL import Image, ImageDraw

from minishop.cli.story.people import Attachment

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
    "진열상태": "Y", "판매상태": "Y", "상품분류 번호": "24", "상품분류 신상품영역": "N", "상품분류 추천상품영역": "N", "과세구분": "A|10",
    "공급가": "0.00", "판매가 대체문구 사용": "N", "주문수량 제한 기준": "O", "최소 주문수량(이상)": "1", "적립금": "0.00", "적립금 구분": "P",
    "공통이벤트 정보": "Y", "성인인증": "N", "옵션사용": "N", "추가입력옵션": "F", "유효기간 사용여부": "F", "배송정보": "F", "배송기간": "1|3",
    "검색엔진최적화(SEO) 검색엔진 노출 설정": "Y", "상품배송유형 코드": "C", "스토어픽업 설정": "N", "상품 전체중량(kg)": "0.50",
}  # fmt: skip

# name, price, list price, one line about it, words it is searched by
_LIST = (
    ("무농약 현미 2kg", 14_800, 17_000, "가을에 거둔 무농약 현미를 바로 도정해 보냅니다.", "현미,쌀,잡곡"),
    ("국산 들기름 300ml", 19_500, 0, "저온에서 볶아 천천히 짠 들기름입니다.", "들기름,기름"),
    ("산골 아카시아꿀 600g", 23_000, 26_000, "오월 한 철에만 뜨는 맑은 꿀입니다.", "꿀,아카시아"),
    ("손으로 빚은 머그컵", 18_000, 0, "유약의 결이 하나하나 다른 도자기 컵입니다.", "머그,컵,도자기"),
    ("옻칠 나무 숟가락 2벌", 16_400, 0, "옻을 일곱 번 올린 물푸레나무 숟가락과 젓가락.", "수저,숟가락,옻칠"),
    ("면 행주 5장", 9_900, 12_000, "삶아 쓰는 순면 소창 행주입니다.", "행주,소창,면"),
    ("제주 감귤 마멀레이드", 8_700, 0, "감귤 껍질까지 얇게 썰어 졸였습니다.", "감귤,잼,마멀레이드"),
    ("작두콩차 티백 30개", 12_300, 0, "볶은 작두콩을 그대로 담은 차입니다.", "작두콩,차,티백"),
    ("누빔 식탁 매트 4장", 27_000, 32_000, "물빨래하는 누빔 매트, 네 가지 색.", "매트,식탁,누빔"),
    ("한지 조명 갓", 34_500, 0, "닥종이를 겹쳐 빛이 부드러운 갓입니다.", "한지,조명,갓"),
    ("매실청 500ml", 15_200, 0, "유월 매실을 일 년 익혔습니다.", "매실,청"),
    ("호두 강정 20개", 13_600, 0, "물엿 대신 조청으로 버무린 강정.", "호두,강정,간식"),
)


def product_list(mark: str) -> Attachment:
    """A product CSV of twelve products as Cafe24 exports it (UTF-8 with a mark). ``mark`` is part of every product code."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for number, (name, price, list_price, summary, words) in enumerate(_LIST, start=1):
        cells = {
            **_ALWAYS,
            "상품코드": f"P{mark}{number:02}",
            "상품명": name,
            "상품명(관리용)": name,
            "공급사 상품명": name,
            "상품 요약설명": summary,
            "상품 간략설명": summary,
            "검색어설정": words,
            "소비자가": f"{list_price}.00",
            "상품가": f"{price}.00",
            "판매가": f"{price}.00",
        }
        writer.writerow([cells.get(column, "") for column in COLUMNS])
    return Attachment("products.csv", out.getvalue().encode("utf-8-sig"), "text/csv")


IMPORTED = len(_LIST)


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


def picture(size: int = 800) -> Attachment:
    """A picture drawn here: a folded scarf in two colours."""
    image = Image.new("RGB", (size, size), "#f4efe6")
    draw = ImageDraw.Draw(image)
    unit = size // 16
    for fold in range(6):
        top = (3 + fold) * unit + fold * unit // 2
        draw.rounded_rectangle((3 * unit, top, 13 * unit, top + unit), radius=unit // 2, fill="#27406b" if fold % 2 else "#39598f")
    for fringe in range(20):
        left = 3 * unit + fringe * unit // 2
        draw.line((left, 12 * unit, left, 13 * unit), fill="#27406b", width=max(2, unit // 10))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return Attachment("scarf.jpg", out.getvalue(), "image/jpeg")
