"""Saving what another tab or person has changed meanwhile: a form says what it showed, field by field, and a save compares.

What only one of the two changed is kept from both. Where both changed one field nothing is saved: the page comes back with both values
and asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2s
from typing import Any, Protocol, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SHOWN = "_shown"  # what the form showed: "name=price=4f5b… "
DIFFERS = "_differs"  # the names of the fields of which both values stood on the page
TAKE = "_take"  # which of the two the person chose for those
THEIRS = "theirs"
_MOST_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that two have changed: its name and label, what is stored now, and what was written here."""

    name: str
    label: str
    stored: str
    written: str


class LastSave(Protocol):
    """Who saved the thing last, and when."""

    @property
    def by(self) -> str:
        """The person, as a page names them."""

    @property
    def at(self) -> datetime:
        """The moment."""


class ChangingForm(forms.Form):
    """A form that changes something that is there. ``initial`` is how that is now; read it in the transaction that saves.

    ``{% versions form %}`` has to stand inside the ``<form>``; ``{{ form }}`` brings it. A body without it was not sent from a page,
    and is taken as it is.
    """

    unversioned: tuple[str, ...] = ()  # fields that are compared elsewhere, or are no facts
    differences: tuple[Difference, ...] = ()
    saved_last: LastSave | None = None  # for the page, where the view knows

    @property
    def shown(self) -> str:
        """The value of the hidden field: how each field is now."""
        return " ".join(f"{name}={self._version(name, self._now(name))}" for name in self._versioned())

    @property
    def refusal_status(self) -> int:
        """The status of the page that comes back: 409 where two saves met, 422 for a mistake, 200 for neither."""
        return 409 if self.differences else 422 if self.errors else 200

    def full_clean(self) -> None:
        """Django's, after what only the other save has changed was taken over."""
        if self.is_bound:
            self.differences = (*self._compare(), *self.more_differences())
        super().full_clean()
        if self.is_bound and self.differences:
            self.add_error(None, ValidationError(_differing(len(self.differences)), code="changed_meanwhile"))

    def more_differences(self) -> Iterable[Difference]:
        """What differs in fields that are not of this class, such as the rows of a table."""
        return ()

    def comparable(self, name: str, value: str) -> str:
        """A field's value as it is compared: without what nobody but the system itself changes in it."""
        return value

    def _version(self, name: str, value: str) -> str:
        return _digest(name, self.comparable(name, value))

    def _compare(self) -> Iterator[Difference]:
        shown = dict(part.partition("=")[::2] for part in str(self.data.get(SHOWN, "")).split())
        for name in self._versioned():
            before, now, written = shown.get(name), self._now(name), self._written(name)
            if takes_theirs(self.data, name):
                self._take_over(name)
                continue
            if before is None or self._version(name, now) == before or now == written:
                continue
            if self._version(name, written) == before:
                self._take_over(name)
            else:
                yield Difference(name, str(self[name].label), self._in_words(name, now), self._in_words(name, written))

    def _versioned(self) -> list[str]:
        return [
            name for name, field in self.fields.items() if name not in self.unversioned and not isinstance(field, forms.FileField)
        ]

    def _now(self, name: str) -> str:
        field = self.fields[name]
        return _canonical(field.prepare_value(self.get_initial_for_field(field, name)))

    def _written(self, name: str) -> str:
        return _canonical(self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name)))

    def _take_over(self, name: str) -> None:
        """Puts what is there now in the place of what was sent."""
        value = self.fields[name].prepare_value(self.get_initial_for_field(self.fields[name], name))
        if isinstance(value, bool):
            sent = ["on"] if value else []
        else:
            sent = [str(one) for one in value] if isinstance(value, list | tuple) else ["" if value is None else str(value)]
        self.data = self.with_data(**{self.add_prefix(name): sent})

    def with_data(self, **values: list[str]) -> MultiValueDict[str, Any]:
        """What was sent, with other values for these names; a name without values was not sent."""
        sent = dict(cast(MultiValueDict[str, Any], self.data).lists())
        return MultiValueDict({name: given for name, given in {**sent, **values}.items() if given})

    def _in_words(self, name: str, value: str) -> str:
        field = self.fields[name]
        if isinstance(field, forms.BooleanField):
            return _("켬") if value else _("끔")
        if isinstance(field, forms.ChoiceField):
            words = {str(key): str(label) for key, label in cast(Iterable[tuple[Any, Any]], field.choices)}
            return ", ".join(words.get(one, one) for one in value.split("\n"))
        return Truncator(value).chars(_MOST_SHOWN)


def _canonical(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, list | tuple):
        return "\n".join(sorted(str(one) for one in value))
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _digest(name: str, value: str) -> str:
    return blake2s(f"{name}\n{value}".encode(), digest_size=6).hexdigest()


def _differing(count: int) -> str:
    return ngettext(
        "보시는 동안 다른 곳에서 먼저 저장해, %(count)d가지가 적으신 것과 다릅니다. 아직 아무것도 바꾸지 않았습니다.",
        "보시는 동안 다른 곳에서 먼저 저장해, %(count)d가지가 적으신 것과 다릅니다. 아직 아무것도 바꾸지 않았습니다.",
        count,
    ) % {"count": count}


def takes_theirs(given: Mapping[str, Any], name: str) -> bool:
    """Whether the person was shown both values of a field, and chose what is stored."""
    return given.get(TAKE) == THEIRS and name in str(given.get(DIFFERS, "")).split()
