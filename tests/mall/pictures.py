"""Pictures for tests."""

from __future__ import annotations

import io

from PIL import Image


def png(colour: str = "teal", side: int = 400) -> bytes:
    """A picture of one colour, large enough to be taken."""
    out = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(out, "PNG")
    return out.getvalue()
