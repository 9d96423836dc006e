"""Files that were chosen in a form that could not be taken: kept for a day, the last of each person, so that nobody has to look for them
again.

A page shows them as boxes that are ticked (``{% kept_files %}``), and each box carries a signed word that says where its file lies: what
is sent again is only what we kept ourselves. A view reads ``chosen_files(request)`` instead of ``request.FILES``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from secrets import token_hex

from django.contrib import messages
from django.core import signing
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from minishop.chassis.logins.devices import browser
from minishop.chassis.stored_files import make_room, remove_below
from minishop.chassis.web.limits import limit_of
from minishop.kernel.clock import utc_now

FIELD = "_kept_files"
DAYS = 2  # by the calendar: a file of today lives through tomorrow
# Of one person on one day: some forms at once, and no disk is filled by sending what is refused again and again.
MOST_KEPT = 60_000_000
_FOLDER = "kept-files"
_SALT = "minishop.kept_files"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that waits: the field that it was chosen in, its name and kind, its size in bytes, and where it lies."""

    field: str
    name: str
    kind: str
    size: int
    place: str

    @property
    def token(self) -> str:
        """What its box carries."""
        return signing.dumps(asdict(self), salt=_SALT)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a form's files, and those that were too much and have to be chosen again: their field and name."""

    files: tuple[KeptFile, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()

    def names_left_out(self, fields: Collection[str] = ()) -> list[str]:
        """The names of those of these fields, or of all."""
        return [name for field, name in self.left_out if not fields or field in fields]


def chosen_files(request: HttpRequest) -> MultiValueDict[str, UploadedFile[bytes]]:
    """What was chosen, now and before: the kept files whose boxes are ticked, each once and together as much as one request may bring,
    then ``request.FILES``.

    The page says of a file that is not kept any more, or is too much, that it has to be chosen again.
    """
    found: MultiValueDict[str, UploadedFile[bytes]] = MultiValueDict()
    ticked, beyond = _ticked(request)
    gone = [kept.name for kept in beyond]
    for kept in ticked:
        try:
            with default_storage.open(kept.place) as file:
                found.appendlist(kept.field, SimpleUploadedFile(kept.name, file.read(), kept.kind))
        except FileNotFoundError:
            gone.append(kept.name)
    for field, files in request.FILES.lists():
        found.setlistdefault(field).extend(files)
    if gone:
        told = _("더는 맡아 두지 않은 파일이라 함께 올리지 못했습니다. 다시 골라 주세요: %(names)s")
        messages.warning(request, told % {"names": ", ".join(gone)})
    return found


def keep_files(request: HttpRequest, *, but: Collection[str] = ()) -> Kept:
    """Keeps what was chosen in a form that could not be taken, together as much as one request may bring; ``but`` names what is no use."""
    ticked, beyond = _ticked(request)
    files = [kept for kept in ticked if kept.name not in but and default_storage.exists(kept.place)]
    left_out = [(kept.field, kept.name) for kept in beyond if kept.name not in but]
    room = limit_of(request.path) - sum(kept.size for kept in files)
    for field, upload in _uploads(request.FILES, but):
        if (upload.size or 0) > room:
            left_out.append((field, str(upload.name)))
            continue
        files.append(_keep(request, field, upload))
        room -= upload.size or 0
    return Kept(tuple(files), tuple(left_out))


def kept_of(tokens: Iterable[str]) -> list[KeptFile]:
    """The files that boxes stand for; what was not signed here is no box of ours."""
    found = []
    for token in tokens:
        try:
            found.append(KeptFile(**signing.loads(token, salt=_SALT)))
        except signing.BadSignature:
            continue
    return found


def remove_before(day: date) -> None:
    """Deletes what was kept on days before this one."""
    days = default_storage.listdir(_FOLDER)[0] if default_storage.exists(_FOLDER) else []
    for old in (one for one in days if one < day.isoformat()):
        remove_below(f"{_FOLDER}/{old}")


def last_kept_day(today: date) -> date:
    """The first day whose files are still kept."""
    return today - timedelta(days=DAYS - 1)


def _ticked(request: HttpRequest) -> tuple[list[KeptFile], list[KeptFile]]:
    """The files whose boxes were sent, each once, as far as one request might have brought them; and those beyond. A form of ours brings no
    more, but boxes cost their sender nothing, and each file is read whole."""
    within, beyond, room = list[KeptFile](), list[KeptFile](), limit_of(request.path)
    for kept in {one.place: one for one in kept_of(request.POST.getlist(FIELD))}.values():
        room -= kept.size
        (within if room >= 0 else beyond).append(kept)
    return within, beyond


def _uploads(files: MultiValueDict[str, UploadedFile[bytes]], but: Collection[str]) -> Iterable[tuple[str, UploadedFile[bytes]]]:
    return ((field, upload) for field, uploads in files.lists() for upload in uploads if upload and upload.name not in but)


def _keep(request: HttpRequest, field: str, upload: UploadedFile[bytes]) -> KeptFile:
    size, at = upload.size or 0, utc_now()
    folder = f"{_FOLDER}/{at.date().isoformat()}/{_keeper(request)}"
    make_room(folder, coming=size, most=MOST_KEPT)
    upload.seek(0)
    place = default_storage.save(f"{folder}/{int(at.timestamp() * 1000):014d}-{token_hex(16)}", upload)
    return KeptFile(field, str(upload.name), upload.content_type or "", size, place)


def _keeper(request: HttpRequest) -> str:
    """Whose files they are: the account's that is logged in, else the browser's, which is known where anything is kept."""
    if request.user.is_authenticated:
        return f"account-{request.user.pk}"
    return f"browser-{browser(request)}"
