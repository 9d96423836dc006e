"""The search as buyers see it."""

from __future__ import annotations

from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_safe

from minishop.chassis.clock import now
from minishop.chassis.web.keeping import for_everyone
from minishop.shopping.clicks.services import click_out
from minishop.shopping.index import queries
from minishop.shopping.pages.forms import SORTS, LoginForm, SearchForm

_NEWEST_SHOWN = 10


@for_everyone
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """첫 화면: a search box, and what came last."""
    return render(request, "pages/home.html", {"newest": queries.newest(_NEWEST_SHOWN)})


@for_everyone
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """검색 결과. Without words, the first page."""
    form = SearchForm(request.GET)
    wish = form.wish()
    if not wish.words.strip() and not form.errors:
        return redirect("home")
    results = queries.search(wish, request.GET.get("page", "1"))
    narrowed = bool(wish.category or wish.shop or wish.free_shipping or wish.price_from is not None or wish.price_to is not None)
    context = {"form": form, "wish": wish, "results": results, "narrowed": narrowed, "sorts": SORTS}
    return render(request, "pages/search.html", context)


@require_GET
def click(request: HttpRequest, document_id: int) -> HttpResponse:
    """상품으로 가기: only to the address that the product's own feed gave. Unknown products are a 404."""
    document = queries.find_document(document_id) if document_id < 2**63 else None
    if document is None:
        raise Http404
    response = HttpResponseRedirect(click_out(document=document, words=request.GET.get("q", ""), now=now()))
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


class Login(LoginView):
    """운영자 로그인."""

    template_name = "pages/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True
