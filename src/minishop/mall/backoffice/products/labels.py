"""The words for pictures that cannot be taken, and for pieces that went while somebody typed."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from minishop.chassis.ui.reasons import worded_plainly
from minishop.mall.catalog.models import OutsidePicture

PICTURE_PROBLEMS: dict[str, str | Promise] = {
    "not_a_picture": _("JPEG, PNG, WebP, GIF 사진이 아니거나 손상된 파일입니다."),
    "too_small": _("사진이 너무 작습니다. 가로세로 300픽셀 이상이어야 합니다."),
    "too_many_pixels": _("사진이 너무 큽니다. 크기를 줄여 주세요."),
    "too_many": _("사진은 상품마다 10장까지 올릴 수 있습니다."),
    "too_large": _("파일이 너무 큽니다. 8MB까지 가져옵니다."),
    "not_found": _("그 주소에 사진이 없습니다."),
    "refused": _("그곳에서 내주지 않았습니다."),
}


def difference_words(shown: int, wanted: int, there: int) -> str:
    """What became of a typed number: it was a difference to what was shown, and pieces went or came meanwhile."""
    facts = {"shown": shown, "by": abs(wanted - shown), "moved": abs(there - wanted), "now": there}
    added = (
        gettext("보신 %(shown)d개에서 %(by)d개를 더했습니다.")
        if wanted > shown
        else gettext("보신 %(shown)d개에서 %(by)d개를 뺐습니다.")
    )
    moved = (
        gettext("그사이 %(moved)d개가 나가 지금 %(now)d개입니다.")
        if there < wanted
        else gettext("그사이 %(moved)d개가 들어와 지금 %(now)d개입니다.")
    )
    return f"{added} {moved}" % facts


def outside_problem(picture: OutsidePicture) -> str:
    """Why a picture of another host is not here: it failed, it waits, or the seller took it off."""
    if picture.problem == "unreachable":
        return gettext("그곳에 닿지 못했습니다. %(reason)s") % {"reason": worded_plainly(picture.reason)}
    if picture.problem:
        return str(PICTURE_PROBLEMS[picture.problem])
    return gettext("지우신 사진입니다.") if picture.file else gettext("가져오는 중입니다. 잠시 뒤 새로고침해 주세요.")
