"""The products and categories of the story's shop, all made up, with the words that its seller writes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Aisle:
    """A category: the number that the export gives instead of a name, and what the seller calls it, below which."""

    number: str
    name: str
    below: str = ""


AISLES = (
    Aisle("41", "먹거리"),
    Aisle("51", "쌀·기름", "먹거리"),
    Aisle("52", "꿀·청·잼", "먹거리"),
    Aisle("53", "차·다과", "먹거리"),
    Aisle("42", "그릇·컵"),
    Aisle("43", "주방 살림"),
    Aisle("44", "옷·잡화"),
    Aisle("45", "조명·초"),
    Aisle("46", "문구"),
)


@dataclass(frozen=True)
class Ware:
    """A product of the list. ``aisles``: numbers, the first one leads; ``drawings``: names of its pictures, the first one leads."""

    name: str
    price: int
    list_price: int
    summary: str
    words: str
    aisles: str
    drawings: tuple[str, ...]
    story: str
    recommended: bool = False


# In the order of the file, which is the order of the shelf.
WARES = (
    Ware(
        "손으로 빚은 머그컵",
        18_000,
        21_600,
        "유약의 결이 하나하나 다른 도자기 컵입니다.",
        "머그,컵,도자기",
        "42",
        ("mug", "mug-pair", "mug-close", "mug-top", "mug-box"),
        "가마 안에서 불이 지나간 자리마다 다릅니다. 320ml.",
        recommended=True,
    ),
    Ware(
        "산골 아카시아꿀 600g",
        23_000,
        26_000,
        "오월 한 철에만 뜨는 맑은 꿀입니다.",
        "꿀,아카시아",
        "52|41",
        ("honey",),
        "따뜻한 물에 한 숟갈씩 타 드세요.",
        recommended=True,
    ),
    Ware(
        "편백나무 숲 콩 왁스 초",
        24_000,
        28_000,
        "심지가 나무라 타는 소리가 납니다.",
        "초,캔들,편백",
        "45",
        ("candle",),
        "40시간쯤 탑니다. 처음에는 윗면이 다 녹을 때까지 켜 두세요.",
        recommended=True,
    ),
    Ware(
        "한지 조명 갓",
        34_500,
        0,
        "닥종이를 겹쳐 빛이 부드러운 갓입니다.",
        "한지,조명,갓",
        "45",
        ("lamp",),
        "E26 전구를 끼웁니다. 전구는 따로입니다.",
        recommended=True,
    ),
    Ware(
        "면 행주 5장",
        9_900,
        12_000,
        "삶아 쓰는 순면 소창 행주입니다.",
        "행주,소창,면",
        "43",
        ("dishcloth",),
        "처음에 세 번 삶으면 물을 잘 먹습니다.",
        recommended=True,
    ),
    Ware(
        "국산 들기름 300ml",
        19_500,
        0,
        "저온에서 볶아 천천히 짠 들기름입니다.",
        "들기름,기름",
        "51|41",
        ("perilla-oil",),
        "짠 날이 병에 적혀 있습니다. 냉장고에 두세요.",
        recommended=True,
    ),
    Ware(
        "옻칠 나무 숟가락 2벌",
        16_400,
        0,
        "옻을 일곱 번 올린 물푸레나무 숟가락과 젓가락.",
        "수저,숟가락,옻칠",
        "43",
        ("spoons",),
        "식기세척기 대신 부드러운 수세미로 닦아 주세요.",
        recommended=True,
    ),
    Ware(
        "무농약 현미 2kg",
        14_800,
        17_000,
        "가을에 거둔 무농약 현미를 바로 도정해 보냅니다.",
        "현미,쌀,잡곡",
        "51|41",
        ("rice",),
        "보내는 날 아침에 도정합니다. 서늘한 곳에 두세요.",
    ),
    Ware(
        "매실청 500ml",
        15_200,
        0,
        "유월 매실을 일 년 익혔습니다.",
        "매실,청",
        "52|41",
        ("plum",),
        "물이나 탄산수 다섯 배에 타서 드세요.",
    ),
    Ware(
        "제주 감귤 마멀레이드",
        8_700,
        0,
        "감귤 껍질까지 얇게 썰어 졸였습니다.",
        "감귤,잼,마멀레이드",
        "52|41",
        ("marmalade",),
        "설탕을 감귤의 반만 넣어 달지 않습니다. 280g.",
    ),
    Ware(
        "호두 강정 20개",
        13_600,
        16_000,
        "물엿 대신 조청으로 버무린 강정.",
        "호두,강정,간식",
        "53|41",
        ("gangjeong",),
        "하나씩 싸서 상자에 담습니다. 서늘한 곳에서 두 달 갑니다.",
    ),
    Ware(
        "작두콩차 티백 30개",
        12_300,
        0,
        "볶은 작두콩을 그대로 담은 차입니다.",
        "작두콩,차,티백",
        "53|41",
        ("tea",),
        "뜨거운 물에 3분, 찬물에는 하룻밤 우려 주세요.",
    ),
    Ware(
        "리넨 셔츠, 넉넉한 품",
        64_000,
        72_000,
        "봄부터 가을까지 입는 리넨 셔츠.",
        "셔츠,리넨",
        "44",
        ("shirt",),
        "한 번 빨아 줄임을 잡았습니다. 어깨가 편합니다.",
    ),
    Ware(
        "베지터블 가죽 반지갑",
        58_000,
        0,
        "식물 성분으로 무두질한 소가죽 지갑.",
        "지갑,가죽",
        "44",
        ("wallet",),
        "쓸수록 색이 짙어집니다. 카드 여섯 장이 들어갑니다.",
    ),
    Ware(
        "캔버스 장바구니",
        16_500,
        0,
        "두꺼운 면으로 지은 어깨끈 가방.",
        "가방,장바구니,에코백",
        "44",
        ("tote",),
        "A4 책이 서서 들어가고 안주머니가 하나 있습니다.",
    ),
    Ware(
        "굵은 실 비니",
        24_000,
        29_000,
        "굵은 양털실로 성글게 뜬 모자.",
        "비니,모자",
        "44",
        ("beanie",),
        "찬물에 손빨래하고 뉘어서 말려 주세요.",
    ),
    Ware(
        "짝짝이 양말 2켤레",
        11_000,
        0,
        "무늬가 서로 다른 면 양말입니다.",
        "양말,면",
        "44",
        ("socks",),
        "발 크기 230–270mm에 맞습니다.",
    ),
    Ware(
        "실로 묶은 공책 2권",
        13_200,
        0,
        "실로 꿰매 활짝 펼쳐지는 공책.",
        "공책,노트",
        "46",
        ("notebook",),
        "줄 없는 속지 96쪽, 표지는 두꺼운 색지입니다.",
        recommended=True,
    ),
    Ware(
        "손글씨 편지지 묶음",
        5_800,
        0,
        "봉투와 편지지를 열 벌씩 묶었습니다.",
        "편지지,봉투",
        "46",
        ("letter",),
        "만년필로 써도 번지지 않는 종이입니다.",
    ),
    Ware(
        "꽃무늬 종이 테이프 4개",
        7_200,
        9_000,
        "손으로 찢어 쓰는 얇은 종이 테이프.",
        "테이프,마스킹",
        "46",
        ("tape",),
        "폭 15mm, 길이 10m씩 네 가지 무늬입니다.",
    ),
    Ware(
        "연필 5자루",
        6_500,
        0,
        "삼나무를 깎아 칠하지 않은 연필입니다.",
        "연필,필기구",
        "46",
        ("pencils",),
        "심은 HB입니다. 나무 향이 오래 남습니다.",
    ),
)
