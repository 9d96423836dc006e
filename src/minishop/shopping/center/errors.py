"""What surrounds the pages that say what went wrong at the search: the centre's head for its operators, else the search's."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from minishop.chassis.web.errors import Frame, Way
from minishop.shopping.center.access import is_operator


def error_frame(request: HttpRequest) -> Frame:
    """Only operators log in here."""
    if request.path.startswith("/center/") and is_operator(request):
        return Frame("center/layout.html", ways=(Way(_("현황"), "/center/"),))
    return Frame("pages/layout.html")
