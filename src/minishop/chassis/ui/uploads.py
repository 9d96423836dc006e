"""Fields of several files, and what a file field says to ``ui/uploads.js``, which looks at what was chosen before anything is sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from minishop.chassis.web.limits import limit_of


class FilesInput(forms.ClearableFileInput):
    """Several files in one control."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, each as a file field takes it."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        clean_one = super().clean
        return [clean_one(upload, initial) for upload in data or []]


def upload_attributes(path: str, *, photos: bool = False) -> dict[str, str]:
    """For the file fields of a form that is sent to ``path``: what is too large is said beside the field, and not sent.

    ``photos`` are made smaller first; pictures of descriptions are not, since they are as long as they are.
    """
    limit = limit_of(path)
    told = _("고르신 파일이 모두 %(limit)dMB를 넘어 보내지 않았습니다. 줄이거나, 나누어서 올려 주세요.") % {
        "limit": limit // 1_000_000
    }
    words = {"data-choose": _("파일 고르기"), "data-none": _("고른 파일 없음")}  # the browser's own are in the browser's language
    return {"data-most-bytes": str(limit), "data-too-large": told, **words} | ({"data-photos": ""} if photos else {})
