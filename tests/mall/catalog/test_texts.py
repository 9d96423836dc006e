"""The texts of a product: each stands wherever its declaration says, with the length that it says."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models
from tests.mall.catalog.files import row
from tests.mall.feed.test_feed import FRONT, rows, sold

from minishop.mall.backoffice.products.forms import ProductForm
from minishop.mall.catalog.domain.cafe24 import read_row
from minishop.mall.catalog.domain.cells import Why
from minishop.mall.catalog.domain.draft import ProductDraft
from minishop.mall.catalog.domain.texts import DETAILS, GUIDES, TEXTS, ProductText
from minishop.mall.catalog.models import Product
from minishop.mall.feed.queries import full_feed
from minishop.mall.shops.models import Shop

EACH = pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
IN_FILE = pytest.mark.parametrize("text", [text for text in TEXTS if text.csv], ids=lambda text: text.name)
DETAIL = pytest.mark.parametrize("detail", DETAILS, ids=lambda detail: detail.name)
UNLIMITED = {
    "description",
    "search_words",
    *(guide.name for guide in GUIDES),
}  # columns of long text; the form and the file keep the limit


@EACH
def test_the_column_takes_what_is_declared(text: ProductText) -> None:
    column = Product._meta.get_field(text.name)
    assert isinstance(column, models.TextField if text.name in UNLIMITED else models.CharField)
    assert column.max_length == (None if text.name in UNLIMITED else text.limit)


@EACH
def test_the_form_takes_what_is_declared(text: ProductText) -> None:
    field = ProductForm(categories=[]).fields[text.name]
    assert (getattr(field, "max_length", None), field.required) == (text.limit, text.required)


@IN_FILE
def test_the_file_is_read_as_far_as_is_declared(text: ProductText) -> None:
    draft = read_row(row("P1") | {text.csv: "가" * text.limit}, 2).draft
    assert isinstance(draft, ProductDraft)
    assert draft.values[text.name] == "가" * text.limit
    refused = read_row(row("P1") | {text.csv: "가" * (text.limit + 1)}, 2)
    assert (refused.draft, [(note.column, note.why) for note in refused.notes]) == (None, [(text.csv, Why.TOO_LONG)])


@DETAIL
def test_a_detail_is_told_to_the_feed(shop: Shop, detail: ProductText) -> None:
    """Cut to the length of the feed's column, and only where it has one."""
    facts: dict[str, Any] = {detail.name: "가" * detail.limit}
    sold(shop, **facts)
    told = rows(full_feed(shop, FRONT))[0]
    expected = {detail.feed.name: "가" * detail.feed.limit} if detail.feed else {}
    assert {column: cell for column, cell in told.items() if cell.startswith("가가")} == expected
