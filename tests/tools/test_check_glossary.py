"""The glossary check misses no word of a domain."""

from __future__ import annotations

from pathlib import Path

from tools.check_glossary import domain_words, glossary_words


def test_a_row_without_korean_does_not_count() -> None:
    text = "| 한국어 | code |\n| --- | --- |\n| 배송대기 | `shipping_wait` | |\n| ? | `mystery` | |\n"
    assert glossary_words(text) == {"shipping_wait"}


def test_words_of_domains_only_and_not_of_the_wire(tmp_path: Path) -> None:
    (tmp_path / "a" / "domain").mkdir(parents=True)
    (tmp_path / "a" / "domain" / "states.py").write_text(
        'class S(StrEnum):\n    """x"""\n    A = "a"\n\nclass W(StrEnum):\n    """glossary: wire"""\n    PAYED = "PAYED"\n'
    )
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "domain.py").write_text('class P(StrEnum):\n    C = "c"\n')
    (tmp_path / "a" / "models.py").write_text('class M(StrEnum):\n    B = "b"\n')
    assert list(domain_words(tmp_path)) == [("a", "a/domain/states.py:S"), ("c", "b/domain.py:P")]
