"""옛 쇼핑몰의 상품 파일: what a newcomer imports, with pictures that are really there."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from minishop.sandbox.oldshop.domain import GOODS, product_file


def test_the_file_is_a_table_whose_pictures_are_there(client: Client) -> None:
    answer = client.get("/old-shop/products.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="cafe24-products.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["상품명"] for row in rows] == [goods.name for goods in GOODS]
    for row in rows:
        host, path = row["이미지등록(상세)"].split("/static/")
        assert host.startswith("http://sandbox.localhost:")
        found = finders.find(path)
        assert isinstance(found, str)
        assert Image.open(io.BytesIO(Path(found).read_bytes())).size == (1000, 1000)
        assert row["이미지등록(상세)"] in row["상품 상세설명"]


def test_every_product_has_a_code_and_a_picture_of_its_own() -> None:
    rows = list(csv.DictReader(io.StringIO(product_file(lambda drawing: f"https://old.example/{drawing}").decode("utf-8-sig"))))
    assert len({row["상품코드"] for row in rows}) == len({row["이미지등록(상세)"] for row in rows}) == len(GOODS)


def test_the_front_page_leads_to_it(client: Client, db: None) -> None:
    assert "/old-shop/products.csv" in client.get("/").content.decode()
