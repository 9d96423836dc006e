"""비슷한 말: words that buyers and shops use for the same thing. Small on purpose; each row is read both ways."""

from __future__ import annotations

_ROWS = (
    ("가방", "백팩", "배낭", "bag"),
    ("원피스", "드레스"),
    ("바지", "팬츠"),
    ("치마", "스커트"),
    ("티셔츠", "반팔티", "tshirt"),
    ("운동화", "스니커즈"),
    ("모자", "캡", "cap"),
    ("컵", "머그", "머그잔", "머그컵", "mug"),
    ("텀블러", "보온병"),
    ("휴대폰", "핸드폰", "스마트폰"),
    ("아이폰", "iphone"),
    ("노트북", "랩탑", "laptop"),
    ("이어폰", "이어버드"),
    ("소파", "쇼파"),
    ("커튼", "커텐"),
    ("수건", "타월", "타올"),
    ("이불", "침구"),
    ("도마", "커팅보드"),
    ("그릇", "식기"),
    ("달력", "캘린더"),
    ("공책", "노트"),
    ("향초", "캔들"),
    ("귀걸이", "귀고리", "이어링"),
    ("팔찌", "브레이슬릿"),
    ("악세사리", "액세서리"),
    ("자켓", "재킷"),
    ("가디건", "카디건"),
    ("린넨", "리넨", "마"),
)

SYNONYMS = {word: tuple(other for other in row if other != word) for row in _ROWS for word in row}


def synonyms_of(word: str) -> tuple[str, ...]:
    """Other words for a word; empty for one that stands in no row."""
    return SYNONYMS.get(word, ())
