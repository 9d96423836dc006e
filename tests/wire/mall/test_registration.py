"""The mall's end of order registration and product information: what it writes is the golden file, byte for byte."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from minishop.kernel.won import Won
from minishop.mall.channel.domain.product_information import Information, ReturnAddress, write_information
from minishop.mall.channel.domain.registration import OrderForm, RegisteredLine, ShippingType, cut_bytes, write_order

GOLDEN = Path(__file__).resolve().parents[3] / "protocol" / "checkout-v1"
OURS = ("order-prepaid", "order-free", "order-on-delivery")


def form_of(name: str) -> OrderForm:
    """The order that a golden message means."""
    told: dict[str, Any] = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    lines = [
        RegisteredLine(
            product_id=line["product_id"], listed_as=line["product_id"], name=line["name"], quantity=line["quantity"],
            option_text=line["option_text"], option_code=line["option_code"], line_total=Won(line["line_total"]),
            unit_price=Won(line["unit_price"]),
        )
        for line in told["lines"]
    ]  # fmt: skip
    return OrderForm(
        shop_id=told["shop_id"], certi_key=told["certi_key"], shipping_type=ShippingType(told["shipping_type"]),
        shipping_price=Won(told["shipping_price"]), shipping_note=told["shipping_note"], back_url=told["back_url"],
        inflow_code=told["inflow_code"], code=told["manage_code"], lines=lines,
    )  # fmt: skip


@pytest.mark.parametrize("name", OURS)
def test_an_order_is_written_as_the_golden_message(name: str) -> None:
    assert write_order(form_of(name)) == (GOLDEN / f"{name}.form").read_bytes().rstrip(b"\n")


@pytest.mark.parametrize("name", OURS)
def test_the_total_is_the_one_that_the_message_means(name: str) -> None:
    """A fee paid at the door is left out."""
    assert form_of(name).total == json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))["total_price"]


def test_what_a_hub_would_take_for_an_entity_is_written_so_that_it_reads_what_stands_there() -> None:
    form = form_of(OURS[0])
    line = replace(form.lines[0], name="&amp; 배우기", option_text="글자: &lt;")
    body = parse_qs(write_order(replace(form, lines=[line])).decode())
    assert (body["ITEM_NAME"], body["ITEM_OPTION"]) == (["&amp;amp; 배우기"], ["글자: &amp;lt;"])


CUTS = {"한글": ("가나다", 7, "가나"), "꼭 맞음": ("가나다", 9, "가나다"), "이모지": ("a😀b", 4, "a"), "영문": ("abc", 2, "ab")}


@pytest.mark.parametrize(("text", "limit", "cut"), CUTS.values(), ids=CUTS)
def test_a_long_option_is_cut_between_letters(text: str, limit: int, cut: str) -> None:
    """ITEM_OPTION takes 4,000 bytes."""
    assert cut_bytes(text, limit) == cut


MUG = Information(
    id="P1001", name="하루 머그컵", url="http://haru.shop.localhost:8100/products/P1001/",
    image="http://haru.shop.localhost:8100/media/mug.jpg", thumb="http://haru.shop.localhost:8100/media/mug-thumb.jpg",
    price=Won(12_000), quantity=9, categories=("주방", "컵"), options=(("색상", ("흰색", "검정")), ("크기", ("M",))),
    returns=ReturnAddress("04524", "서울시 중구 세종대로 110", "1층", "하루상점", "02-123-4500"),
)  # fmt: skip
APRON = Information(
    id="P1002", name="린넨 앞치마 & 수건 100%", url="http://haru.shop.localhost:8100/products/P1002/", image="", thumb="",
    price=Won(39_000), quantity=0,
)  # fmt: skip


def test_products_are_told_as_the_golden_answer() -> None:
    assert write_information([MUG, APRON]) == (GOLDEN / "product-info.xml").read_text(encoding="utf-8")


def test_no_products_are_an_empty_document() -> None:
    assert write_information([]) == '<?xml version="1.0" encoding="utf-8"?>\n<response>\n</response>\n'
