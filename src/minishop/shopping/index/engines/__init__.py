"""Full text on whichever database stands below: one port, two engines (SQLite FTS5, PostgreSQL tsvector)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from minishop.shopping.index.domain.listing import Text
from minishop.shopping.index.domain.plan import Plan
from minishop.shopping.index.engines.fts5 import Fts5
from minishop.shopping.index.engines.tsvector import TsVector
from minishop.shopping.index.models import Document


class TextEngine(Protocol):
    """What the index asks of a database's full text."""

    def put(self, texts: Sequence[Text]) -> None:
        """Makes these documents found by these words, instead of any earlier ones."""

    def remove(self, document_ids: Iterable[int]) -> None:
        """Makes documents found no more."""

    def frequencies(self, tokens: Sequence[str], *, at_most: int) -> dict[str, int]:
        """In how many documents each token stands; counting may stop above ``at_most``."""

    def matching(self, plan: Plan) -> RawSQL:
        """A subquery of the ids that a plan finds."""

    def ranked(self, documents: QuerySet[Document], plan: Plan) -> QuerySet[Document]:
        """Those of the documents that a plan finds, the best first."""


def engine() -> TextEngine:
    """The engine of the database in use."""
    return TsVector() if connection.vendor == "postgresql" else Fts5()
