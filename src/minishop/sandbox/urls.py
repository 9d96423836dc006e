"""Which addresses the sandbox answers: the parties' APIs, the buyer's card page, and a page for each party."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import include, path

from minishop.chassis.serving.routes import health_check, leaf
from minishop.chassis.web import errors
from minishop.chassis.web.health import health
from minishop.sandbox.api import addresses as addresses_api
from minishop.sandbox.api import carriers as carriers_api
from minishop.sandbox.api import clock as clock_api
from minishop.sandbox.api import messages as messages_api
from minishop.sandbox.api import pg as pg_api
from minishop.sandbox.pages import card, carriers, clock, components, messages, old_shop, overview, pg

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("clock/", clock.clock, name="clock"),
    path("ui/", components.components, name="components"),
    path("old-shop/products.csv", old_shop.products, name="old-shop"),
    path("pg/", pg.contracts, name="pg"),
    path("pg/contracts/<int:contract_id>/approval/", pg.approval, name="pg-approval"),
    path("pg/contracts/<int:contract_id>/rejection/", pg.rejection, name="pg-rejection"),
    path("pg/payments/", pg.payments, name="pg-payments"),
    path("pg/requests/", pg.requests, name="pg-requests"),
    path("pg/next-answer/", pg.next_answer, name="pg-next-answer"),
    path("pg/next-cancel-answer/", pg.next_cancel_answer, name="pg-next-cancel-answer"),
    path("pg/misbehaviour/", pg.misbehaviour, name="pg-misbehaviour"),
    path("pg/payments/<slug:payment_key>/cancellation/", pg.cancellation, name="pg-cancellation"),
    path("pg/pay/<slug:session_key>/", card.card, name="card"),
    path("carriers/", carriers.carriers, name="carriers"),
    path("carriers/answers/", carriers.answers, name="carrier-answers"),
    path("messages/", messages.messages, name="messages"),
    path("messages/next-answer/", messages.next_answer, name="message-next-answer"),
    path("pg/v1/contracts", pg_api.contracts),
    path("pg/v1/contracts/<int:contract_id>", pg_api.contract),
    path("pg/v1/sessions", pg_api.sessions),
    path("pg/v1/payments", pg_api.payments),
    path("pg/v1/payments/<slug:payment_key>/confirm", pg_api.confirmation),
    path("pg/v1/payments/<slug:payment_key>/cancel", pg_api.cancellation),
    path("pg/v1/cancels", pg_api.cancels),
    path("pg/v1/transactions", pg_api.transactions),
    path("carriers/v1/<slug:carrier>/<str:tracking_number>", leaf(carriers_api.tracking)),
    path("messages/v1/sms", leaf(messages_api.sms)),
    path("messages/v1/mail", leaf(messages_api.mail)),
    path("addrlink/addrLinkApi.do", leaf(addresses_api.addresses)),
    path("clock.json", leaf(clock_api.clock)),
    path("health/", health_check(health)),
    path("i18n/", include("django.conf.urls.i18n")),
]

handler400, handler403, handler404, handler500 = errors.handlers


def error_frame(request: HttpRequest) -> errors.Frame:
    """What surrounds the pages that say what went wrong."""
    return errors.Frame("sandbox/outline.html")
