"""A text of a product is declared once: no module spells its name but the declaration, the column and the label."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache

import pytest
from tests.sources import SOURCE, modules, name_of, nodes_of, text_of

from minishop.mall.catalog.domain.texts import DETAILS
from minishop.shopping.index.domain.texts import TEXTS

MALL = {detail.name for detail in DETAILS} | {detail.feed.name for detail in DETAILS if detail.feed}
SHOPPING = {text.name for text in TEXTS if text.name != "title"}
_MARKUP = re.compile(r"\{[{%](.*?)[%}]\}", re.DOTALL)

HOMES = {
    "mall": {"mall/catalog/domain/texts.py", "mall/catalog/models.py", "mall/catalog/labels.py"},
    "shopping": {"shopping/index/domain/texts.py", "shopping/index/domain/listing.py", "shopping/index/models.py"},
}
# What one text is or does that no other is or does.
OWN_WAYS = {
    "mall/catalog/services/finding.py: own_code": "sellers look for products by their own code",
    "mall/catalog/services/planning.py: own_code": "a row of a file without a code is known by it",
    "mall/storefront/outside/sharing.py: brand": "structured data has a word of its own for it",
    "shopping/crawl/domain/product.py: search_tag": "its words are divided by bars",
    "shopping/pages/templates/pages/_product.html: event_words": "the one detail that a result shows",
}


@pytest.mark.parametrize(("service", "names"), [("mall", MALL), ("shopping", SHOPPING)])
def test_a_text_of_a_product_is_spelled_at_home_only(service: str, names: set[str]) -> None:
    spelled = {f"{place}: {name}" for place, name in _spelled(service) if name in names and place not in HOMES[service]}
    assert spelled == {place for place in OWN_WAYS if place.startswith(f"{service}/")}


@pytest.mark.parametrize("service", HOMES)
def test_the_homes_are_where_they_are_said_to_be(service: str) -> None:
    names = {"mall": MALL, "shopping": SHOPPING}[service]
    spelled = set(_spelled(service))
    declaration = next(home for home in HOMES[service] if home.endswith("texts.py"))
    assert {name for name in names if (declaration, name) in spelled} == names
    assert {place for place, name in spelled if name in names} >= HOMES[service]


@cache
def _spelled(service: str) -> frozenset[tuple[str, str]]:
    """(place, word): every word that a service's modules and templates use as a name or as a whole text."""
    words = {(path, word) for path in modules(service) for word in _words(nodes_of(path))}
    words |= {(path, word) for path in (SOURCE / service).rglob("*.html") for word in _template_words(text_of(path))}
    return frozenset((name_of(path), word) for path, word in words)


def _words(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        match node:
            case ast.Constant(value=str(word)) | ast.Attribute(attr=word) | ast.Name(id=word) | ast.arg(arg=word):
                yield word
            case ast.keyword(arg=str(word)):
                yield from (word, word.partition("__")[0])  # a lookup begins with its column


def _template_words(text: str) -> Iterator[str]:
    """What a template's tags and values name behind a dot: ``product.brand`` and the like."""
    for tag in _MARKUP.findall(text):
        yield from re.findall(r"\.([a-z_]+)", tag)
