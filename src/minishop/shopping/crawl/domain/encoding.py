"""Bytes to lines: BOM, then strict UTF-8, else CP949 (protocol/ep)."""

from __future__ import annotations

import codecs

from minishop.shopping.crawl.domain.verdicts import FileFault, FileRefused

MOST_LINES = 1_000_000
UNDECODED = "\N{REPLACEMENT CHARACTER}"
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def lines_of(data: bytes) -> list[str]:
    """The lines, without their ends. A line with a byte that no encoding explains carries U+FFFD.

    Raises FileRefused for an empty file, for UTF-16 and UTF-32, which the format does not allow, and for more lines than any
    shop has products: as many bytes in lines of nothing would take a hundred times the memory.
    """
    if not data.strip():
        raise FileRefused(FileFault.EMPTY)
    if data.startswith(_WIDE) or b"\x00\x00\x00" in data[:64]:
        raise FileRefused(FileFault.ENCODING, "UTF-16")
    if data.count(b"\n") > MOST_LINES:
        raise FileRefused(FileFault.LINES, f"{MOST_LINES:,}")
    text = _decoded(data.removeprefix(codecs.BOM_UTF8))
    return [line.removesuffix("\r") for line in text.split("\n")]


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8", "cp949"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    # Neither fits the whole file: take what loses less, and let the reader refuse the spoilt lines.
    guesses = [data.decode(encoding, errors="replace") for encoding in ("utf-8", "cp949")]
    return min(guesses, key=lambda text: text.count(UNDECODED))
