"""``POST /customer/api/order.nhn``: answers that a raw socket client can read to the end of the stream."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from minishop.chassis.clock import now
from minishop.chassis.tenancy import scope
from minishop.checkout.api.registration import words
from minishop.checkout.api.registration.form import read_credentials, read_names, read_registration
from minishop.checkout.merchants.queries import merchant_by_certi_key
from minishop.checkout.orders.domain.registration import RegistrationRefused
from minishop.checkout.orders.services.sheets import register_sheet


@csrf_exempt
def register(request: HttpRequest) -> HttpResponse:
    """200 with the sheet's key and nothing else; any other status with a sentence that the shop shows its buyer."""
    if request.method != "POST":
        return _plain(words.ONLY_POST, 405)
    try:
        names = read_names(request.body)
        merchant = merchant_by_certi_key(*read_credentials(names))
        if merchant is None:
            return _plain(words.UNKNOWN_SHOP, 401)
        with scope(merchant.id):
            sheet = register_sheet(merchant=merchant, registration=read_registration(names), now=now())
    except RegistrationRefused as refused:
        return _plain(words.refusal(refused), 400)
    return _plain(sheet.key, 200)


def _plain(text: str, status: int) -> HttpResponse:
    body = text.encode()
    headers = {"Content-Length": str(len(body)), "Connection": "close", "Cache-Control": "no-store"}
    return HttpResponse(body, status=status, content_type="text/plain; charset=utf-8", headers=headers)
