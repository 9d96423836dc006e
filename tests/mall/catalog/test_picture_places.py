"""사진의 자리: which address a picture has, by what a description or a file says and where the old shop's pictures were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.mall.catalog.domain.picture_places import (
    NamedPicture,
    is_outside,
    is_own,
    own_path,
    picture_folder,
    place_of,
    product_pictures,
)

BIG = "https://old.cafe24.example/web/product/big/"
OTHER = "https://old.example/shop/photos/"
LONG = f"https://a.example/{'a' * 2_000}"


@pytest.mark.parametrize(
    ("address", "old_shop", "place"),
    [
        pytest.param("https://a.example/b.jpg", "", "https://a.example/b.jpg", id="온전한 주소"),
        pytest.param(" https://a.example/\nb.jpg ", "", "https://a.example/b.jpg", id="줄바꿈과 빈칸"),
        pytest.param("//a.example/b.jpg", "", "https://a.example/b.jpg", id="프로토콜 없음"),
        pytest.param("//a.example/b.jpg", "http://old.example/", "https://a.example/b.jpg", id="옛 쇼핑몰과 다른 곳"),
        pytest.param("https://한글.example/가.jpg", "", "https://한글.example/가.jpg", id="한글 주소"),
        pytest.param(own_path("a" * 32), "", own_path("a" * 32), id="가게의 사진"),
        pytest.param("/web/upload/b.jpg", BIG, "https://old.cafe24.example/web/upload/b.jpg", id="옛 쇼핑몰의 경로"),
        pytest.param("upload/b.jpg", BIG, "https://old.cafe24.example/upload/b.jpg", id="옛 쇼핑몰의 상대 경로"),
        pytest.param("/web/upload/b.jpg", "", "", id="옛 쇼핑몰을 모름"),
        pytest.param("", BIG, "", id="빈 주소"),
        pytest.param("data:image/png;base64,AA", BIG, "", id="글 속의 그림"),
        pytest.param("file:///C:/b.jpg", BIG, "", id="자기 컴퓨터"),
        pytest.param("javascript:a()", BIG, "", id="스크립트"),
        pytest.param("http://[b", BIG, "", id="깨진 주소"),
        pytest.param("http://a.example:0/b.jpg", "", "", id="없는 포트"),
        pytest.param("http://a.example:99999/b.jpg", "", "", id="너무 큰 포트"),
        pytest.param("http://me:pw@a.example/b.jpg", "", "", id="비밀번호"),
        pytest.param("http://-/b.jpg", "", "", id="이름이 아님"),
        pytest.param("https:///b.jpg", "", "", id="호스트 없음"),
        pytest.param("ftp://a.example/b.jpg", BIG, "", id="FTP"),
        pytest.param("https://a.example/\x07", "", "", id="보이지 않는 글자"),
        pytest.param(LONG, "", "", id="너무 긺"),
    ],
)
def test_where_a_picture_of_a_description_is(address: str, old_shop: str, place: str) -> None:
    assert place_of(address, old_shop) == place


@pytest.mark.parametrize(
    ("given", "folder"),
    [
        (BIG, BIG),
        ("https://old.cafe24.example", BIG),
        (" old.cafe24.example/ ", BIG),
        ("//old.cafe24.example", BIG),
        (f"{BIG}20250730/a.jpg", BIG),
        ("https://old.cafe24.example/web/product/medium/20250730/a.jpg?x", BIG),
        ("http://cdn.example/myshop/web/product/big/x.jpg", "http://cdn.example/myshop/web/product/big/"),
        (OTHER, OTHER),
        ("https://old.example/shop/photos", OTHER),
        ("https://old.example/shop/photos/a.jpg", OTHER),
        ("", None),
        ("옛 쇼핑몰", None),
        ("ftp://old.example/", None),
        ("javascript:a()", None),
        ("https://", None),
        ("http://[", None),
        (f"old.example/{'a' * 1_985}/", None),
        ("localhost", None),
    ],
)  # fmt: skip
def test_the_folder_is_known_from_what_a_person_has_at_hand(given: str, folder: str | None) -> None:
    assert picture_folder(given) == folder


@given(st.text(max_size=40))
def test_a_folder_stays_a_folder(given: str) -> None:
    folder = picture_folder(given)
    assert folder is None or (picture_folder(folder) == folder and is_outside(folder) and folder.endswith("/"))


@pytest.mark.parametrize(
    ("cells", "old_shop", "places"),
    [
        pytest.param({"이미지등록(상세)": "20250730/a.jpg"}, BIG, [f"{BIG}20250730/a.jpg"], id="상세"),
        pytest.param({"이미지등록(상세)": "a.jpg", "이미지등록(목록)": "b.jpg", "이미지등록(축소)": "c.jpg"}, BIG, [f"{BIG}a.jpg"], id="큰 것만"),
        pytest.param({"이미지등록(목록)": "b.jpg"}, BIG, ["https://old.cafe24.example/web/product/medium/b.jpg"], id="목록만"),
        pytest.param({"이미지등록(작은목록)": "b.jpg"}, BIG, ["https://old.cafe24.example/web/product/tiny/b.jpg"], id="작은목록만"),
        pytest.param({"이미지등록(축소)": "b.jpg"}, BIG, ["https://old.cafe24.example/web/product/small/b.jpg"], id="축소만"),
        pytest.param(
            {"이미지등록(상세)": "a.jpg", "이미지등록(추가)": "b.jpg | c.jpg||"},
            BIG,
            [f"{BIG}a.jpg", *(f"https://old.cafe24.example/web/product/extra/big/{name}.jpg" for name in "bc")],
            id="추가",
        ),
        pytest.param({"이미지등록(상세)": "2025/a b.jpg"}, OTHER, [f"{OTHER}2025/a b.jpg"], id="다른 폴더"),
        pytest.param({"이미지등록(상세)": "/web/product/big/a.jpg"}, BIG, [f"{BIG}a.jpg"], id="절대 경로"),
        pytest.param({"이미지등록(상세)": "https://a.example/a.jpg"}, "", ["https://a.example/a.jpg"], id="온전한 주소"),
        pytest.param({"이미지등록(상세)": "//a.example/a.jpg"}, "", ["https://a.example/a.jpg"], id="프로토콜 없음"),
        pytest.param({"이미지등록(상세)": "20250730/a.jpg"}, "", [""], id="옛 쇼핑몰을 모름"),
        pytest.param({"이미지등록(상세)": "C:\\사진\\a.jpg"}, BIG, [""], id="자기 컴퓨터"),
        pytest.param({"이미지등록(상세)": "사진\\a.jpg"}, BIG, [""], id="자기 컴퓨터의 폴더"),
        pytest.param({"이미지등록(상세)": "http://["}, BIG, [""], id="깨진 주소"),
        pytest.param({"이미지등록(상세)": " "}, BIG, [], id="빈 칸"),
    ],
)  # fmt: skip
def test_where_a_products_pictures_are(cells: dict[str, str], old_shop: str, places: list[str]) -> None:
    assert [one.place for one in product_pictures(cells, old_shop)] == places


def test_a_picture_keeps_its_column_and_what_stood_there() -> None:
    assert product_pictures({"이미지등록(추가)": " a.jpg "}) == [NamedPicture("이미지등록(추가)", "a.jpg", "")]


@given(st.text(max_size=60), st.sampled_from(["", BIG, OTHER]))
def test_a_place_is_one_of_our_own_or_a_whole_address_or_nothing(address: str, old_shop: str) -> None:
    place = place_of(address, old_shop)
    assert place == "" or is_own(place) or is_outside(place)
    assert place_of(place, old_shop) == place
