"""A search for a page: what was found, and in words what to do where nothing was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from minishop.chassis.clock import now
from minishop.chassis.postal.domain import BadKeyword, FinderSilent, Found, Place, Problem, TooManySearches
from minishop.chassis.postal.finder import find

_PROBLEMS: Mapping[Problem, Promise] = {
    Problem.TOO_SHORT: gettext_lazy("두 글자 이상 적어 주세요."),
    Problem.TOO_LONG: gettext_lazy("너무 깁니다. 도로 이름과 건물 번호만 적어 주세요."),
    Problem.NO_WORD: gettext_lazy("숫자만으로는 찾을 수 없습니다. 도로나 동, 건물의 이름도 적어 주세요."),
    Problem.TOO_BROAD: gettext_lazy("맞는 곳이 너무 많습니다. 도로 이름과 건물 번호까지 적어 주세요."),
    Problem.UNSEARCHABLE: gettext_lazy("이 말로는 찾을 수 없습니다. 도로 이름과 건물 번호로 찾아 보세요."),
}


@dataclass(frozen=True, slots=True)
class Searched:
    """``words`` say how it went; ``status`` is the answer's."""

    words: str
    places: tuple[Place, ...] = ()
    status: int = 200


def search(request: HttpRequest, typed: str) -> Searched:
    """Looks for an address on behalf of the account that is logged in."""
    try:
        return _told(find(typed, visitor=request.user.pk, now=now()))
    except BadKeyword as bad:
        return Searched(str(_PROBLEMS[Problem(str(bad.facts["problem"]))]))
    except TooManySearches:
        return Searched(_("짧은 동안 너무 많이 찾았습니다. 조금 뒤에 다시 찾거나 주소를 직접 적어 주세요."), status=429)
    except FinderSilent:
        return Searched(_("지금은 주소를 찾을 수 없습니다. 우편번호와 주소를 직접 적어 주세요."), status=503)


def _told(found: Found) -> Searched:
    shown = len(found.places)
    if not shown:
        example = {"example": settings.ADDRESS_FINDER.example}
        return Searched(
            _("맞는 주소가 없습니다. 도로 이름과 건물 번호로 찾거나(예: %(example)s), 우편번호와 주소를 직접 적어 주세요.")
            % example
        )
    if found.total > shown:
        numbers = {"total": f"{found.total:,}", "shown": shown}
        words = _("%(total)s건 가운데 %(shown)d건입니다. 건물 번호까지 적으면 좁혀집니다.") % numbers
    else:
        words = _("%(shown)d건 찾았습니다.") % {"shown": shown}
    return Searched(words, found.places)


@login_required
@require_GET
def addresses(request: HttpRequest) -> HttpResponse:
    """What a page's script puts into the list below the search: the places, and how it went in words."""
    searched = search(request, request.GET.get("q", ""))
    return render(request, "postal/_found.html", {"searched": searched}, status=searched.status)
