"""``/v1/minishop/changed-merchants``: which of a host's merchants have changes (protocol/minishop, section 5)."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse

from minishop.checkout.api.changed_merchants import ChangedMerchants, read
from minishop.checkout.api.gateway import answer, trace_id
from minishop.checkout.api.host_endpoint import host_api
from minishop.checkout.hosting.models import Host
from minishop.checkout.merchants.domain.comparing import compare
from minishop.checkout.merchants.queries import feed_ends
from minishop.kernel.clock import kst_iso


@host_api("POST")
def changed_merchants(request: HttpRequest, host: Host, at: datetime) -> HttpResponse:
    """변경된 가맹점 조회: compares the host's cursors with its merchants' feeds. It changes nothing and may be repeated."""
    asked = read(request)
    found = compare(asked, feed_ends(host, asked))
    return answer(
        ChangedMerchants(
            timestamp=kst_iso(at), trace_id=trace_id(request), changed=found.changed, ahead=found.ahead, unknown=found.unknown
        )
    )
