"""What a file field says to ``ui/uploads.js``, which looks at what was chosen before anything is sent."""

from __future__ import annotations

from django.utils.translation import gettext as _

from minishop.chassis.web.limits import limit_of


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
