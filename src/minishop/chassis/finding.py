"""찾기: search boxes over lists that grow. A text is found by how it begins, in one form, so that an index answers.

A model stores the form beside the text (``KeyField``) with an index that begins with it; ``found`` looks a word up in several of them.
What is found by its middle too has a table of keys, a row for each place where a word may begin (``SearchKey``, ``rests``), which
a ``KeyTable`` keeps; ``holding`` looks several words up in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import connections, models, transaction

from minishop.kernel.ids import new_id
from minishop.kernel.plain import plain

MOST_FOUND = 500  # a word that fits more is too short to find anything by; no page reads on
MOST_WORDS = 8
# Most texts are composed already, of one width and with nothing that is hard to see: syllables and ASCII.
_EASY, _BETWEEN_EASY = re.compile("[\\x00-\\x7f가-힣]*"), dict.fromkeys([*range(33), 127, ord("-")])
_BETWEEN_PARTS = str.maketrans("-_.", "   ")
KEY_LENGTH = 30
_BATCH, _BATCH_OF_OWNERS = 500, 100  # an owner has dozens of keys, and no transaction takes a second
_FINALS = dict(zip("ᄀᄁᄂᄃᄅᄆᄇᄉᄊᄋᄌᄎᄏᄐᄑᄒ", "ᆨᆩᆫᆮᆯᆷᆸᆺᆻᆼᆽᆾᆿᇀᇁᇂ", strict=True))
_LAST = "\U0010ffff"  # sorts after every character of a key
M = TypeVar("M", bound=models.Model)

if TYPE_CHECKING:
    _Text = models.CharField[str, str]
    _Lookup = models.Lookup[bool]
else:
    _Text, _Lookup = models.CharField, models.Lookup


def search_key(text: str) -> str:
    """A text in the form in which it is found: composed (NFC or NFD alike, jamo typed apart too), one width, one case; without blanks,
    hyphens and what is invisible."""
    if _EASY.fullmatch(text):
        return text.translate(_BETWEEN_EASY).lower()
    return _search_key(text)


def _search_key(text: str) -> str:
    # A hyphen, too, may have stood between a letter and its mark.
    composed = unicodedata.normalize("NFKC", "".join(letter for letter in plain(text) if unicodedata.category(letter) != "Pd"))
    # NFKC puts a vowel to the consonant before it; a consonant that is left behind an open syllable is its final.
    pairs = pairwise(f" {composed}")
    joined = (_FINALS.get(letter, letter) if _is_open(before) else letter for before, letter in pairs)
    return unicodedata.normalize("NFC", "".join(joined))


def _is_open(letter: str) -> bool:
    """A syllable without a final: every 28th of their block."""
    return "가" <= letter <= "힣" and (ord(letter) - ord("가")) % 28 == 0


class SearchKey(_Text):
    """A search key, found by ``…__begins=word``.

    It sorts by code points on both engines, so that a beginning is a range of an index.
    """

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        """On PostgreSQL the order of code points has to be asked for; on SQLite there is no other."""
        told: dict[str, Any] = dict(super().db_parameters(connection))
        return {**told, "collation": "C"} if connection.vendor == "postgresql" else told

    def key_of(self, text: str) -> str:
        """The part of a text's key that the column keeps."""
        return search_key(text)[: self.max_length]


