"""The carriers' page: the numbers asked for, and what is said of each."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from minishop.chassis.clock import now
from minishop.chassis.web.actions import action
from minishop.sandbox.carriers.domain import Chosen
from minishop.sandbox.carriers.labels import ANSWERS, BADGES, STEPS
from minishop.sandbox.carriers.queries import history_of, parcels
from minishop.sandbox.carriers.services import choose_answer
from minishop.sandbox.pages.forms import ParcelForm

PER_PAGE = 20


@require_GET
def carriers(request: HttpRequest) -> HttpResponse:
    """The numbers, how far each is, and a form to prepare or change one."""
    return _page(request, ParcelForm(initial={"answer": Chosen.UNKNOWN.value}))


@action("carriers")
def answers(request: HttpRequest) -> HttpResponse:
    """Chooses what a carrier says of a number from now on."""
    form = ParcelForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    given = form.cleaned_data
    number = given["tracking_number"]
    choose_answer(carrier=given["carrier"], tracking_number=number, answer=Chosen(given["answer"]), now=now())
    messages.success(request, _("%(number)s의 응답을 정했습니다.") % {"number": number})
    return redirect("carriers")


def _page(request: HttpRequest, form: ParcelForm, status: int = 200) -> HttpResponse:
    page = Paginator(parcels(), PER_PAGE).get_page(request.GET.get("page"))
    moment = now()
    steps = [(parcel, history_of(parcel, moment)) for parcel in page]
    rows = [(row, [(STEPS[e.step], BADGES[e.step], e.at) for e in events[-1:]]) for row, events in steps]
    facts = {"page": page, "rows": rows, "form": form, "answers": ANSWERS.items()}
    return render(request, "sandbox/carriers.html", facts, status=status)
