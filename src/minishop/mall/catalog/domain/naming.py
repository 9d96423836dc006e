"""A code for a product whose file has none."""

from __future__ import annotations

import base64
import hashlib


def made_up_code(own: str, name: str) -> str:
    """The same code whenever the same row comes again: made from its 자체 상품코드, or else from its name, so that a second import of a
    sheet without codes adds nothing."""
    made_from = f"own {own}" if own else f"name {name}"
    return "P" + base64.b32encode(hashlib.sha256(made_from.encode()).digest())[:9].decode()