class KeyField(SearchKey):
    """The search key of another column, named ``of``: written whenever the row is saved with it."""

    def __init__(self, *, of: str, **options: Any) -> None:
        self.of = of
        super().__init__(**{"default": "", "editable": False, "blank": True, **options})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """With the column that it is made of."""
        name, path, arguments, named = super().deconstruct()
        return name, path, list(arguments), {**named, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """The key of the text as it is now."""
        key = self.key_of(getattr(model_instance, self.of) or "")
        setattr(model_instance, self.attname, key)
        return key


class Begins(_Lookup):
    """``name_key__begins=word``: the texts that begin with a word, whatever its case, width and spacing."""

    lookup_name = "begins"

    def get_prep_lookup(self) -> str:
        """The word in the form that is stored."""
        return str(self.lhs.output_field.key_of(self.rhs))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """A range, which both engines read from an index."""
        column, values = self.process_lhs(compiler, connection)
        return f"({column} >= %s AND {column} < %s)", (*values, self.rhs, *values, f"{self.rhs}{_LAST}")


SearchKey.register_lookup(Begins)


@dataclass(frozen=True, slots=True)
class Found(Generic[M]):
    """What a word finds. ``has_more``: it fits more rows than are looked at, which the page should say."""

    rows: models.QuerySet[M]
    has_more: bool = False


def found(rows: models.QuerySet[M], word: str, *columns: str) -> Found[M]:
    """Those of ``rows`` of which one of these keys begins with a word: at most ``MOST_FOUND`` of each, each in one statement by its index.

    A word of which nothing remains in the form that is looked for (only hyphens, say) finds nothing.
    """
    if not search_key(word):
        return Found(rows.none())
    hits = [_ids(rows.filter(**{f"{column}__begins": word}).order_by(column)) for column in columns]
    return Found(
        rows.filter(id__in=sorted({one for ids in hits for one in ids[:MOST_FOUND]})), any(len(ids) > MOST_FOUND for ids in hits)
    )


def _ids(rows: models.QuerySet[Any]) -> list[int]:
    return list(rows.values_list("id", flat=True)[: MOST_FOUND + 1])


def with_keys(model: type[models.Model], written: Iterable[str]) -> list[str]:
    """The columns of ``save(update_fields=…)`` together with the keys that are made of them."""
    names = list(written)
    keys = [field.name for field in model._meta.get_fields() if isinstance(field, KeyField) and field.of in names]
    return [*names, *keys]


def rests(text: str) -> set[str]:
    """The keys of a text that is found by what stands in its middle: its key from each letter on, as far as a column keeps it."""
    key = search_key(text)
    return {key[place : place + KEY_LENGTH] for place in range(len(key))}


def word_rests(text: str) -> set[str]:
    """The keys of a text that is found by each of its words: its key from the beginning of each word on."""
    words = text.split()
    return {key[:KEY_LENGTH] for place in range(len(words)) if (key := search_key(" ".join(words[place:])))}


def part_rests(code: str) -> set[str]:
    """The keys of a number or code that is found by each of its parts: 20261123-0000001 also by 0000001."""
    return word_rests(code.translate(_BETWEEN_PARTS))


def holding(rows: models.QuerySet[M], keys: models.QuerySet[Any], owner: str, text: str) -> models.QuerySet[M]:
    """Those of ``rows`` of whose ``keys`` each word of a text begins one; ``owner`` is the column that says whose a key is.

    It costs what the words find, by the index of the keys. A text of which nothing remains finds nothing.
    """
    words = [word for word in text.split()[:MOST_WORDS] if search_key(word)]
    for word in words:
        rows = rows.filter(id__in=keys.filter(key__begins=word).values(owner))
    return rows if words else rows.none()


@dataclass(frozen=True, slots=True)
class KeyTable:
    """A table of keys: its model, the column that says whose a key is, and that of the tenant."""

    model: type[models.Model]
    owner: str
    tenant: str

    def put(self, wanted: Mapping[int, Collection[str]], *, tenant_id: int, alias: str = "default") -> None:
        """Makes the keys of these owners of a tenant those that are wanted, in the open transaction, which holds the owners."""
        rows = self.model._base_manager.using(alias).filter(**{self.tenant: tenant_id})
        present = set(rows.filter(**{f"{self.owner}__in": list(wanted)}).values_list(self.owner, "key"))
        told = {(one, key) for one, keys in wanted.items() for key in keys}
        gone: dict[int, list[str]] = {}
        for one, key in present - told:
            gone.setdefault(one, []).append(key)
        for one, keys in gone.items():
            rows.filter(**{self.owner: one, "key__in": keys}).delete()
        self.add(sorted(told - present), tenant_id=tenant_id, alias=alias)

    def add(self, keys: Iterable[tuple[int, str]], *, tenant_id: int, alias: str = "default") -> None:
        """Adds keys of owners of a tenant; one that is there already stays."""
        table, columns = self.model._meta.db_table, (self.tenant, "id", self.owner, "key")
        names = ", ".join(f'"{name}"' for name in columns)
        with connections[alias].cursor() as cursor:  # the ORM takes ten times as long for so many small rows
            cursor.executemany(
                f'INSERT INTO "{table}" ({names}) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING',  # noqa: S608
                [(tenant_id, new_id(), one, key) for one, key in keys],
            )

    def fill(
        self, owners: type[models.Model], tenant_ids: Iterable[int], keys_of: Callable[[Any], Collection[str]], alias: str
    ) -> None:
        """For a migration with ``atomic = False``: writes the keys of all owners, tenant by tenant, a batch a transaction. It may run again.

        An owner that is changed meanwhile is locked first, or read afterwards.
        """
        for tenant_id in tenant_ids:
            rows: models.QuerySet[Any] = owners._base_manager.using(alias).filter(**{self.tenant: tenant_id}).order_by("id")
            last: int | None = 0
            while last is not None:
                with transaction.atomic(using=alias):
                    batch = list(rows.filter(id__gt=last).select_for_update()[:_BATCH_OF_OWNERS])
                    self.add([(row.id, key) for row in batch for key in keys_of(row)], tenant_id=tenant_id, alias=alias)
                last = batch[-1].id if batch else None


def fill_keys(model: type[models.Model], alias: str) -> None:
    """For a migration with ``atomic = False``: writes the keys of all rows, a batch a transaction. It may run again.

    A row that is changed meanwhile is locked first, or read afterwards.
    """
    keys = [field for field in model._meta.get_fields() if isinstance(field, KeyField)]
    rows: models.QuerySet[Any] = model._base_manager.using(alias).order_by("id")
    last: int | None = 0
    while last is not None:
        with transaction.atomic(using=alias):
            batch = list(rows.filter(id__gt=last).select_for_update()[:_BATCH])
            for row in batch:
                for key in keys:
                    key.pre_save(row, add=False)
            rows.bulk_update(batch, [key.name for key in keys])
        last = batch[-1].id if batch else None
