"""운영: hosting platforms and their tokens. A token is shown once, in the answer to the press that made it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from minishop.chassis.clock import now
from minishop.chassis.ui.steps import MOST_COUNTED, as_counted, step
from minishop.chassis.web.actions import action
from minishop.checkout.center.frame.access import operator_of, operators_only
from minishop.checkout.center.hosts.forms import HostForm
from minishop.checkout.hosting.errors import NameTaken, TooManyTokens
from minishop.checkout.hosting.models import Host
from minishop.checkout.hosting.queries import hosts_with_tokens
from minishop.checkout.hosting.services import Issued, issue_token, make_host, revoke_token
from minishop.checkout.merchants.queries import merchants_of_hosts


@require_safe
@operators_only
def hosts(request: HttpRequest) -> HttpResponse:
    """Every host with its tokens, and how many merchants it has."""
    return _list(request, HostForm())


@operators_only
@action("center-hosts")
def registration(request: HttpRequest) -> HttpResponse:
    """호스팅사 등록: shows its first token."""
    form = HostForm(request.POST)
    if form.is_valid():
        try:
            return _told(request, make_host(name=form.cleaned_data["name"], by=operator_of(request), now=now()))
        except NameTaken:
            form.add_error("name", _("이미 등록한 호스팅사입니다."))
    return _list(request, form)


@operators_only
@action("center-hosts")
def issue(request: HttpRequest, host_id: int) -> HttpResponse:
    """토큰 발급: shows another token, beside the one in use."""
    try:
        return _told(request, issue_token(host=get_object_or_404(Host, id=host_id), by=operator_of(request), now=now()))
    except TooManyTokens:
        messages.error(request, _("쓸 수 있는 토큰이 이미 두 개입니다. 하나를 폐기한 뒤 발급해 주세요."))
    return redirect("center-hosts")


@operators_only
@action("center-hosts")
def revocation(request: HttpRequest, host_id: int, token_id: int) -> HttpResponse:
    """토큰 폐기."""
    host = get_object_or_404(Host, id=host_id)
    if not revoke_token(host=host, token_id=token_id, now=now()):
        raise Http404
    messages.success(request, _("%(host)s의 토큰을 폐기했습니다.") % {"host": host.name})
    return redirect("center-hosts")


def _told(request: HttpRequest, issued: Issued) -> HttpResponse:
    return render(request, "center/hosts/token.html", {"issued": issued})


def _list(request: HttpRequest, form: HostForm) -> HttpResponse:
    page = step(hosts_with_tokens(), request.GET)
    counts = merchants_of_hosts((host.id for host in page.rows), at_most=MOST_COUNTED)
    rows = [(host, as_counted(counts[host.id])) for host in page.rows]
    return render(request, "center/hosts/list.html", {"page": page, "rows": rows, "form": form})
