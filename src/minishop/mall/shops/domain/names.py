"""상점 주소와 사업자등록번호: which codes and numbers are acceptable."""

from __future__ import annotations

import re

RESERVED = frozenset(
    [
        "admin",
        "api",
        "app",
        "blog",
        "cdn",
        "center",
        "checkout",
        "console",
        "ftp",
        "help",
        "host",
        "imap",
        "mall",
        "media",
        "minishop",
        "mobile",
        "news",
        "office",
        "operator",
        "order",
        "pay",
        "pop",
        "sandbox",
        "search",
        "secure",
        "shop",
        "shopping",
        "smtp",
        "static",
        "status",
        "store",
        "support",
        "test",
        "www",
    ]
)
_CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


def is_possible_code(code: str) -> bool:
    """Whether a text can be a shop's address: 3 to 30 of a–z, 0–9 and single hyphens, beginning with a letter."""
    return 3 <= len(code) <= 30 and _CODE.fullmatch(code) is not None


def is_reserved_code(code: str) -> bool:
    """Whether the platform keeps an address for itself."""
    return code in RESERVED


def is_business_number(digits: str) -> bool:
    """사업자등록번호: ten digits whose last one checks the others."""
    if not (len(digits) == 10 and digits.isascii() and digits.isdigit()):
        return False
    numbers = [int(digit) for digit in digits]
    weighed = sum(weight * number for weight, number in zip(_WEIGHTS, numbers[:9], strict=True)) + numbers[8] * 5 // 10
    return (10 - weighed % 10) % 10 == numbers[9]
