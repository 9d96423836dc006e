"""Made-up addresses: provinces and the beginnings of postcodes are real, so that whatever a shop says of regions can be tried; districts,
towns, roads and buildings are not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Area:
    """A made-up district. ``first`` is its first postcode: those of 섬 are among the codes of islands."""

    province: str
    district: str
    first: int

    @property
    def is_rural(self) -> bool:
        """Whether its addresses name a township and a village instead of a neighbourhood."""
        return self.district.endswith("군")


@dataclass(frozen=True, slots=True)
class Address:
    """A building."""

    province: str
    district: str
    town: str
    road: str
    number: str
    building: str
    lot_number: str
    zipcode: str
    is_rural: bool

    @property
    def road_address(self) -> str:
        """도로명주소."""
        place = " ".join((self.province, self.district, *([self.town.split()[0]] if self.is_rural else []), self.road, self.number))
        notes = ", ".join(note for note in ("" if self.is_rural else self.town, self.building) if note)
        return f"{place} ({notes})" if notes else place

    @property
    def lot_address(self) -> str:
        """지번주소."""
        return " ".join(part for part in (self.province, self.district, self.town, self.lot_number, self.building) if part)


AREAS = (
    Area("서울특별시", "가온구", 4520),
    Area("서울특별시", "해오름구", 7310),
    Area("부산광역시", "물결구", 48010),
    Area("대구광역시", "달빛구", 41910),
    Area("인천광역시", "노을구", 21510),
    Area("인천광역시", "새벽섬군", 23105),
    Area("광주광역시", "무들구", 61410),
    Area("대전광역시", "한샘구", 35210),
    Area("울산광역시", "고래구", 44610),
    Area("세종특별자치시", "너른들구", 30120),
    Area("경기도", "솔빛시", 13510),
    Area("경기도", "나루군", 12410),
    Area("강원특별자치도", "바람시", 24310),
    Area("강원특별자치도", "높은재군", 26110),
    Area("충청북도", "물안개시", 28510),
    Area("충청남도", "갯마을시", 31110),
    Area("전북특별자치도", "한들시", 54910),
    Area("전라남도", "볕드는시", 57910),
    Area("전라남도", "다섬군", 58845),
    Area("경상북도", "은어시", 36710),
    Area("경상북도", "먼바다군", 40205),
    Area("경상남도", "벚꽃시", 51410),
    Area("경상남도", "작은섬군", 53090),
    Area("제주특별자치도", "오름시", 63120),
    Area("제주특별자치도", "귤밭시", 63560),
)
_TOWNS = ("새터", "달래", "너른", "샘골", "버들", "돌담", "배꽃", "안골")
_ROADS = ("새터로", "너른들로", "달맞이길", "물레방아길", "은하수로", "솔마루길", "햇살로", "징검다리길")
_NUMBERS = ("3", "7-1", "12", "14", "21", "35-2", "58", "118")
_BUILDINGS = ("", "새터빌딩", "별빛마을 3단지", "", "가온초등학교", "다온상가", "", "푸른숲아파트")
_ROADS_OF_AN_AREA = 4
_ALIASES = {
    "충청북도": "충북",
    "충청남도": "충남",
    "전북특별자치도": "전북 전라북도",
    "전라남도": "전남",
    "경상북도": "경북",
    "경상남도": "경남",
    "강원특별자치도": "강원도",
    "제주특별자치도": "제주도",
}


@cache
def addresses() -> tuple[Address, ...]:
    """Every building there is."""
    return tuple(
        _address(area, nth, road, plot)
        for nth, area in enumerate(AREAS)
        for road in range(_ROADS_OF_AN_AREA)
        for plot in range(len(_NUMBERS))
    )


def _address(area: Area, nth: int, road: int, plot: int) -> Address:
    named = _TOWNS[(nth + road) % len(_TOWNS)]
    return Address(
        province=area.province,
        district=area.district,
        town=f"{named}면 {_TOWNS[(nth + road + 3) % len(_TOWNS)]}리" if area.is_rural else f"{named}동",
        road=_ROADS[(nth + road) % len(_ROADS)],
        number=_NUMBERS[plot],
        building=_BUILDINGS[(nth + plot) % len(_BUILDINGS)],
        lot_number=f"{100 * (road + 1) + 7 * plot}-{plot}" if plot else f"{100 * (road + 1)}",
        zipcode=f"{area.first + 2 * road + plot // 4:05d}",
        is_rural=area.is_rural,
    )


def matching(keyword: str) -> list[Address]:
    """The buildings that every word fits, those whose number is the one that was written first.

    A word fits where an address has it anywhere, a number where the building's begins with it.
    """
    words = re.sub(r"(?<=[로길동리])(?=\d)", " ", keyword).split()
    found = [one for one in addresses() if all(_fits(word, one) for word in words)]
    return sorted(found, key=lambda one: one.number not in words)


def is_too_broad(keyword: str) -> bool:
    """Whether nothing but provinces is named."""
    return all(any(word in _names_of(area.province) for area in AREAS) for word in keyword.split())


@cache
def _names_of(province: str) -> frozenset[str]:
    return frozenset((province, province[:2], *_ALIASES.get(province, "").split()))


def _fits(word: str, address: Address) -> bool:
    if word[0].isdigit():
        lot = address.lot_number
        return address.number.startswith(word) or address.zipcode == word or lot == word or lot.startswith(f"{word}-")
    return word in _names_of(address.province) or any(word in part.replace(" ", "") or word in part for part in _parts(address))


@cache
def _parts(address: Address) -> tuple[str, ...]:
    return (address.road_address, address.lot_address)
