"""검색어가 묻는 것: groups that must all be found, each by one of its alternatives; and what to ask when nothing has them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from minishop.shopping.index.domain.synonyms import synonyms_of
from minishop.shopping.index.domain.tokens import query_tokens, runs, words_of

_PARTICLES = ("에서", "으로", "까지", "부터", "은", "는", "이", "가", "을", "를", "에", "의", "도", "로", "와", "과", "용")
_RAREST = 6
_MOST_WORDS = 12

Alternative = tuple[str, ...]
Group = tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """``(a and b) or c`` for each group, and all groups together."""

    groups: tuple[Group, ...]

    @property
    def tokens(self) -> tuple[str, ...]:
        """Every token it names, once, in order."""
        return tuple(dict.fromkeys(token for group in self.groups for alternative in group for token in alternative))

    def __bool__(self) -> bool:
        return bool(self.groups)


def plans(query: str) -> list[Plan]:
    """What to ask in turn until something is found: every word; then every word without its particle (원피스를 → 원피스)."""
    words = words_of(query)[:_MOST_WORDS]
    bare = [_without_particle(word) for word in words]
    return [plan for plan in (_plan(words), *([_plan(bare)] if bare != words else [])) if plan]


def rarest(query: str, found: Mapping[str, int], *, common: int) -> Plan:
    """The last resort: any of the six rarest of the query's tokens that occur at all.

    A word of which less than half is known to the index is left out: a stray pair of syllables says nothing. Tokens in more than
    ``common`` rows say too little too, but the rarest is taken even so.
    """
    asked = [token for word in words_of(query)[:_MOST_WORDS] for token in _half_known(query_tokens(word), found)]
    known = sorted(set(asked), key=lambda token: (found[token], token))
    telling = [token for token in known if found[token] <= common] or known[:1]
    return Plan((tuple((token,) for token in telling[:_RAREST]),)) if telling else Plan(())


def _half_known(tokens: list[str], found: Mapping[str, int]) -> list[str]:
    known = [token for token in tokens if found.get(token)]
    return known if 2 * len(known) >= len(tokens) else []


def _plan(words: list[str]) -> Plan:
    groups = [_group(word) for word in words]
    return Plan(tuple(group for group in _with_joined_latin(words, groups) if group))


def _group(word: str) -> Group:
    alternatives = [tuple(query_tokens(each)) for each in (word, *synonyms_of(word))]
    return tuple(alternative for alternative in alternatives if alternative) if alternatives[0] else ()


def _with_joined_latin(words: list[str], groups: list[Group]) -> list[Group]:
    """``air max`` also finds ``AirMax``: two neighbouring Latin words become one group with the joined word beside them."""
    made: list[Group] = []
    at = 0
    while at < len(words):
        pair = words[at : at + 2]
        if len(pair) == 2 and all(_is_latin(word) for word in pair):
            made.append(((*query_tokens(pair[0]), *query_tokens(pair[1])), (pair[0] + pair[1],)))
            at += 2
        else:
            made.append(groups[at])
            at += 1
    return made


def _is_latin(word: str) -> bool:
    return runs(word) == [word] and word.isascii() and word.isalpha()


def _without_particle(word: str) -> str:
    if len(word) < 2 or not "가" <= word[-1] <= "힣":
        return word
    ending = next((particle for particle in _PARTICLES if word.endswith(particle) and len(word) > len(particle)), "")
    return word.removesuffix(ending)
