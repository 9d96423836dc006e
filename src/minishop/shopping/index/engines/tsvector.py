"""PostgreSQL: a tsvector made of our own words, under a GIN index; the server's parsers and locale play no part."""

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

CREATE = (
    "CREATE TABLE shopping_index_text (document_id bigint PRIMARY KEY, partner_id bigint NOT NULL, tokens tsvector NOT NULL)",
    "CREATE INDEX index_text_tokens ON shopping_index_text USING gin (tokens)",
)
DROP = ("DROP TABLE shopping_index_text",)
_WEIGHTS = "'{0.1, 0.2, 0.4, 1.0}'"  # of D, C, B, A; the last division is by the length of the document
_LAST_POSITION = 16_383


class TsVector:
    """The engine on PostgreSQL."""

    def put(self, texts: Sequence[Text]) -> None:
        rows = [(text.document_id, text.partner_id, vector(text)) for text in texts]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO shopping_index_text (document_id, partner_id, tokens) VALUES (%s, %s, %s::tsvector) "
                "ON CONFLICT (document_id) DO UPDATE SET tokens = excluded.tokens",
                rows,
            )

    def remove(self, document_ids: Iterable[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM shopping_index_text WHERE document_id = ANY(%s)", [list(document_ids)])

    def frequencies(self, tokens: Sequence[str], *, at_most: int) -> dict[str, int]:
        one = "SELECT %s, count(*) FROM (SELECT 1 FROM shopping_index_text WHERE tokens @@ %s::tsquery LIMIT %s) counted"
        if not tokens:
            return {}
        parameters = [part for token in tokens for part in (token, f"'{token}'", at_most + 1)]
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join([one] * len(tokens)), parameters)
            return {token: count for token, count in cursor.fetchall() if count}

    def matching(self, plan: Plan) -> RawSQL:
        # The words come from the tokeniser's own alphabet and are quoted besides.
        return RawSQL("SELECT document_id FROM shopping_index_text WHERE tokens @@ %s::tsquery", [expression(plan)])

    def ranked(self, documents: QuerySet[Document], plan: Plan) -> QuerySet[Document]:
        return documents.extra(  # noqa: S610  # the only values are parameters; the words have no model
            tables=["shopping_index_text"],
            where=[
                "shopping_index_text.document_id = shopping_index_document.id",
                "shopping_index_text.tokens @@ %s::tsquery",
            ],
            params=[expression(plan)],
            select={"score": f"-ts_rank({_WEIGHTS}, shopping_index_text.tokens, %s::tsquery, 1)"},
            select_params=[expression(plan)],
            order_by=["score", "-shopping_index_document.review_count", "-shopping_index_document.id"],
        )


def vector(text: Text) -> str:
    """A document's words with their places and weights, as PostgreSQL reads a tsvector."""
    weighted = [(token, "A") for token in text.title] + [(token, "B") for token in text.others]
    weighted += [(token, "D") for token in text.initials]
    return " ".join(f"'{token}':{min(place, _LAST_POSITION)}{weight}" for place, (token, weight) in enumerate(weighted, start=1))


def expression(plan: Plan) -> str:
    """A plan as PostgreSQL reads a tsquery."""
    return " & ".join(
        "(" + " | ".join("(" + " & ".join(f"'{token}'" for token in each) + ")" for each in group) + ")" for group in plan.groups
    )
