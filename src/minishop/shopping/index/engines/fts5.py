"""SQLite: an FTS5 table that keeps no text of its own, only the words; ranked by BM25."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from minishop.shopping.index.domain.listing import Text
from minishop.shopping.index.domain.plan import Plan

if TYPE_CHECKING:
    from minishop.shopping.index.models import Document

# Without its text the table needs the default ``detail=full``: with less, bm25() counts nothing and every score is 0.
CREATE = (
    (
        "CREATE VIRTUAL TABLE shopping_index_text USING fts5(title, others, initials, content='', contentless_delete=1, "
        "tokenize='unicode61 remove_diacritics 0')"
    ),
    "CREATE VIRTUAL TABLE shopping_index_vocabulary USING fts5vocab('shopping_index_text', 'row')",
)
DROP = ("DROP TABLE shopping_index_vocabulary", "DROP TABLE shopping_index_text")
_RANK = "bm25(shopping_index_text, 6.0, 1.5, 1.0)"


class Fts5:
    """The engine on SQLite."""

    def put(self, texts: Sequence[Text]) -> None:
        self.remove(text.document_id for text in texts)
        rows = [(text.document_id, " ".join(text.title), " ".join(text.others), " ".join(text.initials)) for text in texts]
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO shopping_index_text (rowid, title, others, initials) VALUES (%s, %s, %s, %s)", rows)

    def remove(self, document_ids: Iterable[int]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM shopping_index_text WHERE rowid = %s", [(each,) for each in document_ids])

    def frequencies(self, tokens: Sequence[str], *, at_most: int) -> dict[str, int]:
        if not tokens:
            return {}
        places = ", ".join(["%s"] * len(tokens))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT term, doc FROM shopping_index_vocabulary WHERE term IN ({places})", list(tokens))  # noqa: S608
            return dict(cursor.fetchall())

    def matching(self, plan: Plan) -> RawSQL:
        # The words come from the tokeniser's own alphabet and are quoted besides.
        return RawSQL("SELECT rowid FROM shopping_index_text WHERE shopping_index_text MATCH %s", [expression(plan)])

    def ranked(self, documents: QuerySet[Document], plan: Plan) -> QuerySet[Document]:
        return documents.extra(  # noqa: S610  # the only values are parameters; the ORM has no join to a virtual table
            tables=["shopping_index_text"],
            where=["shopping_index_text.rowid = shopping_index_document.id", "shopping_index_text MATCH %s"],
            params=[expression(plan)],
            select={"score": _RANK},
            order_by=["score", "-shopping_index_document.review_count", "-shopping_index_document.id"],
        )


def expression(plan: Plan) -> str:
    """A plan in FTS5's query language."""
    return " AND ".join(
        "(" + " OR ".join("(" + " AND ".join(f'"{token}"' for token in each) + ")" for each in group) + ")" for group in plan.groups
    )
