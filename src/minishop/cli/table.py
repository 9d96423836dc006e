"""The one table that ``up`` prints: every address and sample login."""

from __future__ import annotations

from minishop.cli.installation import Installation
from minishop.cli.sample import SHOP
from minishop.cli.story.logins import PEOPLE
from minishop.cli.words import columns, padded

Row = tuple[str, str, str]


def address_table(installation: Installation, database: str, *, korean: bool) -> str:
    """Where everything is, who can log in there, and where the data lies; aligned by columns of the terminal."""
    rows = _rows(installation) if korean else _rows_in_english(installation)
    widths = [max(columns(row[column]) for row in rows) for column in range(3)]
    rule = "─" * (sum(widths) + 4)
    lines = ["  ".join(padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    data = f"{'데이터' if korean else 'Data'}: {installation.data} · {database}"
    return "\n".join(["", rule, lines[0], rule, *lines[1:], rule, data, ""])


def _rows(installation: Installation) -> list[Row]:
    return [
        ("무엇", "주소", "로그인 / 비밀번호"),
        ("미니샵 (판매자)", f"{installation.url('mall')}/", f"{PEOPLE.seller} / {PEOPLE.password}"),
        ("미니샵 운영자", f"{installation.url('mall')}/console/", f"{PEOPLE.operator} / {PEOPLE.password}"),
        ("예제 상점", f"{installation.storefront(SHOP)}/", ""),
        ("체크아웃 MY 페이지", f"{installation.url('checkout')}/my/", f"{PEOPLE.buyer} / {PEOPLE.password}"),
        (
            "체크아웃 운영 센터: 입점 승인",
            f"{installation.url('checkout')}/center/",
            f"{PEOPLE.checkout_operator} / {PEOPLE.password}",
        ),
        ("지식쇼핑", f"{installation.url('shopping')}/", ""),
        ("지식쇼핑 운영 센터: 입점 승인", f"{installation.url('shopping')}/center/", f"{PEOPLE.operator} / {PEOPLE.password}"),
        ("PG 심사: 계약 승인", f"{installation.url('sandbox')}/pg/", ""),
        ("샌드박스 (시계, PG, 택배, 문자)", f"{installation.url('sandbox')}/", ""),
        ("올려 볼 상품 파일 (CSV)", f"{installation.url('sandbox')}/old-shop/products.csv", ""),
    ]


def _rows_in_english(installation: Installation) -> list[Row]:
    names = [
        "What", "Mini-shop (sellers)", "Mini-shop operator", "Sample shop", "Checkout MY page", "Checkout centre: approvals",
        "Shopping search", "Shopping centre: approvals", "PG desk: approvals", "Sandbox (clock, PG, carriers, messages)",
        "Product file to import (CSV)",
    ]  # fmt: skip
    rows = _rows(installation)
    head = (names[0], "Address", "Login / password")
    return [head, *((name, address, login) for name, (_, address, login) in zip(names[1:], rows[1:], strict=True))]
