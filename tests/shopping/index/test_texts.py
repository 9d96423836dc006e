"""The texts of a listing: each is read, stored and found as its declaration says."""

from __future__ import annotations

from dataclasses import fields

import pytest
from tests.shopping.worlds import HEADER, NOON, approved, feed, indexed, row

from minishop.chassis.tenancy import scope
from minishop.shopping.crawl.domain.ep import read_feed
from minishop.shopping.crawl.domain.verdicts import FeedKind, RowFault
from minishop.shopping.index.domain.listing import Listing, text_of
from minishop.shopping.index.domain.texts import TEXTS, ListingText
from minishop.shopping.index.models import Document

EACH = pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)


def read(text: ListingText, value: str) -> Listing:
    names = dict.fromkeys((*HEADER, text.name))
    return read_feed(feed(row("P1", **{text.name: value}), header=tuple(names)), FeedKind.FULL, limit=10).products["P1"]


@EACH
def test_a_text_is_read_as_far_as_is_declared(text: ListingText) -> None:
    names = tuple(dict.fromkeys((*HEADER, text.name)))
    reading = read_feed(feed(row("P1", **{text.name: "가" * (text.limit + 1)}), header=names), FeedKind.FULL, limit=10)
    assert getattr(reading.products["P1"], text.name) == "가" * text.limit
    assert [(each.fault, each.column) for each in reading.problems] == [(RowFault.TOO_LONG, text.name)]


@EACH
def test_a_stored_text_has_a_column_of_its_length(text: ListingText) -> None:
    columns = {column.name: column.max_length for column in Document._meta.local_fields if hasattr(column, "max_length")}
    assert columns.get(text.name) == (text.limit if text.stored else None)


def test_a_listing_has_every_text_and_nothing_else_as_text() -> None:
    others = {"product_code", "link", "image_link", "condition"}
    assert {field.name for field in fields(Listing) if field.type == "str"} - others == {text.name for text in TEXTS}


@EACH
@pytest.mark.django_db
def test_a_text_is_kept_and_kept_again_when_it_changes(text: ListingText) -> None:
    partner = approved()
    for value in ("처음", "나중"):
        indexed(partner, read(text, value), now=NOON)
        with scope(partner.id):
            assert getattr(Document.objects.get(), text.name, value if not text.stored else None) == value


@EACH
def test_a_searched_text_is_among_the_words(text: ListingText) -> None:
    words = text_of(read(text, "qwxz"), document_id=1, partner_id=1)
    assert ("qwxz" in words.others, "qwxz" in words.title) == (text.searched, text.name == "title")
