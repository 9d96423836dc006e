"""What the story's shop sells, and what sheets and pictures for a trial of one's own are made of."""

from __future__ import annotations

import csv
import io

from minishop.cli.story.goods import _ALWAYS, COLUMNS, picture, product_list
from minishop.mall.catalog.domain.cafe24 import read_row


def test_who_tries_the_product_with_a_sheet_of_their_own_finds_columns_cells_and_a_picture_here() -> None:
    """R106: trials from outside name these three."""
    read = read_row(
        {column: {**_ALWAYS, "상품코드": "P1", "상품명": "가", "판매가": "100"}.get(column, "") for column in COLUMNS}, 2
    )
    assert read.draft is not None
    assert read.lacks == ()
    assert picture().content.startswith(b"RIFF")


def test_the_list_says_of_every_product_what_an_export_says_of_a_plain_one() -> None:
    """R106."""
    rows = list(csv.DictReader(io.StringIO(product_list("X").content.decode("utf-8-sig"))))
    assert list(rows[0]) == list(COLUMNS)
    assert all(row[column] == cell for row in rows for column, cell in _ALWAYS.items())
