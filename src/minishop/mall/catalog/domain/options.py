"""옵션: from the options a seller names to the variants a buyer chooses from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product as combinations
from typing import ClassVar

from minishop.kernel.errors import DomainError
from minishop.kernel.plain import plain

MAX_VARIANTS = 300
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SelectOption:
    """An option with its values, in the seller's order."""

    name: str
    values: tuple[str, ...]


class BadOptions(DomainError):
    """The options do not make sense; ``problem`` says how: no_values, twice, too_many, no_name."""

    code: ClassVar[str] = "bad_options"


class ChoiceMissing(DomainError):
    """The buyer left an option open, or chose a value that does not exist; ``option`` names it."""

    code: ClassVar[str] = "choice_missing"


def all_choices(options: Sequence[SelectOption]) -> list[Choices]:
    """Every combination of values, the first option's slowest; one empty combination without options. Raises BadOptions."""
    _check(options)
    named = [[(option.name, value) for value in option.values] for option in options]
    return [tuple(combination) for combination in combinations(*named)]


@dataclass(frozen=True, slots=True)
class Succession:
    """Which combinations go on under other names when a product's options change.

    ``same`` leads from a wanted combination to the present one that it goes on, one to one: it keeps code, stock and price
    difference. ``like`` leads from a combination that is new to the present ones it came from; ``gone`` are present ones that
    nothing goes on. ``renamed`` are names of options and values, before and after.
    """

    same: Mapping[Choices, Choices]
    like: Mapping[Choices, tuple[Choices, ...]]
    gone: tuple[Choices, ...]
    renamed: tuple[tuple[str, str], ...] = ()


def succeed(present: Sequence[SelectOption], had: Sequence[Choices], wanted: Sequence[SelectOption]) -> Succession:
    """Matches options by what they say, not by place or spelling: the same name, else the same values; of what is left on both
    sides, the only one has been renamed. ``had`` are the combinations that there are. Raises BadOptions for wanted options that
    make no sense."""
    names = _pairs([one.name for one in present], [one.name for one in wanted], _alike(present, wanted))
    values = {
        after.name: _pairs(list(before.values), list(after.values))
        for before in present
        for after in wanted
        if names.get(after.name) == before.name
    }
    came_from = _sources(wanted, had, names, values)
    heirs = Counter(source for sources in came_from.values() for source in sources)
    same = {choices: sources[0] for choices, sources in came_from.items() if len(sources) == 1 and heirs[sources[0]] == 1}
    kept = set(same.values())
    return Succession(
        same,
        {choices: sources for choices, sources in came_from.items() if choices not in same},
        tuple(choices for choices in had if choices not in kept),
        tuple((before, after) for pairs in (names, *values.values()) for after, before in pairs.items() if before != after),
    )


def _alike(present: Sequence[SelectOption], wanted: Sequence[SelectOption]) -> dict[str, str]:
    """Options whose values are the same ones, whatever their names: wanted to present; an ambiguous one is left out."""
    found = {
        after.name: [before.name for before in present if set(map(plain, before.values)) == set(map(plain, after.values))]
        for after in wanted
    }
    times = Counter(name for names in found.values() for name in names)
    return {after: names[0] for after, names in found.items() if len(names) == 1 and times[names[0]] == 1}


def _pairs(before: Sequence[str], after: Sequence[str], alike: Mapping[str, str] | None = None) -> dict[str, str]:
    """After to before: the same text, the same but for its spelling, then what ``alike`` says, then the only one left on both sides."""
    pairs: dict[str, str] = {}
    for key in (str, plain):
        _pair_by(key, before, after, pairs)
    for new, old in (alike or {}).items():
        if new not in pairs and old not in pairs.values():
            pairs[new] = old
    old_left, new_left = [one for one in before if one not in pairs.values()], [one for one in after if one not in pairs]
    if len(old_left) == len(new_left) == 1:
        pairs[new_left[0]] = old_left[0]
    return pairs


def _pair_by(key: Callable[[str], str], before: Sequence[str], after: Sequence[str], pairs: dict[str, str]) -> None:
    known = {key(one): one for one in before if one not in pairs.values()}
    for one in after:
        if one not in pairs and key(one) in known:
            pairs[one] = known.pop(key(one))


def _sources(
    wanted: Sequence[SelectOption], had: Sequence[Choices], names: Mapping[str, str], values: Mapping[str, Mapping[str, str]]
) -> dict[Choices, tuple[Choices, ...]]:
    """By wanted combination: the present ones that agree with it in every option that both have."""
    shared = [option.name for option in wanted if option.name in names]
    present: dict[tuple[str | None, ...], list[Choices]] = {}
    for one in had:
        said = dict(one)
        present.setdefault(tuple(said.get(names[name]) for name in shared), []).append(one)
    return {
        choices: tuple(present.get(tuple(values[name].get(value) for name, value in choices if name in names), ()))
        for choices in all_choices(wanted)
    }


def choose(options: Sequence[SelectOption], chosen: Mapping[str, str]) -> Choices:
    """The combination a buyer's choices name; raises ChoiceMissing for the first option without a valid value."""
    for option in options:
        if chosen.get(option.name) not in option.values:
            raise ChoiceMissing(option=option.name)
    return tuple((option.name, chosen[option.name]) for option in options)


def option_text(choices: Sequence[Sequence[str]], texts: Sequence[Sequence[str]] = ()) -> str:
    """``색상:노랑 / 사이즈:S``: the text that travels with an order line."""
    return " / ".join(f"{name}:{value}" for name, value in [*choices, *texts])


def names_choices(text: str, choices: Sequence[Sequence[str]]) -> bool:
    """Whether an order line's option text, which the wire may have cut or left out, can be of this combination."""
    own = option_text(choices)
    return not own or own.startswith(text) or f"{text} / ".startswith(f"{own} / ")


def _check(options: Sequence[SelectOption]) -> None:
    count = 1
    for option in options:
        count *= len(option.values)
        if not option.name:
            raise BadOptions(problem="no_name")
        if not option.values or not all(option.values):
            raise BadOptions(problem="no_values", option=option.name)
        if len(set(option.values)) < len(option.values):
            raise BadOptions(problem="twice", option=option.name)
    if len({option.name for option in options}) < len(options):
        raise BadOptions(problem="twice", option="")
    if count > MAX_VARIANTS:
        raise BadOptions(problem="too_many", limit=MAX_VARIANTS)
