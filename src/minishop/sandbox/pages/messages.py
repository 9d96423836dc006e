"""The page of text messages and mail."""

from __future__ import annotations

from django.contrib import messages as notices
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from minishop.chassis.clock import now
from minishop.chassis.web.actions import action
from minishop.sandbox.messages.domain import Answer, Kind
from minishop.sandbox.messages.labels import ANSWERS, KINDS
from minishop.sandbox.messages.queries import messages_of
from minishop.sandbox.pages.forms import MessageAnswerForm
from minishop.sandbox.requests.queries import requests_to
from minishop.sandbox.switches.queries import chosen_answer
from minishop.sandbox.switches.services import choose, clear

PER_PAGE = 20


@require_GET
def messages(request: HttpRequest) -> HttpResponse:
    """What was received of one kind (``?kind=sms|mail``), and the switch of the next answer."""
    kind = Kind.MAIL if request.GET.get("kind") == Kind.MAIL else Kind.SMS
    return _page(request, kind, MessageAnswerForm(initial={"kind": kind.value}))


@action("messages")
def next_answer(request: HttpRequest) -> HttpResponse:
    """Chooses how the next message of a kind is answered."""
    form = MessageAnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, Kind.SMS, form, status=422)
    kind, answer = form.cleaned_data["kind"], form.cleaned_data["answer"]
    if answer == Answer.ACCEPT:
        clear(channel=kind)
    else:
        choose(channel=kind, answer=answer, now=now())
    notices.success(request, _("다음 메시지 하나에 그렇게 응답합니다."))
    return redirect(f"/messages/?kind={kind}")


def _page(request: HttpRequest, kind: Kind, form: MessageAnswerForm, status: int = 200) -> HttpResponse:
    page = Paginator(messages_of(kind), PER_PAGE).get_page(request.GET.get("page"))
    coming = [(label, ANSWERS[Answer(chosen_answer(each) or Answer.ACCEPT)]) for each, label in KINDS.items()]
    tabs = [(each.value, label, each is kind) for each, label in KINDS.items()]
    facts = {"page": page, "tabs": tabs, "coming": coming, "form": form, "requests": requests_to("messages")[:10]}
    return render(request, "sandbox/messages.html", facts, status=status)
