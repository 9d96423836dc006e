"""옵션: from the options a seller names to the variants a buyer chooses from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product as combinations
from typing import ClassVar

from minishop.kernel.errors import DomainError

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
